// How much work a seat costs: little while all is calm, more with every doubling of what comes. Pure; the figures were measured
// in Chromium slowed down fourfold, which makes about 220,000 attempts a second (docs/adr/0012-the-gate.md).

/** What has come in the last minute. */
export interface Load {
  /** Newcomers to this room that had done their work: who floods with these pays for each, so the price follows quickly. */
  readonly paid: number;
  /** Challenges asked for this room. Asking is free, so it must not make everybody's wait long: it moves the price a little. */
  readonly asked: number;
  /** Challenges asked from this one's address. */
  readonly fromAddress: number;
  /** Joins that this one’s key has signed: a key that is merely named is no proof of anybody. */
  readonly withKey: number;
}

/** 2^13 attempts: 40 ms for the slow machine on average, 110 ms for one in twenty. */
const CALM_BITS = 13;
/** A room that wants a challenge for newcomers: a third of a second. */
const GUARDED_BITS = 16;
/** Five seconds on average, 15 for one in twenty: more would keep out people, not machines. */
const MOST_BITS = 20;

/** So many newcomers a minute cost nothing extra; from then on every second one costs a bit more for all who follow. */
const FREE_NEWCOMERS = 4;
const NEWCOMERS_A_BIT = 2;

/** Free of charge up to `from` a minute; beyond it, `step` bits for each doubling, `most` at most. */
interface Growth {
  readonly from: number;
  readonly step: number;
  readonly most: number;
}
const ASKED: Growth = { from: 300, step: 1, most: 3 };
/** A class or a carrier's customers behind one address come in a bunch, too. */
const FROM_ADDRESS: Growth = { from: 20, step: 1, most: 4 };
const WITH_KEY: Growth = { from: 6, step: 2, most: 7 };

/** Bits of work for one who asks now. `guarded`: the room wants more than the usual. */
export function difficulty({ paid, asked, fromAddress, withKey }: Load, guarded: boolean): number {
  const own = Math.max(growth(FROM_ADDRESS, fromAddress), growth(WITH_KEY, withKey));
  const all = Math.max(rise(paid), growth(ASKED, asked));
  return Math.min((guarded ? GUARDED_BITS : CALM_BITS) + own + all, MOST_BITS);
}

/** Linear in bits: what a crowd pays for the same minute doubles with every second head in it. */
function rise(paid: number): number {
  return Math.max(0, Math.ceil((paid - FREE_NEWCOMERS) / NEWCOMERS_A_BIT));
}

function growth({ from, step, most }: Growth, count: number): number {
  return count <= from ? 0 : Math.min(Math.floor(step * Math.log2(count / from)), most);
}
