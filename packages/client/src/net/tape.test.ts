// What a tape promises: any state it knows, quickly and exactly; nothing of a match lost, whatever came first.
import { hashState, runTick } from '@touchline/shared/log';
import { type Command, cloneState, createState, KEY, type MatchState } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { beforeAll, expect, test } from 'vitest';
import { Tape } from './tape.ts';

const TEN_MINUTES = 36_000;
/** The promise of the replay page (issue 3, point 2). */
const SEEK_MS = 100;

const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);

interface Log {
  readonly first: MatchState;
  readonly ticks: readonly (readonly Command[])[];
  /** Hashes after some ticks. */
  readonly hashes: ReadonlyMap<number, string>;
  readonly goals: readonly number[];
}

/** Six a side who run and kick as they please. */
function play(length: number): Log {
  const first = createState(classic);
  const opening: Command[] = [];
  for (let id = 1; id <= 12; id++) {
    opening.push({ type: 'join', id, name: `P${id}`, avatar: '', bot: false });
    opening.push({ type: 'team', id, team: id % 2 === 0 ? 1 : 2, by: 0 });
  }
  opening.push({ type: 'limits', scoreLimit: 0, timeLimit: 0, by: 0 }, { type: 'start', by: 0 });
  const state = cloneState(first);
  const ticks: (readonly Command[])[] = [];
  const hashes = new Map<number, string>();
  const goals: number[] = [];
  let seed = 7;
  const random = (): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  for (let i = 0; i < length; i++) {
    const commands: Command[] = i === 0 ? opening : [];
    for (const player of state.players) {
      if (i % 5 !== player.id % 5) continue;
      const dx = state.world.x[0] - state.world.x[player.disc];
      const dy = state.world.y[0] - state.world.y[player.disc];
      const keys = (dx > 0 ? KEY.right : KEY.left) | (dy > 0 ? KEY.down : KEY.up) | (random() < 0.4 ? KEY.kick : 0);
      if (keys !== player.input) commands.push({ type: 'input', id: player.id, keys });
    }
    const events: Parameters<typeof runTick>[3] = [];
    runTick(state, commands, stadiums, events);
    if (events.some(({ type }) => type === 'goal')) goals.push(state.tick);
    ticks.push(commands);
    if (i % 997 === 0) hashes.set(state.tick, hashState(state));
  }
  return { first, ticks, hashes, goals };
}

let log: Log;
beforeAll(() => {
  log = play(TEN_MINUTES);
});

function whole(): Tape {
  const tape = new Tape(stadiums);
  tape.begin(log.first);
  tape.append({ from: 0, ticks: log.ticks });
  return tape;
}

test('knows every state and every goal', () => {
  const tape = whole();
  while (!tape.surveyed) tape.work(10);
  expect(log.goals.length).toBeGreaterThan(0);
  expect(tape.moments.flatMap(({ type, tick }) => (type === 'goal' ? tick : []))).toEqual(log.goals);
  for (const [tick, hash] of [...log.hashes].reverse()) expect(hashState(tape.stateAt(tick) as MatchState)).toBe(hash);
  expect(tape.starts).toEqual([1]);
});

test('a seek anywhere in ten minutes of 6 against 6 takes less than 100 ms', () => {
  const tape = whole();
  while (!tape.surveyed) tape.work(10);
  const taken: number[] = [];
  for (let i = 1; i <= 100; i++) {
    const tick = (i * 7919) % TEN_MINUTES;
    const fromMs = performance.now();
    expect(tape.stateAt(tick)?.tick).toBe(tick);
    taken.push(performance.now() - fromMs);
  }
  taken.sort((a, b) => a - b);
  console.log(`seek in ten minutes: median ${taken[50].toFixed(1)} ms, slowest ${taken[99].toFixed(1)} ms`);
  expect(taken[99]).toBeLessThan(SEEK_MS);
});

test('a seek to what nobody has looked through yet is right, too', () => {
  const tape = whole();
  const [tick, hash] = [...log.hashes][10];
  expect(hashState(tape.stateAt(tick) as MatchState)).toBe(hash);
});

test('the past is put before the present, and what comes meanwhile is not lost', () => {
  const present = cloneState(whole().stateAt(6000) as MatchState);
  const tape = new Tape(stadiums);
  tape.begin(present);
  tape.append({ from: 6000, ticks: log.ticks.slice(6000, 7000) });
  tape.work(1);
  expect(tape.prepend(log.first, log.ticks.slice(0, 5999))).toBe(false);
  expect(tape.prepend(log.first, log.ticks.slice(0, 6500))).toBe(true);
  tape.append({ from: 7000, ticks: log.ticks.slice(7000, 9000) });
  while (!tape.surveyed) tape.work(5);
  expect([tape.start, tape.head]).toEqual([0, 9000]);
  for (const [tick, hash] of log.hashes) {
    if (tick <= 9000) expect(hashState(tape.stateAt(tick) as MatchState)).toBe(hash);
  }
  const goals = tape.moments.flatMap(({ type, tick }) => (type === 'goal' ? tick : []));
  expect(goals).toEqual(log.goals.filter((tick) => tick <= 9000));
});

test('forgets what is old, and keeps the rest as it was', () => {
  const tape = whole();
  while (!tape.surveyed) tape.work(10);
  tape.forget(20_000);
  expect(tape.start).toBeGreaterThan(19_000);
  expect(tape.start).toBeLessThanOrEqual(20_000);
  expect(tape.head).toBe(TEN_MINUTES);
  for (const [tick, hash] of log.hashes) {
    if (tick >= tape.start) expect(hashState(tape.stateAt(tick) as MatchState)).toBe(hash);
  }
});

test('ends where the log does not run any further', () => {
  const tape = new Tape(stadiums);
  tape.begin(log.first);
  const nobody: Command = { type: 'leave', id: 99, by: 0, kicked: false, banned: false, reason: '' };
  tape.append({ from: 0, ticks: [...log.ticks.slice(0, 500), [nobody], ...log.ticks.slice(501, 900)] });
  tape.work(1000);
  expect([tape.head, tape.end]).toEqual([900, 500]);
  expect(tape.stateAt(600)).toBe(null);
  expect(tape.stateAt(500)?.tick).toBe(500);
});

test('refuses ticks that do not follow', () => {
  expect(() => whole().append({ from: 5, ticks: [] })).toThrow(RangeError);
});
