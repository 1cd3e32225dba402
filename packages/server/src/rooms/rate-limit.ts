// How often a seat may send which message: token buckets (room-scripts.md §8 has the figures that communities know).

interface Rate {
  /** Saved up at most. */
  readonly burst: number;
  /** One comes back every so many ms. */
  readonly refillMs: number;
}

export const RATES = {
  chat: { burst: 10, refillMs: 900 },
  stadium: { burst: 10, refillMs: 2000 },
  sync: { burst: 4, refillMs: 2000 },
  claimAdmin: { burst: 3, refillMs: 10_000 },
  other: { burst: 40, refillMs: 100 },
} as const satisfies Record<string, Rate>;

/** One bucket per kind of message. */
export class MessageRates {
  private readonly buckets = new Map<keyof typeof RATES, { tokens: number; atMs: number }>();

  /** Takes a token; false when there is none. */
  allow(kind: keyof typeof RATES, nowMs: number): boolean {
    const { burst, refillMs } = RATES[kind];
    const bucket = this.buckets.get(kind) ?? { tokens: burst, atMs: nowMs };
    bucket.tokens = Math.min(burst, bucket.tokens + (nowMs - bucket.atMs) / refillMs);
    bucket.atMs = nowMs;
    this.buckets.set(kind, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }
}
