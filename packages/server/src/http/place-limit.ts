// How often seats may be asked for from one place: by household, and by the range of addresses that it lies in.

import { RateLimit } from '../rate-limit.ts';
import type { Rate } from '../token-bucket.ts';
import { budgetKey, rangeKey } from './address.ts';

/** `household`: an IPv4 address or an IPv6 /64; `range`: its /24 or /48. */
export type PlaceRates = Readonly<Record<'household' | 'range', Rate>>;

/** A room of thirty behind one address comes back at once after a restart, and nobody of them is refused. */
export const SEAT_RATES: PlaceRates = {
  household: { burst: 40, refillMs: 1000 },
  range: { burst: 200, refillMs: 200 },
};

export class PlaceLimit {
  private readonly households: RateLimit;
  private readonly ranges: RateLimit;

  constructor(rates: PlaceRates, maxPlaces = 10_000) {
    this.households = new RateLimit(rates.household, maxPlaces);
    this.ranges = new RateLimit(rates.range, maxPlaces);
  }

  /** Takes as many of the household's and of the range's; 0, or the seconds until both have them again. */
  take(address: string, nowMs: number = performance.now(), count = 1): number {
    return Math.max(
      this.households.take(budgetKey(address), nowMs, count),
      this.ranges.take(rangeKey(address), nowMs, count),
    );
  }
}
