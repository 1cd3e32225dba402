import { signal } from '@preact/signals';
import type { MatchEvent } from '@touchline/shared/match';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RosterLine, SessionListener } from '../session.ts';
import { GOAL_SHOWN_MS, GoalTeller } from './goal-teller.ts';

type Goal = Extract<MatchEvent, { type: 'goal' }>;

const line = (id: number, name: string): RosterLine => ({
  ...{ id, name, avatar: '', team: 1, admin: false, bot: false, ping: 0, away: false, number: id },
});
const roster = signal<readonly RosterLine[]>([]);
const shown = { head: 0 };
let tell: SessionListener;
let teller: GoalTeller;
beforeEach(() => {
  vi.useFakeTimers();
  roster.value = [line(1, 'Ann'), line(2, 'Bob')];
  shown.head = 1000;
  const on = (listener: SessionListener) => {
    tell = listener;
    return () => undefined;
  };
  teller = new GoalTeller({ roster, on }, shown);
});
afterEach(() => {
  teller.dispose();
  vi.useRealTimers();
});

function score(change: Partial<Goal> = {}, telling: 'new' | 'again' | 'missed' = 'new', tick = 1000): void {
  tell({ tick, event: { type: 'goal', team: 1, by: 1, assist: 2, own: false, disc: 0, ...change } }, telling);
}

it('tells who scored and who helped, for a few seconds', () => {
  score();
  expect(teller.goal.value).toMatchObject({ team: 1, by: 'Ann', assist: 'Bob', own: false });
  vi.advanceTimersByTime(GOAL_SHOWN_MS - 1);
  expect(teller.goal.value).not.toBeNull();
  vi.advanceTimersByTime(1);
  expect(teller.goal.value).toBeNull();
});

it('an own goal names who it was, and nobody who helped', () => {
  score({ team: 2, own: true });
  expect(teller.goal.value).toMatchObject({ team: 2, by: 'Ann', assist: '', own: true });
  score({ by: 0, assist: 0 });
  expect(teller.goal.value).toMatchObject({ by: '', assist: '', own: false });
});

it('the next goal takes the place of the last one, and has its own time', () => {
  score();
  vi.advanceTimersByTime(GOAL_SHOWN_MS - 10);
  score({ by: 2 });
  vi.advanceTimersByTime(20);
  expect(teller.goal.value).toMatchObject({ by: 'Bob', key: 2 });
});

it('knows who has left', () => {
  roster.value = [];
  score();
  expect(teller.goal.value?.by).toBe('Ann');
});

it('what was played while the stream was away is no news', () => {
  score({}, 'missed');
  score({}, 'again');
  score({}, 'new', 1000 - 181);
  expect(teller.goal.value).toBeNull();
  score({}, 'new', 1000 - 180);
  expect(teller.goal.value).not.toBeNull();
});

it('remembers some names, not those of a whole year', () => {
  for (let id = 1; id <= 1000; id += 10)
    roster.value = [line(2, 'Bob'), ...Array.from({ length: 10 }, (_, i) => line(id + i + 9, `P${id + i}`))];
  score({ by: 2, assist: 1 });
  expect(teller.goal.value).toMatchObject({ by: 'Bob', assist: '' });
});
