// How often something may be done: so many times at once, and one more every so often.

export interface Rate {
  /** Saved up at most. */
  readonly burst: number;
  /** One comes back every so many ms. */
  readonly refillMs: number;
}

export class TokenBucket {
  private readonly rate: Rate;
  private tokens: number;
  private atMs: number;

  /** Full at `nowMs`. */
  constructor(rate: Rate, nowMs: number) {
    this.rate = rate;
    this.tokens = rate.burst;
    this.atMs = nowMs;
  }

  /** Takes tokens; 0 when there were so many, else the milliseconds until there will be. */
  take(nowMs: number, count = 1): number {
    this.tokens = this.tokensAt(nowMs);
    this.atMs = nowMs;
    if (this.tokens < count) return (count - this.tokens) * this.rate.refillMs;
    this.tokens -= count;
    return 0;
  }

  isFull(nowMs: number): boolean {
    return this.tokensAt(nowMs) === this.rate.burst;
  }

  private tokensAt(nowMs: number): number {
    const { burst, refillMs } = this.rate;
    return Math.min(burst, this.tokens + (nowMs - this.atMs) / refillMs);
  }
}
