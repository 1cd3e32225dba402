import type { Whisper } from '@touchline/shared/protocol';
import { expect, it } from 'vitest';
import { Whispers } from './whispers.ts';

const whisper = (tick: number, before: number, text: string): Whisper => ({
  ...{ tick, before },
  line: { type: 'announce', text, color: -1, style: 0, sound: 1 },
});

it('[room-scripts R10] lines for one stand among the lines for all as they were said', () => {
  const whispers = new Whispers();
  for (const [tick, before, text] of [
    [7, 0, 'a'],
    [7, 1, 'b'],
    [7, 1, 'c'],
    [8, 0, 'd'],
  ] as const)
    whispers.add(whisper(tick, before, text));
  const take = (tick: number, before: number) => whispers.take(tick, before).map(({ line }) => line.text);
  expect(take(6, Number.POSITIVE_INFINITY)).toEqual([]);
  expect(take(7, 0)).toEqual(['a']);
  expect(take(7, 1)).toEqual(['b', 'c']);
  expect(take(9, 0)).toEqual(['d']);
  expect(take(99, 0)).toEqual([]);
});
