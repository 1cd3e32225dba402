// How often one address may do something that costs: a bucket of tokens each, in a map that cannot grow without end.

export interface Rate {
  /** So many at once … */
  readonly burst: number;
  /** … and so many more a minute. */
  readonly perMinute: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

export class RateLimit {
  private readonly rate: Rate;
  private readonly maxKeys: number;
  private readonly buckets = new Map<string, Bucket>();

  constructor(rate: Rate, maxKeys = 10_000) {
    this.rate = rate;
    this.maxKeys = maxKeys;
  }

  get size(): number {
    return this.buckets.size;
  }

  /** Takes one token of `key`; 0 when there was one, else the seconds until there will be. */
  take(key: string, nowMs: number = performance.now()): number {
    const { burst, perMinute } = this.rate;
    const bucket = this.buckets.get(key) ?? { tokens: burst, at: nowMs };
    bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.at) * perMinute) / 60_000);
    bucket.at = nowMs;
    // Last used goes last, so the first of the map is the one that has rested longest.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > this.maxKeys) this.buckets.delete(this.buckets.keys().next().value as string);
    if (bucket.tokens < 1) return ((1 - bucket.tokens) * 60) / perMinute;
    bucket.tokens--;
    return 0;
  }
}
