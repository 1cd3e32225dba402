// What a viewer is shown, frame by frame: even motion at every display rate, every tick and every happening once.
import { type Batch, BatchWriter, decodeKeyframe, encodeKeyframe, hashState, runTick } from '@touchline/shared/log';
import { type Command, cloneState, createState, type MatchState } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { describe, expect, test } from 'vitest';
import type { Happening } from '../game/view.ts';
import { STEP_MS } from './interpolate.ts';
import { Playback } from './playback.ts';

const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);

/** A ball that flies straight for ever: 0.5 map units a tick, from x = -300. */
function straightFlight(): MatchState {
  const state = createState(classic);
  run(state, [{ type: 'start', by: 0 }]);
  run(state, [{ type: 'disc', index: 0, change: { x: -300, y: 100, vx: 0.5, vy: 0, damping: 1 } }]);
  return state;
}

function run(state: MatchState, commands: readonly Command[] = []): void {
  runTick(state, commands, stadiums, []);
}

/** A server that publishes batches of six ticks, and a wire that takes a while. */
class Broadcast {
  readonly state: MatchState;
  readonly arriving: { atMs: number; batch: Batch }[] = [];
  private readonly writer: BatchWriter;
  private readonly delayMs: () => number;
  private lastMs = 0;

  constructor(state: MatchState, delayMs: () => number = () => 2) {
    this.state = state;
    this.writer = new BatchWriter(state.tick);
    this.delayMs = delayMs;
  }

  /** Plays ticks from `fromMs` on; `commands(tick)` are those of each. */
  play(ticks: number, fromMs: number, commands: (tick: number) => readonly Command[] = () => []): void {
    for (let i = 1; i <= ticks; i++) {
      const now = commands(this.state.tick + 1);
      run(this.state, now);
      this.writer.add(now);
      if (this.writer.size === 6) this.publish(fromMs + i * STEP_MS);
    }
  }

  private publish(nowMs: number): void {
    // TCP keeps the order.
    this.lastMs = Math.max(this.lastMs, nowMs + this.delayMs());
    this.arriving.push({ atMs: this.lastMs, batch: this.writer.take() });
  }
}

interface Shown {
  readonly nowMs: number;
  readonly x: number;
  readonly tick: number;
}

function show(playback: Playback, broadcast: Broadcast, hz: number, fromMs: number, toMs: number): Shown[] {
  const shown: Shown[] = [];
  for (let frame = Math.ceil((fromMs * hz) / 1000); (frame * 1000) / hz < toMs; frame++) {
    const nowMs = (frame * 1000) / hz;
    while (broadcast.arriving.length > 0 && broadcast.arriving[0].atMs <= nowMs) {
      const { batch, atMs } = broadcast.arriving.shift() as { atMs: number; batch: Batch };
      playback.push(batch, atMs);
    }
    const view = playback.frame(nowMs);
    if (view) shown.push({ nowMs, x: view.x[0], tick: view.state.tick });
  }
  return shown;
}

describe.each([50, 59.94, 60, 75, 90, 100, 120, 144])('at %d Hz', (hz) => {
  test.each([
    ['a calm wire', () => 2, 0],
    ['a wire that jitters by 40 ms', jitter(40), 2000],
  ])('%s: motion is even, a frame is a frame’s worth', (_name, delayMs, settleMs) => {
    const broadcast = new Broadcast(straightFlight(), delayMs);
    const playback = new Playback(stadiums);
    playback.adopt(cloneState(broadcast.state), 0);
    broadcast.play(900, 0);
    const shown = show(playback, broadcast, hz, 0, 14_000).filter(({ nowMs }) => nowMs > 400 + settleMs);
    const even = (0.5 * 60) / hz;
    for (let i = 1; i < shown.length; i++) {
      const moved = shown[i].x - shown[i - 1].x;
      // The clock may run a few per cent faster or slower while it finds its distance; it never stands or hops.
      expect(moved).toBeGreaterThan(even * 0.94);
      expect(moved).toBeLessThan(even * 1.11);
    }
    const late = shown.slice(-200);
    if (settleMs === 0) for (let i = 1; i < late.length; i++) expect(late[i].x - late[i - 1].x).toBeCloseTo(even, 9);
  });
});

