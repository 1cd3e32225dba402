import { apply, createState, type MatchEvent, type MatchState, step } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { describe, expect, test } from 'vitest';
import { beside, coast, excitement, Listener, listen, unexplained } from './listener.ts';
import type { Sounds } from './sounds.ts';
import type { Happening } from './view.ts';

/** A running match on Classic with one red player far from the ball. */
function kickOff(): MatchState {
  const classic = stockStadium('Classic') as Stadium;
  const state = createState(classic);
  const none = new Map<string, Stadium>();
  apply(state, { type: 'join', id: 1, name: 'Ada', avatar: '', bot: false }, none);
  apply(state, { type: 'team', id: 1, team: 1, by: 0 }, none);
  apply(state, { type: 'start', by: 0 }, none);
  return state;
}

/** What is heard in each tick, by name. */
function hearing(state: MatchState) {
  const heard: string[] = [];
  const note = (name: string) => () => void heard.push(name);
  const calls = {
    kick: note('kick'),
    post: note('post'),
    wall: note('wall'),
    touch: note('touch'),
    goal: note('goal'),
  };
  const rest = { whistle: note('whistle'), chat: note('chat'), cue: note('cue'), crowd: () => undefined };
  const sounds = { ...calls, ...rest } as unknown as Sounds;
  const listener = new Listener();
  const run = (ticks: number, framesEvery = 1) => {
    let happenings: Happening[] = [];
    for (let i = 0; i < ticks; i++) {
      const events: MatchEvent[] = [];
      step(state, events);
      happenings.push(...events.map((event) => ({ tick: state.tick, event })));
      // Somebody's keys change all the time, and explain nothing.
      happenings.push({ tick: state.tick, command: { type: 'input', id: 1, keys: i % 2 } });
      if (i % framesEvery !== 0) continue;
      const view = { state, x: state.world.x, y: state.world.y, selfId: 1, happenings };
      listen(listener, view, sounds);
      happenings = [];
    }
    return heard;
  };
  return { run, listener };
}

function ball(state: MatchState, x: number, y: number, vx: number, vy: number): void {
  Object.assign(state, { phase: 'playing' });
  [state.world.x[0], state.world.y[0], state.world.vx[0], state.world.vy[0]] = [x, y, vx, vy];
}

describe('bounces', () => {
  test('damping and gravity alone explain a rolling ball', () => {
    const state = kickOff();
    ball(state, -100, 90, 6, 0);
    const before = Object.assign(new Listener(), { tick: state.tick, vx: 6, vy: 0 });
    for (let i = 0; i < 5; i++) step(state, []);
    expect(unexplained(before, state, false)).toBeLessThan(1e-9);
    expect(coast(6, 0.99, 0, 5)).toBeCloseTo(state.world.vx[0]);
  });

  test.each([1, 2, 3])('a ball against the border sounds once, drawn every %d ticks', (every) => {
    const state = kickOff();
    const { run } = hearing(state);
    run(1);
    ball(state, -100, 90, 0.5, 6);
    expect(run(30, every)).toEqual(['wall']);
  });

  test('a post rings', () => {
    const state = kickOff();
    const { run } = hearing(state);
    run(1);
    ball(state, 330, 64, 6, 0);
    expect(run(12)).toContain('post');
  });

  test('a kick, a leap in time and a step back are no bounces', () => {
    const state = kickOff();
    ball(state, 0, 0, 5, 0);
    const before = (tick: number) => Object.assign(new Listener(), { tick });
    state.tick = 100;
    expect(unexplained(before(99), state, true)).toBe(0);
    expect(unexplained(before(50), state, false)).toBe(0);
    expect(unexplained(before(101), state, false)).toBe(0);
    expect(unexplained(before(99), state, false)).toBeCloseTo(5);
  });

  test('a change in the open field has no sound', () => {
    const state = kickOff();
    ball(state, 0, 90, 2, 0);
    expect(beside(state)).toBeNull();
  });
});

describe('crowd', () => {
  test('grows as the ball nears a goal, more when it flies there', () => {
    const state = kickOff();
    const at = (x: number, vx: number) => {
      ball(state, x, 0, vx, 0);
      return excitement(state);
    };
    expect(at(0, 0)).toBe(0);
    expect(at(200, 0)).toBeGreaterThan(0);
    expect(at(320, 0)).toBeGreaterThan(at(200, 0));
    expect(at(320, 8)).toBeGreaterThan(at(320, -8));
  });

  test('is calm outside of play', () => {
    const state = kickOff();
    ball(state, 360, 0, 8, 0);
    state.phase = 'goal';
    expect(excitement(state)).toBe(0);
  });
});
