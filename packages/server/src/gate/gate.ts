// The gate: what is asked of everybody before the framework reserves a seat (docs/adr/0011-identity.md, 0012-the-gate.md).
import {
  type Challenge,
  type JoinRefusal,
  joinOptions,
  joinText,
  PROTOCOL_VERSION,
  returnText,
  showsWork,
  signature,
  thumbprintOf,
} from '@touchline/shared/protocol';
import type { Admitted, GatedRoom } from '../rooms/room.ts';
import { CHALLENGE_SECONDS, Challenges, type Purpose } from './challenge.ts';
import { difficulty, type Load } from './difficulty.ts';
import { isOwnHost } from './own-host.ts';
import { Recent } from './recent.ts';
import { mayBear, type ReservedNicks } from './reserved-nicks.ts';
import { isSignedBy } from './signature.ts';

export interface GateOptions {
  readonly room: (id: string) => GatedRoom | undefined;
  /** Host of the public URL; undefined: nobody has said by what names this server is reached. */
  readonly publicHost: string | undefined;
  readonly reservedNicks: ReservedNicks;
  /** Does a seat cost work? Without, only in rooms that want it. */
  readonly joinWork: boolean;
  /** Is this the thumbprint of one whom seats are held for? */
  readonly isKnown: (auth: string) => boolean;
  /** How often one key may knock: 0, or the seconds until it may again. */
  readonly keyLimit: { take(auth: string): number };
  readonly queue: {
    /** Why there is no seat for one who is not in the room; null: there is. */
    refuses(roomId: string, auth: string, address: string): JoinRefusal | null;
    /** A place in the room's queue; null: every place is taken. */
    enter(roomId: string, auth: string, address: string): string | null;
    /** He has passed, and is on his way to his seat. */
    pass(roomId: string, auth: string): void;
    /** Is a freed seat kept for him? */
    keepsSeat(roomId: string, auth: string): boolean;
  };
}

/** Where a join knocks, and from where; `address` is a budget key. */
export type Knock = Pick<Purpose, 'roomId' | 'address'>;

/** One who has shown work and key; `challenge` is not spent yet. */
interface Proven {
  readonly who: Admitted;
  readonly room: GatedRoom;
  readonly challenge: string;
}

const MINUTE_MS = 60_000;
/** Prices may have risen so much since the challenge was given. More: it comes from a stock that was laid in while all was calm. */
const SLACK_BITS = 2;

export class Gate {
  private readonly options: GateOptions;
  private readonly challenges = new Challenges();
  private readonly counts = {
    asked: new Recent(MINUTE_MS),
    paid: new Recent(MINUTE_MS),
    fromAddress: new Recent(MINUTE_MS),
    withKey: new Recent(MINUTE_MS),
  } satisfies Record<keyof Load, Recent>;

  constructor(options: GateOptions) {
    this.options = options;
  }

  /** Would all work for a seat be in vain, because the server carries nobody new? */
  turnsAway({ roomId, key, address }: Purpose): boolean {
    const auth = thumbprintOf(key);
    return !this.isExpected(roomId, auth) && this.options.queue.refuses(roomId, auth, address) === 'server-busy';
  }

  challenge(purpose: Purpose): Challenge {
    const nowMs = performance.now();
    this.counts.asked.add(purpose.roomId, nowMs);
    this.counts.fromAddress.add(purpose.address, nowMs);
    const bits = this.price(purpose, thumbprintOf(purpose.key), nowMs);
    return { challenge: this.challenges.issue(purpose, bits), bits, expiresInSeconds: CHALLENGE_SECONDS };
  }

  /** `body`: what came with the request, anything at all. Who is let through, or why he is not. */
  check(body: unknown, knock: Knock): Admitted | JoinRefusal {
    const proven = this.prove(body, knock);
    if (typeof proven === 'string') return proven;
    const { who, room } = proven;
    const refused = room.refuses(who, knock.address);
    // What was proven is good for a place in the queue, still.
    if (refused === 'full') return refused;
    if (!this.spend(proven, knock)) return 'too-many';
    if (refused) return refused;
    this.options.queue.pass(knock.roomId, who.auth);
    return who;
  }

