import { expect, it } from 'vitest';
import { bounded, goalClip, spanAt } from './model.ts';
import { readAsked, readLive, readMoment, readRoom, writeAsked, writeLive, writeMoment } from './moment.ts';

it('every tick of two hours survives its link', () => {
  for (let tick = 0; tick < 2 * 60 * 60 * 60; tick += 7) expect(readMoment(writeMoment(tick))).toBe(tick);
});
it.each([
  ['12.5', 750],
  ['90s', 5400],
  ['1:30', 5400],
  ['1:00:00', 216_000],
  ['-3', null],
  ['1e9', null],
  ['NaN', null],
  ['', null],
  [null, null],
])('%s is %s ticks', (text, ticks) => expect(readMoment(text)).toBe(ticks));
it('a link of a clip has both ends in their order', () => {
  expect(writeAsked(600, null)).toBe('?t=10');
  expect(readAsked(writeAsked(600, 1020))).toEqual({ from: 600, to: 1020 });
  expect(readAsked('?t=9&to=3')).toEqual({ from: 540, to: null });
  expect(readAsked('?to=3')).toEqual({ from: null, to: null });
});

it('a link to a match that is on names its room, and reads as any other', () => {
  const link = writeAsked(600, 1020, 'sunday-league');
  expect(link).toBe('?t=10&to=17&room=sunday-league');
  expect(readAsked(link)).toEqual({ from: 600, to: 1020 });
  expect(readRoom(link)).toBe('sunday-league');
});
it.each(['', '?room=', '?room=ab', '?room=A%20b', '?room=..%2F..%2Fapi', `?room=${'a'.repeat(33)}`, '?room=__proto__'])(
  'a link with %s names no room',
  (search) => expect(readRoom(search)).toBeNull(),
);
it('a link into a live match counts the ticks of its room', () => {
  expect(readLive(writeLive(4711, null))).toEqual({ from: 4711, to: null });
  expect(readLive(writeLive(4711, 5000))).toEqual({ from: 4711, to: 5000 });
});
it.each(['', '?at=', '?at=-1', '?at=1.5', '?at=1e9', '?at=NaN', '?at=99999999999', '?to=5', '?at=%00'])(
  'a link with %s is live',
  (search) => expect(readLive(search).from).toBeNull(),
);

it('the line is the match that is shown', () => {
  const starts = [100, 5000];
  expect(spanAt(starts, 10, 9000, 50)).toEqual({ from: 10, to: 100 });
  expect(spanAt(starts, 10, 9000, 100)).toEqual({ from: 100, to: 5000 });
  expect(spanAt(starts, 10, 9000, 8999)).toEqual({ from: 5000, to: 9000 });
  // A recording begins with its start: its first tick belongs to the same match.
  expect(spanAt([41, 5000], 40, 9000, 40)).toEqual({ from: 40, to: 5000 });
  expect(spanAt([], 0, 700, 300)).toEqual({ from: 0, to: 700 });
});
it('a live line grows by the minute, so that its marks stay where they are', () => {
  expect(spanAt([], 100, 130, 120, 60)).toEqual({ from: 100, to: 3700 });
  expect(spanAt([], 100, 3699, 120, 60)).toEqual({ from: 100, to: 3700 });
  expect(spanAt([], 100, 3701, 120, 60)).toEqual({ from: 100, to: 7300 });
});
it('a goal’s clip is from five seconds before to two after, within the match', () => {
  expect(goalClip({ tick: 1000 }, { from: 0, to: 5000 })).toEqual({ from: 700, to: 1120 });
  expect(goalClip({ tick: 100 }, { from: 0, to: 150 })).toEqual({ from: 0, to: 150 });
});
it('the ends of a clip stay in order, apart, and on the line', () => {
  const span = { from: 0, to: 1000 };
  expect(bounded({ from: 300.4, to: 600 }, 'from', span)).toEqual({ from: 300, to: 600 });
  expect(bounded({ from: 700, to: 600 }, 'from', span)).toEqual({ from: 700, to: 730 });
  expect(bounded({ from: 300, to: 200 }, 'to', span)).toEqual({ from: 170, to: 200 });
  expect(bounded({ from: 300, to: 5000 }, 'to', span)).toEqual({ from: 300, to: 1000 });
  expect(bounded({ from: 5000, to: 900 }, 'from', span)).toEqual({ from: 970, to: 1000 });
});
