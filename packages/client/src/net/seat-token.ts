// What returns a player to his seat, kept in the browser: per tab, and the newest one of each room for a tab that was closed.
import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';

export interface HeldSeat {
  /** Of the connection: while the server holds it, the seat is resumed where it was. */
  readonly token: string;
  /** The browser's own: the seat is found by it after a restart of the server. */
  readonly secret: string;
}

const keyOf = (roomId: string) => `touchline.seat.${roomId}`;
const BOTH = [() => sessionStorage, () => localStorage];
const SECRET_BYTES = 24;

/** Random, for a seat that is taken now. */
export function newSecret(): string {
  return bytesToHex(randomBytes(SECRET_BYTES));
}

/** Seats to try, the tab's own first. Storage that is switched off holds none. */
export function seatsFor(roomId: string): HeldSeat[] {
  const seats = BOTH.flatMap((storage) => read(storage, roomId) ?? []);
  return seats.filter(({ token }, i) => seats.findIndex((other) => other.token === token) === i);
}

export function keepSeat(roomId: string, seat: HeldSeat): void {
  for (const storage of BOTH) attempt(() => storage().setItem(keyOf(roomId), JSON.stringify(seat)));
}

export function forgetSeat(roomId: string): void {
  for (const storage of BOTH) attempt(() => storage().removeItem(keyOf(roomId)));
}

function read(storage: () => Storage, roomId: string): HeldSeat | null {
  const stored = attempt(() => JSON.parse(storage().getItem(keyOf(roomId)) ?? 'null') as Partial<HeldSeat> | null);
  const { token, secret } = stored ?? {};
  return typeof token === 'string' && typeof secret === 'string' ? { token, secret } : null;
}

/** A browser may forbid storage altogether; then a seat is just not found again. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