  /** As `check`, for the queue of a room that is full: his ticket, or why there is none. */
  enqueue(body: unknown, knock: Knock): { readonly ticket: string } | JoinRefusal {
    const proven = this.prove(body, knock);
    if (typeof proven === 'string') return proven;
    const { who, room } = proven;
    const refused = room.refuses(who, knock.address);
    if (!this.spend(proven, knock)) return 'too-many';
    // A seat that was freed this moment is the queue's, too: he is the first in it then.
    if (refused && refused !== 'full') return refused;
    const ticket = this.options.queue.enter(knock.roomId, who.auth, knock.address);
    return ticket === null ? 'full' : { ticket };
  }

  /** May a lost connection come back to its seat? The framework's token alone does not prove whose it is. */
  mayReturn(roomId: string, sessionId: string, token: string, proof: string): boolean {
    const key = this.options.room(roomId)?.keyOf(sessionId);
    if (!key || !signature.safeParse(proof).success) return false;
    return isSignedBy(key, returnText(roomId, sessionId, token), proof);
  }

  /** Everything that can be said without the room's seats: cheap questions first. */
  private prove(body: unknown, { roomId, address }: Knock): Proven | JoinRefusal {
    if (Object(body).version !== PROTOCOL_VERSION) return 'old-client';
    const parsed = joinOptions.safeParse(body);
    if (!parsed.success)
      return parsed.error.issues.some(({ path }) => path[0] === 'nick' || path[0] === 'avatar')
        ? 'bad-nick'
        : 'bad-proof';
    const { nick, avatar, password, key, challenge, nonce, host, signature, takeOver } = parsed.data;
    const room = this.options.room(roomId);
    if (!room) return 'not-found';
    const bits = this.challenges.read(challenge, { roomId, key, address });
    if (bits === null || !showsWork(challenge, nonce, bits)) return 'stale-challenge';
    if (!isOwnHost(host, this.options.publicHost)) return 'wrong-host';
    if (!isSignedBy(key, joinText(host, roomId, challenge), signature)) return 'bad-proof';
    const auth = thumbprintOf(key);
    if (!mayBear(nick, auth, this.options.reservedNicks)) return 'reserved-nick';
    if (this.options.keyLimit.take(auth) > 0) return 'too-many';
    if (this.price({ roomId, address }, auth, performance.now()) > bits + SLACK_BITS) return 'stale-challenge';
    return { who: { nick, avatar, password, key, auth, takeOver }, room, challenge };
  }

  /** The challenge is used up, and what it has cost is counted. False: no more can be remembered as used. */
  private spend({ who, challenge }: Proven, { roomId }: Knock): boolean {
    const nowMs = performance.now();
    if (!this.challenges.spend(challenge, nowMs)) return false;
    this.counts.withKey.add(who.auth, nowMs);
    if (!this.isExpected(roomId, who.auth)) this.counts.paid.add(roomId, nowMs);
    return true;
  }

  /**
   * Bits of work for a seat now. Who is expected pays the least whatever comes: anybody may name such a key, but only its
   * holder can use the challenge.
   */
  private price({ roomId, address }: Knock, auth: string, nowMs: number): number {
    const { asked, paid, fromAddress, withKey } = this.counts;
    const load: Load = {
      asked: asked.of(roomId, nowMs),
      paid: paid.of(roomId, nowMs),
      fromAddress: fromAddress.of(address, nowMs),
      withKey: withKey.of(auth, nowMs),
    };
    const guarded = this.options.room(roomId)?.guarded ?? false;
    if (!this.options.joinWork && !guarded) return 0;
    return this.isExpected(roomId, auth) ? difficulty(NOBODY, false) : difficulty(load, guarded);
  }

  /** Is this one in the room already, has he waited for his turn, or is he known? */
  private isExpected(roomId: string, auth: string): boolean {
    const { isKnown, queue, room } = this.options;
    return isKnown(auth) || queue.keepsSeat(roomId, auth) || (room(roomId)?.hasSeat(auth) ?? false);
  }
}

const NOBODY: Load = { asked: 0, paid: 0, fromAddress: 0, withKey: 0 };
