// Playback as its own clock: paused, slower, faster, anywhere, and back to the live edge without losing a word.
import { hashState, runTick } from '@touchline/shared/log';
import { type Command, cloneState, createState, type MatchState } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { expect, test } from 'vitest';
import { Playback, type Telling } from './playback.ts';

const STEP_MS = 1000 / 60;
const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);

const chat = (tick: number): Command => ({ type: 'chat', id: 1, text: `at ${tick}` });
const joined: Command = { type: 'join', id: 1, name: 'One', avatar: '', bot: false };

/** Somebody says something every 100 ticks. */
function log(length: number): { first: MatchState; ticks: (readonly Command[])[] } {
  const ticks = Array.from({ length }, (_, i) => {
    if (i === 0) return [joined];
    if (i === 5) return [{ type: 'start', by: 0 } as const];
    return (i + 1) % 100 === 0 ? [chat(i + 1)] : [];
  });
  return { first: createState(classic), ticks };
}

class Viewer {
  readonly told: string[] = [];
  readonly playback: Playback;
  nowMs = 1000;

  constructor() {
    this.playback = new Playback(stadiums, {
      happened: ({ command }, telling: Telling) => {
        if (command?.type === 'chat') this.told.push(`${telling} ${command.text}`);
      },
    });
  }

  /** Looks for so long, 60 times a second. */
  look(ticks: number): void {
    for (let i = 0; i < ticks; i++) {
      this.nowMs += STEP_MS;
      this.playback.frame(this.nowMs);
    }
  }
}

function recorded(length = 1000): Viewer {
  const viewer = new Viewer();
  const { first, ticks } = log(length);
  viewer.playback.load(first, ticks);
  viewer.look(1);
  return viewer;
}

test('a recording plays in time, at every speed, and stops at its end', () => {
  const viewer = recorded();
  viewer.look(120);
  expect(viewer.playback.position).toBeCloseTo(120, 0);
  viewer.playback.setSpeed(0.25);
  viewer.look(120);
  expect(viewer.playback.position).toBeCloseTo(150, 0);
  viewer.playback.setSpeed(8);
  viewer.look(50);
  expect(viewer.playback.position).toBeCloseTo(550, 0);
  viewer.look(100);
  expect(viewer.playback.position).toBe(1000);
  expect(viewer.playback.playing).toBe(false);
  expect(viewer.told).toEqual(Array.from({ length: 10 }, (_, i) => `new at ${(i + 1) * 100}`));
  viewer.playback.play();
  viewer.look(30);
  expect(viewer.playback.position).toBeLessThan(300);
});

test('every state that is shown is the one of the log', () => {
  const viewer = recorded();
  const { first, ticks } = log(1000);
  for (const tick of [700, 20, 999, 640, 641, 639, 0]) {
    viewer.playback.pause();
    viewer.playback.seek(tick);
    viewer.look(2);
    const state = cloneState(first);
    while (state.tick < Math.min(1000, tick + 1)) runTick(state, ticks[state.tick], stadiums, []);
    expect(hashState(viewer.playback.current as MatchState)).toBe(hashState(state));
  }
});

test('a seek beyond either end is the end', () => {
  const viewer = recorded();
  viewer.playback.seek(1e9);
  viewer.look(1);
  expect(viewer.playback.position).toBe(1000);
  viewer.playback.seek(-5);
  viewer.playback.pause();
  viewer.look(1);
  expect(viewer.playback.position).toBe(0);
});

test('frame by frame, on and back', () => {
  const viewer = recorded();
  viewer.playback.seek(300);
  viewer.playback.nudge(1);
  viewer.look(5);
  expect(viewer.playback.position).toBe(301);
  viewer.playback.nudge(-1);
  viewer.playback.nudge(-1);
  viewer.look(5);
  expect(viewer.playback.position).toBe(299);
  expect(viewer.playback.current?.tick).toBe(300);
});

test('a loop goes round, until it is let go', () => {
  const viewer = recorded();
  viewer.playback.setLoop({ from: 400, to: 460 });
  viewer.look(200);
  expect(viewer.playback.position).toBeGreaterThanOrEqual(400);
  expect(viewer.playback.position).toBeLessThan(461);
  viewer.playback.setLoop(null);
  viewer.look(100);
  expect(viewer.playback.position).toBeGreaterThan(460);
});

test('what is passed over is told as missed, what is rewound to as seen before: each word is new or missed once', () => {
  const viewer = recorded();
  viewer.look(150);
  viewer.playback.seek(450);
  viewer.look(60);
  viewer.playback.seek(290);
  viewer.look(20);
  expect(viewer.told).toEqual([
    'new at 100',
    'missed at 200',
    'missed at 300',
    'missed at 400',
    'new at 500',
    'again at 300',
  ]);
});

test('live, rewound, paused and live again: nothing of the broadcast is lost', () => {
  const viewer = new Viewer();
  const { first, ticks } = log(3000);
  const { playback } = viewer;
  playback.adopt(first, viewer.nowMs);
  const broadcast = (count: number): void => {
    for (let i = 0; i < count; i += 6) {
      const from = playback.head;
      viewer.look(6);
      playback.push({ from, ticks: ticks.slice(from, from + 6) }, viewer.nowMs);
    }
  };
  broadcast(900);
  expect(playback.live).toBe(true);
  const live = playback.position;
  playback.seek(live - 600);
  broadcast(60);
  expect(playback.live).toBe(false);
  expect(playback.position).toBeCloseTo(live - 540, -1);
  expect(playback.behindMs).toBeGreaterThan(9000);
  playback.pause();
  broadcast(300);
  expect(playback.position).toBeCloseTo(live - 540, -1);
  playback.goLive();
  broadcast(60);
  expect(playback.live).toBe(true);
  expect(playback.behindMs).toBeLessThan(400);
  const words = viewer.told.filter((line) => !line.startsWith('again')).map((line) => line.replace(/^\w+ /, ''));
  expect(words).toEqual(Array.from({ length: words.length }, (_, i) => `at ${(i + 1) * 100}`));
  expect(words.length).toBeGreaterThanOrEqual(12);

  // Twice the speed catches up, and is live from there on.
  playback.seek(playback.position - 200);
  playback.setSpeed(2);
  broadcast(300);
  expect([playback.live, playback.speed]).toEqual([true, 1]);
});
