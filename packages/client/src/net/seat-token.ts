// The random secret that returns a player to his seat, kept in the browser: per tab, and the newest one of each room for a
// tab that was closed.

const keyOf = (roomId: string) => `touchline.seat.${roomId}`;

/** Secrets to try, the tab's own first. Storage that is switched off holds none. */
export function seatsFor(roomId: string): string[] {
  const tokens = [read(() => sessionStorage, roomId), read(() => localStorage, roomId)];
  return [...new Set(tokens.filter((token): token is string => token !== null))];
}

export function keepSeat(roomId: string, token: string): void {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    attempt(() => storage().setItem(keyOf(roomId), token));
  }
}

/** Forgets one secret, or all of the room. */
export function forgetSeat(roomId: string, token?: string): void {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    if (token === undefined || read(storage, roomId) === token) attempt(() => storage().removeItem(keyOf(roomId)));
  }
}

function read(storage: () => Storage, roomId: string): string | null {
  return attempt(() => storage().getItem(keyOf(roomId)));
}

/** A browser may forbid storage altogether; then a seat is just not found again. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
