// How often a seat may send which message: token buckets (room-scripts.md §8 has the figures that communities know).
import { type Rate, TokenBucket } from '../token-bucket.ts';

export const RATES = {
  chat: { burst: 10, refillMs: 900 },
  stadium: { burst: 10, refillMs: 2000 },
  sync: { burst: 4, refillMs: 2000 },
  claimAdmin: { burst: 3, refillMs: 10_000 },
  other: { burst: 40, refillMs: 100 },
} as const satisfies Record<string, Rate>;

/** One bucket per kind of message. */
export class MessageRates {
  private readonly buckets = new Map<keyof typeof RATES, TokenBucket>();

  /** Takes a token; false when there is none. */
  allow(kind: keyof typeof RATES, nowMs: number): boolean {
    const bucket = this.buckets.get(kind) ?? new TokenBucket(RATES[kind], nowMs);
    this.buckets.set(kind, bucket);
    return bucket.take(nowMs) === 0;
  }
}
