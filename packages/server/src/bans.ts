// Who is not let in. A ban names an identity, a range of addresses, or both; it holds for one room or for the whole server.
import { isIP, isIPv4 } from 'node:net';
import { isNear } from './near.ts';

/** Addresses that begin with the same bits. IPv6 is counted by households: nothing finer than a /64. */
const BITS = { 4: 32, 6: 64 } as const;
/** A ban of more than this would shut out whole countries by a slip of the finger. */
const LEAST_BITS = { 4: 8, 6: 19 } as const;

export interface BanTarget {
  /** Public identity, 43 characters; null: no identity is banned. */
  readonly auth: string | null;
  /** As `readRange` gives it; null: no address is banned. */
  readonly range: string | null;
}

export interface NewBan extends BanTarget {
  /** Id of the room; null: the whole server. */
  readonly room: string | null;
  /** Who is meant, for people: a nick of then, or empty. */
  readonly name: string;
  /** The player with whose kick it was laid in the room; null: laid by whoever runs the server. */
  readonly player: number | null;
  readonly reason: string;
  /** Who laid it, for people. */
  readonly by: string;
  readonly createdMs: number;
  /** Milliseconds since 1970; null: until it is lifted. */
  readonly expiresMs: number | null;
}

export interface Ban extends NewBan {
  readonly id: number;
}

/** Somebody at the door. */
export interface Newcomer {
  readonly room: string;
  readonly auth: string | null;
  /** An address, or the /64 that stands for a household (`http/address.ts`); empty: unknown. */
  readonly address: string;
}

export interface Bans {
  /** What keeps him out; null: nothing. */
  find(newcomer: Newcomer): Ban | null;
  /** Lays a ban. In a room the newest kick counts: it takes the place of what was laid there on the same target. */
  lay(ban: NewBan): Ban;
  /** Those in force, the newest first. */
  list(): Ban[];
  /** Null: there was none in force with this id. */
  lift(id: number): Ban | null;
  /** Bans laid in the room itself, with the kick of one player; null: with any. Returns how many. */
  liftLaidIn(room: string, player: number | null): number;
  /** The room is gone for good, and every ban for it alone with it. */
  forgetRoom(room: string): void;
}

/**
 * `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/48` → the one way it is written here; null when it is no address or range, or a
 * wider one than anybody should ban. Bits that do not count are cleared; an IPv6 address becomes its /64.
 */
export function readRange(text: string): string | null {
  const [address, given, ...rest] = text.trim().split('/');
  const family = familyOf(address);
  if (family === null || rest.length > 0) return null;
  if (given !== undefined && !/^\d{1,3}$/.test(given)) return null;
  const bits = Math.min(given === undefined ? BITS[family] : Number(given), BITS[family]);
  return bits < LEAST_BITS[family] ? null : rangeOf(address, family, bits);
}

/**
 * What is banned for the whole server with somebody, besides his identity. Null on the own machine or network: his address may
 * be that of a proxy that nobody has named in the settings, and with it everybody's.
 */
export function rangeBeside(auth: string | null, address: string): string | null {
  return auth !== null && isNear(address) ? null : readRange(address);
}

/** Every range that an address lies in, as `readRange` writes them. */
export function rangesAround(address: string): string[] {
  const [plain] = address.split('/');
  const family = familyOf(plain);
  if (family === null) return [];
  const ranges: string[] = [];
  for (let bits = LEAST_BITS[family]; bits <= BITS[family]; bits++) ranges.push(rangeOf(plain, family, bits));
  return ranges;
}

/** Is he meant by this target? */
export function fits({ auth, range }: BanTarget, newcomer: Pick<Newcomer, 'auth' | 'address'>): boolean {
  if (auth !== null && auth === newcomer.auth) return true;
  return range !== null && rangesAround(newcomer.address).includes(range);
}

function familyOf(address: string): 4 | 6 | null {
  const family = isIP(address);
  return family === 4 || family === 6 ? family : null;
}

function rangeOf(address: string, family: 4 | 6, bits: number): string {
  const size = family === 4 ? 8 : 16;
  const groups = groupsOf(address, family).map((group, i) => {
    const kept = Math.min(size, Math.max(0, bits - i * size));
    return group & ~((1 << (size - kept)) - 1);
  });
  if (family === 4) return `${groups.join('.')}${bits === 32 ? '' : `/${bits}`}`;
  return `${groups.map((group) => group.toString(16)).join(':')}::/${bits}`;
}

/** The four bytes of an IPv4 address, the first four groups of an IPv6 one. */
function groupsOf(address: string, family: 4 | 6): number[] {
  if (family === 4) return address.split('.').map(Number);
  const [head, tail = ''] = address.split('%')[0].split('::');
  const read = (part: string) =>
    part.split(':').flatMap((group) => {
      if (group === '') return [];
      if (!isIPv4(group)) return Number.parseInt(group, 16);
      const [a, b, c, d] = group.split('.').map(Number);
      return [(a << 8) | b, (c << 8) | d];
    });
  const [left, right] = [read(head), read(tail)];
  const missing = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  return [...left, ...Array<number>(missing).fill(0), ...right].slice(0, 4);
}
