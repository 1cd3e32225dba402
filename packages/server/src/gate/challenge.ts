// Challenges that nothing is remembered of until they are used: what they are for is in them, under a MAC of this process.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a challenge is good for. `address`: the budget key (`http/address.ts`) of the one who asked. */
export interface Purpose {
  readonly roomId: string;
  readonly key: string;
  readonly address: string;
}

export const CHALLENGE_SECONDS = 60;
/** Used ones that may be remembered at once; beyond it joins wait until the oldest expire. */
const MAX_SPENT = 100_000;
const EXPIRY_BYTES = 6;
const RANDOM_BYTES = 12;
const BODY_BYTES = EXPIRY_BYTES + 1 + RANDOM_BYTES;
const MAC_BYTES = 32;
const FORM = /^[\w-]+$/;

export class Challenges {
  private readonly secret = randomBytes(32);
  /** Used ones, until they expire. */
  private readonly spent = new Map<string, number>();
  private readonly maxSpent: number;

  constructor(maxSpent: number = MAX_SPENT) {
    this.maxSpent = maxSpent;
  }

  /** `bits`: of work that must show. `nowMs`: performance.now() time, here and below. */
  issue(purpose: Purpose, bits: number, nowMs: number = performance.now()): string {
    const body = randomBytes(BODY_BYTES);
    body.writeUIntBE(Math.ceil(nowMs + CHALLENGE_SECONDS * 1000), 0, EXPIRY_BYTES);
    body[EXPIRY_BYTES] = bits;
    return Buffer.concat([body, this.mac(body, purpose)]).toString('base64url');
  }

  /** The work that this challenge wanted; null when it is not one of ours, not for this, over, or used. */
  read(challenge: string, purpose: Purpose, nowMs: number = performance.now()): number | null {
    const bytes = Buffer.from(FORM.test(challenge) ? challenge : '', 'base64url');
    // One way to write it: the same bytes in other letters would be a challenge that was not used yet.
    if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes.toString('base64url') !== challenge) return null;
    const body = bytes.subarray(0, BODY_BYTES);
    if (!timingSafeEqual(bytes.subarray(BODY_BYTES), this.mac(body, purpose))) return null;
    if (body.readUIntBE(0, EXPIRY_BYTES) <= nowMs || this.spent.has(challenge)) return null;
    return body[EXPIRY_BYTES];
  }

  /** Uses one up that `read` has let pass. False: there were so many that no more can be remembered. */
  spend(challenge: string, nowMs: number = performance.now()): boolean {
    for (const [old, expiresMs] of this.spent) {
      if (expiresMs > nowMs) break;
      this.spent.delete(old);
    }
    if (this.spent.size >= this.maxSpent) return false;
    this.spent.set(challenge, nowMs + CHALLENGE_SECONDS * 1000);
    return true;
  }

  private mac(body: Uint8Array, { roomId, key, address }: Purpose): Buffer {
    return createHmac('sha256', this.secret).update(body).update(`\n${roomId}\n${key}\n${address}`).digest();
  }
}
