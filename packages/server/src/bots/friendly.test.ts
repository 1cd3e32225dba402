// The targets of the bench, on few matches: bots play football, and the better ones win.
import { stockStadium } from '@touchline/shared/stadium';
import { describe, expect, it } from 'vitest';
import { type Friendly, type FriendlyResult, playFriendly } from './friendly.ts';

const classic = stockStadium('Classic');
if (classic === undefined) throw new Error('no Classic');

const usual: Friendly = {
  ...{ stadium: classic, perSide: 3, red: 2, blue: 2, seed: 1 },
  ...{ timeLimit: 3, scoreLimit: 0, maxTicks: 24000 },
};

function season(matches: number, change: Partial<Friendly>): FriendlyResult[] {
  return Array.from({ length: matches }, (_, i) => playFriendly({ ...usual, ...change, seed: i + 1 }));
}

const sum = (results: FriendlyResult[], of: (result: FriendlyResult) => number): number =>
  results.reduce((total, result) => total + of(result), 0);

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

describe('friendlies between bots', () => {
  it.each([1, 2, 3] as const)('level %i against itself: goals, shots and passes, hardly a jam', (level) => {
    const results = season(6, { red: level, blue: level });
    const goals = median(results.map(({ red, blue }) => red + blue));
    expect(goals).toBeGreaterThanOrEqual(2);
    expect(goals).toBeLessThanOrEqual(6);
    expect(sum(results, (r) => r.shots) / results.length).toBeGreaterThan(6);
    expect(sum(results, (r) => r.passes) / results.length).toBeGreaterThan(10);
    expect(sum(results, (r) => r.jamTicks)).toBeLessThan(0.03 * sum(results, (r) => r.playTicks));
    expect(sum(results, (r) => r.clusterTicks)).toBeLessThan(0.1 * sum(results, (r) => r.playTicks));
    // Duels on the goal line included; without an opponent near it is one goal in twenty (bench).
    expect(sum(results, (r) => r.blunders)).toBeLessThanOrEqual(0.35 * sum(results, (r) => r.red + r.blue));
    for (const { changesPerSecond } of results) expect(changesPerSecond).toBeLessThan(8);
  });

  it('level 3 beats level 1 on either side', () => {
    const home = season(3, { red: 3, blue: 1 });
    const away = season(3, { red: 1, blue: 3 });
    expect(
      home.filter(({ winner }) => winner === 1).length + away.filter(({ winner }) => winner === 2).length,
    ).toBeGreaterThanOrEqual(5);
  });

  it('the same seed gives the same match', () => {
    expect(playFriendly({ ...usual, maxTicks: 3000 })).toEqual(playFriendly({ ...usual, maxTicks: 3000 }));
    expect(playFriendly({ ...usual, maxTicks: 3000 })).not.toEqual(playFriendly({ ...usual, maxTicks: 3000, seed: 2 }));
  });
});
