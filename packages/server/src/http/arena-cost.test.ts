// What a stadium costs, by the pairs that a tick looks at.
import { loadStadium, stockStadium } from '@touchline/shared/stadium';
import { expect, it } from 'vitest';
import { MAX_PAIRS, pairsOf } from './arena-cost.ts';

const pairs = (parts: object) => {
  const loaded = loadStadium(
    JSON.stringify({ name: 'x', width: 100, height: 100, bg: {}, ballPhysics: 'disc0', ...parts }),
  );
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return pairsOf(loaded.stadium.pitch);
};
const times = <T>(count: number, thing: T) => Array.from({ length: count }, () => thing);
const walls = (count: number) => ({
  vertexes: times(count, { x: 1, y: 2 }),
  segments: times(count, { v0: 0, v1: 0 }),
  planes: times(count, { normal: [1, 0], dist: -9 }),
});

it('what may touch counts, and nothing else', () => {
  expect(pairs({ discs: times(4, { radius: 1 }) })).toBe(6);
  expect(pairs({ discs: times(4, { radius: 1, cMask: [] }), ...walls(5) })).toBe(0);
  expect(pairs({ discs: times(4, { radius: 1, cMask: ['wall'], cGroup: ['ball'] }), ...walls(5) })).toBe(60);
  expect(pairs({ discs: times(4, { radius: 1, cMask: ['wall'], cGroup: ['ball'], invMass: 0 }), ...walls(5) })).toBe(0);
});

it('a stadium that people play is far below what is allowed, and the worst of the format far above', () => {
  const classic = stockStadium('Classic');
  expect(classic && pairsOf(classic.pitch)).toBeLessThan(100);
  expect(pairs({ discs: times(255, { radius: 1, cMask: ['all'], cGroup: ['all'] }), ...walls(255) })).toBeGreaterThan(
    4 * MAX_PAIRS,
  );
});
