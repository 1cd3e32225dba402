import { expect, test } from 'vitest';
import { BackOff } from './back-off.ts';

const MINUTE_MS = 60_000;

test('later and later, up to a minute; soon again after five quiet minutes', () => {
  const backOff = new BackOff();
  let nowMs = 0;
  const dies = (afterMs: number) => {
    backOff.started(nowMs);
    nowMs += afterMs;
    return backOff.died('other', nowMs);
  };
  expect(Array.from({ length: 8 }, () => dies(10))).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  expect(dies(5 * MINUTE_MS - 1)).toBe(60_000);
  expect([dies(5 * MINUTE_MS), dies(10)]).toEqual([1000, 2000]);
});

test('[room-scripts R88] hanging three times in ten minutes is the end', () => {
  const backOff = new BackOff();
  expect(backOff.died('hung', 0)).not.toBeNull();
  expect(backOff.died('hung', 9 * MINUTE_MS)).not.toBeNull();
  expect(backOff.died('hung', 11 * MINUTE_MS)).not.toBeNull();
  expect(backOff.died('other', 12 * MINUTE_MS)).not.toBeNull();
  expect(backOff.died('hung', 13 * MINUTE_MS)).toBeNull();
});
