import { runTick } from '@touchline/shared/log';
import { type Command, createState, KEY, type MatchEvent, type MatchState } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { beforeEach, expect, test } from 'vitest';
import type { View } from '../game/view.ts';
import { GoalReplay } from './goal-replay.ts';

const STEP_MS = 1000 / 60;
const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);

let state: MatchState;
let replay: GoalReplay;
let nowMs: number;
/** Where the ball was, by tick. */
let ball: Map<number, number>;
let shown: { readonly tick: number; readonly x: number; readonly again: boolean }[];

const live: View = {
  ...{ x: new Float64Array(99), y: new Float64Array(99), selfId: 7, happenings: [] },
  get state() {
    return state;
  },
};

/** A tick on the server, one confirmed here, one frame on the screen. */
function tick(...commands: Command[]): void {
  const events: MatchEvent[] = [];
  runTick(state, commands, stadiums, events);
  ball.set(state.tick, state.world.x[0]);
  replay.confirm(state, commands, events);
  nowMs += STEP_MS;
  const view = replay.frame(nowMs);
  if (view) shown.push({ tick: state.tick, x: view.x[0], again: view !== live });
}

const ticks = (count: number) => {
  for (let i = 0; i < count; i++) tick();
};

/** Up to the tick of a goal by red. */
function score(): void {
  for (let wait = 0; state.phase !== 'kickOff' && wait < 400; wait++) tick();
  ticks(60);
  tick({ type: 'disc', index: 0, change: { x: 100, y: 0, vx: 8, vy: 0 } });
  for (let wait = 0; state.phase !== 'goal'; wait++) {
    if (wait > 400) throw new Error('no goal');
    tick();
  }
}

beforeEach(() => {
  state = createState(classic);
  replay = new GoalReplay({ frame: () => live }, stadiums);
  nowMs = 1000;
  ball = new Map();
  shown = [];
  replay.adopt(state);
  tick(
    { type: 'join', id: 7, name: 'Ann', avatar: '', bot: false },
    { type: 'team', id: 7, team: 1, by: 0 },
    { type: 'start', by: 0 },
  );
});

test('a goal is shown again, once, and is over before the kick-off', () => {
  score();
  const goal = state.tick;
  ticks(400);
  const again = shown.filter((frame) => frame.again);
  expect(again.length).toBeGreaterThan(60);
  expect(again[0].tick - goal).toBeGreaterThan(60);
  expect(again[again.length - 1].tick - goal).toBeLessThan(150);
  // What is seen is where the ball was on its way in.
  const places = [...ball].filter(([at]) => at > goal - 70 && at <= goal + 12).map(([, x]) => x);
  for (const { x } of again) expect(x).toBeGreaterThanOrEqual(Math.min(...places) - 1e-9);
  for (const { x } of again) expect(x).toBeLessThanOrEqual(Math.max(...places) + 1e-9);
  expect(again[again.length - 1].x).toBeGreaterThan(classic.pitch.goals[0] ? 300 : 0);
  expect(replay.showing.value).toBe(false);
});

test('a fresh kick skips it, a held one does not', () => {
  replay.press(KEY.kick);
  score();
  ticks(80);
  replay.press(KEY.kick);
  expect(replay.showing.value).toBe(true);
  replay.press(0);
  replay.press(KEY.kick | KEY.left);
  expect(replay.showing.value).toBe(false);
  shown = [];
  ticks(20);
  expect(shown.every(({ again }) => !again)).toBe(true);
});

test('nobody sees it who does not want to', () => {
  replay.wanted = false;
  score();
  ticks(200);
  expect(shown.every(({ again }) => !again)).toBe(true);
});

test('a stopped match ends it', () => {
  score();
  ticks(80);
  expect(replay.showing.value).toBe(true);
  tick({ type: 'stop', by: 0 });
  expect(replay.showing.value).toBe(false);
});

test('every goal of an evening, without growing', () => {
  for (let n = 0; n < 3; n++) {
    shown = [];
    score();
    ticks(160);
    expect(shown.some(({ again }) => again)).toBe(true);
    if (state.phase === 'ended') return;
  }
});