test('on a local network a viewer is less than 300 ms behind, and more than a batch', () => {
  const broadcast = new Broadcast(straightFlight(), jitter(3));
  const playback = new Playback(stadiums);
  playback.adopt(cloneState(broadcast.state), 0);
  const tickAt0 = broadcast.state.tick;
  broadcast.play(600, 0);
  for (const { nowMs, x } of show(playback, broadcast, 60, 0, 9900)) {
    if (nowMs < 300) continue;
    const shownTick = tickAt0 + (x - -299.5) / 0.5;
    const behindMs = (tickAt0 + nowMs / STEP_MS - shownTick) * STEP_MS;
    expect(behindMs).toBeLessThan(300);
    expect(behindMs).toBeGreaterThan(100);
  }
  expect(playback.behindMs).toBeLessThan(300);
});

test.each([50, 60, 144])('every tick is stepped once and every happening shown once, at %d Hz', (hz) => {
  const broadcast = new Broadcast(createState(classic), jitter(60));
  const playback = new Playback(stadiums);
  const told: Happening[] = [];
  const listening = new Playback(stadiums, { happened: (happening) => told.push(happening) });
  playback.adopt(cloneState(broadcast.state), 0);
  listening.adopt(cloneState(broadcast.state), 0);
  const expected: string[] = [];
  broadcast.play(600, 0, (tick) => {
    if (tick === 1) return [{ type: 'join', id: 1, name: 'One', avatar: '', bot: false }];
    if (tick === 10) return [{ type: 'start', by: 0 }];
    if (tick % 37 === 0) return [{ type: 'chat', id: 1, text: `at ${tick}` }];
    return tick % 5 === 0 ? [{ type: 'input', id: 1, keys: tick % 31 }] : [];
  });
  for (let tick = 1; tick <= 600; tick++) if (tick % 37 === 0) expected.push(`${tick} at ${tick}`);
  const batches = [...broadcast.arriving];
  const seen: Happening[] = [];
  for (let frame = 0; frame < 11 * hz; frame++) {
    const nowMs = (frame * 1000) / hz;
    while (batches.length > 0 && batches[0].atMs <= nowMs) {
      const { batch, atMs } = batches.shift() as { atMs: number; batch: Batch };
      playback.push(batch, atMs);
      listening.push(batch, atMs);
    }
    seen.push(...(playback.frame(nowMs)?.happenings ?? []));
    listening.frame(nowMs);
  }
  const chats = (happenings: Happening[]) =>
    happenings.flatMap(({ tick, command }) => (command?.type === 'chat' ? `${tick} ${command.text}` : []));
  expect(chats(seen)).toEqual(expected);
  expect(chats(told)).toEqual(expected);
  expect(seen.some(({ command }) => command?.type === 'input')).toBe(false);
  expect(hashState(playback.current as MatchState)).toBe(hashState(broadcast.state));
});

test('a short stall is caught up with smoothly, a long gap is jumped over, and nothing is lost', () => {
  for (const [stallMs, jumps] of [
    [400, false],
    [5000, true],
  ] as const) {
    const broadcast = new Broadcast(straightFlight());
    const playback = new Playback(stadiums);
    playback.adopt(cloneState(broadcast.state), 0);
    broadcast.play(960, 0);
    const stalled = broadcast.arriving.findIndex(({ atMs }) => atMs > 2000);
    for (let i = stalled; i < broadcast.arriving.length; i++) {
      const arriving = broadcast.arriving[i];
      arriving.atMs = Math.max(arriving.atMs, 2000 + stallMs);
    }
    const shown = show(playback, broadcast, 60, 0, 15_900);
    const hops = shown.filter(({ x }, i) => i > 0 && x - shown[i - 1].x > 0.6);
    expect(hops).toHaveLength(jumps ? 1 : 0);
    expect(shown.every(({ x }, i) => i === 0 || x >= shown[i - 1].x)).toBe(true);
    expect(playback.behindMs).toBeLessThan(jumps ? 600 : 400);
    show(playback, broadcast, 60, 15_900, 17_000);
    expect(hashState(playback.current as MatchState)).toBe(hashState(broadcast.state));
  }
});

