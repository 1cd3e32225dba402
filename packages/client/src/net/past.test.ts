// The past of a feed, put together from its lines.
import { encodeBatch, encodeKeyframe } from '@touchline/shared/log';
import { createState } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { expect, test } from 'vitest';
import type { ArenaSource } from './feed.ts';
import { PastReader } from './past.ts';

const classic = stockStadium('Classic') as Stadium;
const arenas: ArenaSource = {
  get: (hash) => (hash === classic.hash ? classic : undefined),
  fetch: async () => undefined,
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const keyframe = { event: 'keyframe', data: base64(encodeKeyframe(createState(classic))) };
const batch = (from: number, ticks: number): { event: string; data: string } => ({
  event: 'batch',
  data: base64(encodeBatch({ from, ticks: Array.from({ length: ticks }, () => []) })),
});

test('reads until it meets what is known', async () => {
  const reader = new PastReader(arenas, 10);
  expect(await reader.take({ event: 'header', data: {} })).toBe(false);
  expect(await reader.take(keyframe)).toBe(false);
  expect(await reader.take(batch(0, 6))).toBe(false);
  expect(reader.past).toBe(null);
  expect(await reader.take(batch(6, 6))).toBe(true);
  expect(reader.past?.ticks).toHaveLength(12);
  expect(reader.past?.state.tick).toBe(0);
});

test('a gap, an end, or a beginning that is no earlier is no past', async () => {
  const gap = new PastReader(arenas, 10);
  await gap.take(keyframe);
  expect(await gap.take(batch(3, 6))).toBe(true);
  expect(gap.past).toBe(null);

  const end = new PastReader(arenas, 10);
  await end.take(keyframe);
  expect(await end.take({ event: 'end', data: { reason: 'room-closed' } })).toBe(true);
  expect(end.past).toBe(null);

  const late = new PastReader(arenas, 0);
  expect(await late.take(keyframe)).toBe(true);
  expect(late.past).toBe(null);
});
