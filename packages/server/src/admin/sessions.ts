// Who has shown the admin secret, and how often one may try. Nothing of it is kept: a restart of the server ends every session.
import { createHash, randomBytes } from 'node:crypto';
import { sameSecret } from '../secret.ts';

const MINUTE_MS = 60_000;
/** A session ends when nothing was asked for so long, and after half a day in any case. */
const IDLE_MS = 30 * MINUTE_MS;
export const SESSION_SECONDS = 12 * 60 * 60;
const MAX_SESSIONS = 100;

/** Tries that cost nothing; every further one doubles the wait. */
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 15 * MINUTE_MS;
/** Wrong tries of an address are forgotten after so long without one. */
const FORGIVEN_MS = 60 * MINUTE_MS;
const MAX_ADDRESSES = 10_000;

interface Session {
  readonly untilMs: number;
  seenMs: number;
}

interface Tries {
  wrong: number;
  lastMs: number;
  lockedUntilMs: number;
}

export type Login =
  | { readonly token: string }
  | { readonly refused: 'wrong' }
  /** He has to wait so long, right or wrong. */
  | { readonly refused: 'locked'; readonly seconds: number };

export class AdminSessions {
  private readonly secret: string;
  /** By the digest of the token: whoever reads memory or a core dump has no session. */
  private readonly sessions = new Map<string, Session>();
  private readonly tries = new Map<string, Tries>();

  constructor(secret: string) {
    this.secret = secret;
  }

  /** `address`: under which wrong tries are counted. */
  login(given: string, address: string, nowMs: number): Login {
    const tries = this.triesOf(address, nowMs);
    if (tries.lockedUntilMs > nowMs) {
      return { refused: 'locked', seconds: Math.ceil((tries.lockedUntilMs - nowMs) / 1000) };
    }
    if (!sameSecret(given, this.secret)) {
      tries.wrong++;
      tries.lastMs = nowMs;
      const over = tries.wrong - FREE_TRIES;
      if (over >= 0) tries.lockedUntilMs = nowMs + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** over);
      return { refused: 'wrong' };
    }
    this.tries.delete(address);
    const token = randomBytes(32).toString('base64url');
    this.sessions.set(digest(token), { untilMs: nowMs + SESSION_SECONDS * 1000, seenMs: nowMs });
    dropOldest(this.sessions, MAX_SESSIONS);
    return { token };
  }

  /** Is this the token of a session that goes on? It goes on for longer by being asked. */
  holds(token: string, nowMs: number): boolean {
    const key = digest(token);
    const session = this.sessions.get(key);
    if (!session) return false;
    if (session.untilMs <= nowMs || session.seenMs + IDLE_MS <= nowMs) {
      this.sessions.delete(key);
      return false;
    }
    session.seenMs = nowMs;
    return true;
  }

  logout(token: string): void {
    this.sessions.delete(digest(token));
  }

  private triesOf(address: string, nowMs: number): Tries {
    const known = this.tries.get(address);
    const tries = known && known.lastMs + FORGIVEN_MS > nowMs ? known : { wrong: 0, lastMs: nowMs, lockedUntilMs: 0 };
    this.tries.delete(address);
    this.tries.set(address, tries);
    dropOldest(this.tries, MAX_ADDRESSES);
    return tries;
  }
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A map keeps the order in which its keys came. */
function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
