// How often which message may be sent (room-scripts.md §8 has the figures that communities know). The budgets belong to an identity
// and to a household, not to a connection: whoever leaves and comes back finds them as empty as he left them.
import { isNear } from '../near.ts';
import { RateLimit } from '../rate-limit.ts';
import type { Rate } from '../token-bucket.ts';

export const RATES = {
  chat: { burst: 10, refillMs: 900 },
  stadium: { burst: 10, refillMs: 2000 },
  sync: { burst: 4, refillMs: 2000 },
  claimAdmin: { burst: 3, refillMs: 10_000 },
  other: { burst: 40, refillMs: 100 },
} as const satisfies Record<string, Rate>;

type Kind = keyof typeof RATES;

/** A household has as much as so many people. */
const HOUSEHOLD = 4;
/** Identities, and households, that a room remembers: far more than it has seats. */
const MAX_REMEMBERED = 500;

/** Who sends; `address`: of his household (`http/address.ts`, budgetKey). */
export interface Sender {
  readonly auth: string;
  readonly address: string;
}

export class MessageRates {
  private readonly identities = limits(1);
  private readonly households = limits(HOUSEHOLD);

  /** Takes a token of the sender's and one of his household's; false when one of them has none. */
  allow(kind: Kind, { auth, address }: Sender, nowMs: number): boolean {
    if (this.identities[kind].take(auth, nowMs) > 0) return false;
    // There everybody may have one address: a proxy's that the settings do not name.
    return isNear(address) || this.households[kind].take(address, nowMs) === 0;
  }
}

function limits(people: number): Record<Kind, RateLimit> {
  const of = ({ burst, refillMs }: Rate) =>
    new RateLimit({ burst: burst * people, refillMs: refillMs / people }, MAX_REMEMBERED);
  const { chat, stadium, sync, claimAdmin, other } = RATES;
  return { chat: of(chat), stadium: of(stadium), sync: of(sync), claimAdmin: of(claimAdmin), other: of(other) };
}
