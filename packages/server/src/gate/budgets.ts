// How often challenges may be asked for and seats be tried: by household, by the range that it lies in, and by key.
import type { Rate } from '../token-bucket.ts';

/** Something that keeps a budget for each of many names: `http/rate-limit.ts`. */
interface Limit {
  /** 0, or the seconds until there is one again. */
  take(key: string, nowMs: number): number;
}

/** Who asks. `address`: an IPv4 address or an IPv6 /64; `range`: its /24 or /48; `key`: the identity that he claims. */
export interface Asking {
  readonly address: string;
  readonly range: string;
  readonly key: string;
}

interface Rates {
  readonly address: Rate;
  readonly range: Rate;
  readonly key: Rate;
}

/** A room of thirty behind one address comes back at once after a restart, and nobody of them is refused. */
export const CHALLENGE_RATES: Rates = {
  address: { burst: 40, refillMs: 1000 },
  range: { burst: 200, refillMs: 200 },
  key: { burst: 12, refillMs: 4000 },
};
export const JOIN_RATES: Rates = CHALLENGE_RATES;

export class Budgets {
  private readonly limits: readonly (readonly [name: keyof Asking, limit: Limit])[];

  /** `limit` makes the memory of one kind of budget, bounded. */
  constructor(rates: Rates, limit: (rate: Rate) => Limit) {
    this.limits = (['address', 'range', 'key'] as const).map((name) => [name, limit(rates[name])]);
  }

  /** Takes one of each; 0, or the seconds until all of them have one again. */
  take(asking: Asking, nowMs: number): number {
    return Math.max(...this.limits.map(([name, limit]) => limit.take(asking[name], nowMs)));
  }
}
