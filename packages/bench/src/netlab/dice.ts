// Dice with a seed, so that a run can be had again.
import { Random } from 'touchline/src/bots/random.ts';

/** 0 up to 1, the same for the same seed. */
export function dice(seed: number): () => number {
  const random = new Random(seed);
  return () => random.next();
}
