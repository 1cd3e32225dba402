import { expect, it } from 'vitest';
import { formatClock, isOvertime, resumeSeconds, secondsLeft } from './clock.ts';

it.each([
  [0, '00:00'],
  [59, '00:59'],
  [60, '01:00'],
  [599.9, '09:59'],
  [3661, '61:01'],
  [-1, '00:00'],
])('%d seconds are %s', (seconds, text) => expect(formatClock(seconds)).toBe(text));

it('[match-rules §8] overtime is level scores past the limit, while play goes on', () => {
  const board = { phase: 'playing', seconds: 180, timeLimit: 3, red: 1, blue: 1 };
  expect(isOvertime(board)).toBe(true);
  expect(isOvertime({ ...board, seconds: 179 })).toBe(false);
  expect(isOvertime({ ...board, red: 2 })).toBe(false);
  expect(isOvertime({ ...board, timeLimit: 0 })).toBe(false);
  expect(isOvertime({ ...board, phase: 'ended' })).toBe(false);
});
it('[match-rules §7] counts down after a resume only', () => {
  expect([0, 120, 119, 61, 60, 1].map(resumeSeconds)).toEqual([null, null, 2, 2, 1, 1]);
});
it('seconds left never go below nothing', () => {
  expect(secondsLeft(30_000, 0)).toBe(30);
  expect(secondsLeft(30_000, 29_001)).toBe(1);
  expect(secondsLeft(30_000, 40_000)).toBe(0);
});
