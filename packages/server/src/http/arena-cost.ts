// What a stadium of a stranger may cost: all rooms share one thread, and a tick that takes long is late in every other room.
import { interact } from '@touchline/shared/physics';
import type { Pitch } from '@touchline/shared/stadium';

/**
 * Pairs that may touch, so that a tick looks at them closely; players apart. Of the maps that people play the largest that we know
 * has 4801. The largest that the format allows has 230,000, and its ticks take longer than a tick.
 */
export const MAX_PAIRS = 32_768;

export function pairsOf({ discs, arena: { planes, segments, vertices } }: Pitch): number {
  let pairs = 0;
  for (const [a, { cMask, cGroup, invMass }] of discs.entries()) {
    for (const other of discs.slice(a + 1)) if (interact(cMask, cGroup, other.cMask, other.cGroup)) pairs++;
    if (invMass === 0) continue;
    for (const walls of [planes, segments, vertices])
      for (let i = 0; i < walls.count; i++) if (interact(cMask, cGroup, walls.cMask[i], walls.cGroup[i])) pairs++;
  }
  return pairs;
}
