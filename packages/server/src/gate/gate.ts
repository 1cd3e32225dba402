// The gate: what is asked of everybody before the framework reserves a seat (docs/adr/0011-identity.md).
import {
  type Challenge,
  isWorked,
  type JoinRefusal,
  joinOptions,
  joinText,
  PROTOCOL_VERSION,
  returnText,
  signature,
  thumbprintOf,
} from '@touchline/shared/protocol';
import type { Admitted, GatedRoom } from '../rooms/room.ts';
import { CHALLENGE_SECONDS, Challenges, type Purpose } from './challenge.ts';
import { isOwnHost } from './own-host.ts';
import { mayBear, type ReservedNicks } from './reserved-nicks.ts';
import { isSignedBy } from './signature.ts';

export interface GateOptions {
  readonly room: (id: string) => GatedRoom | undefined;
  /** Host of the public URL; undefined: nobody has said by what names this server is reached. */
  readonly publicHost: string | undefined;
  readonly reservedNicks: ReservedNicks;
}

/** Where a join knocks, and from where; `address` is a budget key. */
export type Knock = Pick<Purpose, 'roomId' | 'address'>;

export class Gate {
  private readonly options: GateOptions;
  private readonly challenges = new Challenges();

  constructor(options: GateOptions) {
    this.options = options;
  }

  challenge(purpose: Purpose): Challenge {
    const bits = 0;
    return { challenge: this.challenges.issue(purpose, bits), bits, expiresInSeconds: CHALLENGE_SECONDS };
  }

  /** `body`: what came with the request, anything at all. Who is let through, or why he is not. */
  check(body: unknown, { roomId, address }: Knock): Admitted | JoinRefusal {
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
    if (bits === null || !isWorked(challenge, nonce, bits)) return 'stale-challenge';
    if (!isOwnHost(host, this.options.publicHost)) return 'wrong-host';
    if (!isSignedBy(key, joinText(host, roomId, challenge), signature)) return 'bad-proof';
    if (!this.challenges.spend(challenge)) return 'too-many';
    const auth = thumbprintOf(key);
    if (!mayBear(nick, auth, this.options.reservedNicks)) return 'reserved-nick';
    const admitted = { nick, avatar, password, key, auth, takeOver };
    return room.refuses(admitted, address) ?? admitted;
  }

  /** May a lost connection come back to its seat? The framework's token alone does not prove whose it is. */
  mayReturn(roomId: string, sessionId: string, token: string, proof: string): boolean {
    const key = this.options.room(roomId)?.keyOf(sessionId);
    if (!key || !signature.safeParse(proof).success) return false;
    return isSignedBy(key, returnText(roomId, sessionId, token), proof);
  }
}
