// How often challenges may be asked for and seats be tried: by household, by the range that it lies in, and by key.
import type { Rate } from '../token-bucket.ts';

/** Something that keeps a budget for each of many names: `http/rate-limit.ts`. */
interface Limit {
  /** 0, or the seconds until there is one again. */
  take(key: string, nowMs: number): number;
}

/** Where somebody asks from. `household`: an IPv4 address or an IPv6 /64; `range`: its /24 or /48. */
export interface Whence {
  readonly household: string;
  readonly range: string;
}

/** A room of thirty behind one address comes back at once after a restart, and nobody of them is refused. */
export const PLACE_RATES = {
  household: { burst: 40, refillMs: 1000 },
  range: { burst: 200, refillMs: 200 },
} as const satisfies Record<keyof Whence, Rate>;

/** Of a key that has been proven: whoever merely names somebody's key must not use up what that one may do. */
export const KEY_RATE: Rate = { burst: 12, refillMs: 4000 };

export class Budgets {
  private readonly households: Limit;
  private readonly ranges: Limit;

  /** `limit` makes the memory of one kind of budget, bounded. */
  constructor(rates: Record<keyof Whence, Rate>, limit: (rate: Rate) => Limit) {
    this.households = limit(rates.household);
    this.ranges = limit(rates.range);
  }

  /** Takes one of each; 0, or the seconds until both have one again. */
  take({ household, range }: Whence, nowMs: number): number {
    return Math.max(this.households.take(household, nowMs), this.ranges.take(range, nowMs));
  }
}