test('a viewer’s clock that is off by 300 ppm does not drift away', () => {
  const broadcast = new Broadcast(straightFlight());
  const playback = new Playback(stadiums);
  playback.adopt(cloneState(broadcast.state), 0);
  broadcast.play(1200, 0);
  for (const arriving of broadcast.arriving) arriving.atMs *= 1.0003;
  const shown = show(playback, broadcast, 60, 0, 19_900);
  for (let i = 30; i < shown.length; i++) expect(Math.abs(shown[i].x - shown[i - 1].x - 0.5)).toBeLessThan(0.01);
  expect(playback.behindMs).toBeLessThan(200);
});

test('line-ups and new discs are cuts, not smears', () => {
  const state = createState(classic);
  for (const id of [1, 2]) {
    run(state, [{ type: 'join', id, name: `P${id}`, avatar: '', bot: false }]);
    run(state, [{ type: 'team', id, team: id as 1 | 2, by: 0 }]);
  }
  run(state, [{ type: 'start', by: 0 }]);
  const broadcast = new Broadcast(state);
  const playback = new Playback(stadiums);
  playback.adopt(cloneState(state), 0);
  const places = new Map<number, [number, number]>();
  const settled = state.tick + 60;
  broadcast.play(300, 0, (tick) => {
    places.set(tick - 1, [state.world.x[0], state.world.x[state.players[0].disc]]);
    if (tick === settled) return [{ type: 'disc', index: 0, change: { x: 200 } }];
    if (tick === settled + 20) return [{ type: 'team', id: 1, team: 0, by: 0 }];
    if (tick === settled + 40) return [{ type: 'team', id: 1, team: 1, by: 0 }];
    return [];
  });
  const xs = new Set<number>();
  const own = new Set<number>();
  for (let frame = 0; frame < 144 * 4; frame++) {
    const nowMs = (frame * 1000) / 144;
    while (broadcast.arriving.length > 0 && broadcast.arriving[0].atMs <= nowMs) {
      const { batch, atMs } = broadcast.arriving.shift() as { atMs: number; batch: Batch };
      playback.push(batch, atMs);
    }
    const view = playback.frame(nowMs);
    if (!view) continue;
    xs.add(Math.round(view.x[0]));
    for (const { disc } of view.state.players) if (disc >= 0) own.add(Math.round(view.x[disc]));
  }
  expect([...xs].sort((a, b) => a - b)).toEqual([0, 200]);
  // Line-up places and the place for those who come later; nothing between.
  expect([...own].every((x) => Math.abs(x) > 270)).toBe(true);
});

test('a reset goes on from its keyframe', () => {
  const broadcast = new Broadcast(straightFlight());
  const playback = new Playback(stadiums);
  playback.adopt(cloneState(broadcast.state), 0);
  broadcast.play(60, 0);
  show(playback, broadcast, 60, 0, 900);
  for (let i = 0; i < 6000; i++) run(broadcast.state);
  const keyframe = encodeKeyframe(broadcast.state);
  playback.adopt(decodeKeyframe(keyframe, stadiums), 1000);
  expect(playback.frame(1001)?.state.tick).toBe(broadcast.state.tick);
  expect(() => playback.push({ from: 5, ticks: [[]] }, 1002)).toThrow(RangeError);
});

test('a log that does not run as written is told, and heals with the next keyframe', () => {
  const diverged: number[] = [];
  const state = straightFlight();
  const playback = new Playback(stadiums, { diverged: (tick) => diverged.push(tick) });
  playback.adopt(cloneState(state), 0);
  playback.push(
    { from: state.tick, ticks: [[], [{ type: 'leave', id: 9, by: 0, kicked: false, banned: false, reason: '' }], []] },
    50,
  );
  playback.frame(5000);
  expect(diverged).toEqual([state.tick + 1]);
  playback.adopt(cloneState(state), 6000);
  expect(playback.frame(6001)?.state.tick).toBe(state.tick);
});

/** 0 to `ms`, the same on every run. */
function jitter(ms: number): () => number {
  let seed = 1;
  return () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return 2 + (seed / 0x7fffffff) * ms;
  };
}
