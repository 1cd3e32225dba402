// How often one (an address, a key) may do something that costs: a bucket of tokens each, in a map that cannot grow without end.
import { type Rate, TokenBucket } from './token-bucket.ts';

export class RateLimit {
  private readonly rate: Rate;
  private readonly maxKeys: number;
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(rate: Rate, maxKeys = 10_000) {
    this.rate = rate;
    this.maxKeys = maxKeys;
  }

  get size(): number {
    return this.buckets.size;
  }

  /** Takes tokens of `key`; 0 when there were so many, else the seconds until there will be. */
  take(key: string, nowMs: number = performance.now(), count = 1): number {
    this.forgetRested(nowMs);
    const bucket = this.buckets.get(key) ?? new TokenBucket(this.rate, nowMs);
    // Last used goes last, so the first of the map is the one that has rested longest.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > this.maxKeys) this.buckets.delete(this.buckets.keys().next().value as string);
    return bucket.take(nowMs, count) / 1000;
  }

  /** A bucket that is full again says nothing that a new one would not. */
  private forgetRested(nowMs: number): void {
    for (const [key, bucket] of this.buckets) {
      if (!bucket.isFull(nowMs)) return;
      this.buckets.delete(key);
    }
  }
}
