// What counting promises: at any tick that is shown, in whatever order they are shown, the table of a reader who saw all of it.
import { runTick } from '@touchline/shared/log';
import { type Command, cloneState, createState, KEY, type MatchState, MatchStatistics } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { beforeAll, expect, test } from 'vitest';
import type { Counted } from '../ui/session.ts';
import { LiveCount, TapeCount } from './count.ts';
import { Tape } from './tape.ts';

const LENGTH = 6000;
const SECOND_MATCH = 4000;
const classic = stockStadium('Classic') as Stadium;
const small = stockStadium('Small') as Stadium;
const stadiums = new Map([classic, small].map((stadium) => [stadium.hash, stadium]));

interface Log {
  readonly first: MatchState;
  readonly ticks: readonly (readonly Command[])[];
  /** Every state at a round tick, and the table there. */
  readonly known: ReadonlyMap<number, { readonly state: MatchState; readonly table: object }>;
}
let log: Log;

/** Three a side who chase and kick, in two matches, the second one elsewhere. */
function play(): Log {
  const first = createState(classic);
  const state = cloneState(first);
  const statistics = MatchStatistics.from(state);
  const ticks: (readonly Command[])[] = [];
  const known = new Map<number, { state: MatchState; table: object }>();
  for (let i = 0; i < LENGTH; i++) {
    const commands: Command[] = [];
    if (i === 0) {
      for (let id = 1; id <= 6; id++) {
        commands.push({ type: 'join', id, name: `P${id}`, avatar: '', bot: false });
        commands.push({ type: 'team', id, team: id % 2 === 0 ? 1 : 2, by: 0 });
      }
      commands.push({ type: 'limits', scoreLimit: 0, timeLimit: 0, by: 0 }, { type: 'start', by: 0 });
    }
    if (i === SECOND_MATCH) {
      commands.push({ type: 'stop', by: 0 }, { type: 'stadium', hash: small.hash, by: 0 }, { type: 'start', by: 0 });
    }
    for (const player of state.players) {
      if (i % 5 !== player.id % 5 || i === SECOND_MATCH) continue;
      const dx = state.world.x[0] - state.world.x[player.disc];
      const dy = state.world.y[0] - state.world.y[player.disc];
      const kick = (i + player.id) % 3 === 0 ? KEY.kick : 0;
      const keys = (dx > 0 ? KEY.right : KEY.left) | (dy > 0 ? KEY.down : KEY.up) | kick;
      if (keys !== player.input) commands.push({ type: 'input', id: player.id, keys });
    }
    const events: Parameters<typeof runTick>[3] = [];
    runTick(state, commands, stadiums, events);
    statistics.tick(state, commands, events);
    ticks.push(commands);
    if (state.tick % 100 === 0) known.set(state.tick, { state: cloneState(state), table: statistics.table() });
  }
  return { first, ticks, known };
}
beforeAll(() => {
  log = play();
});

function tableAt(tick: number): object | undefined {
  return log.known.get(tick)?.table;
}

/** Asks until it is done, as a page does from frame to frame. */
function ask(count: TapeCount, tick: number): Counted {
  for (let i = 0; i < 10_000; i++) {
    const counted = count.at(tick, 0);
    if (counted) return counted;
  }
  throw new Error(`never counted to ${tick}`);
}

test('there is something to count', () => {
  const { red, blue, fromSeconds } = MatchStatistics.from(createState(classic)).table();
  expect([red.touches, blue.touches, fromSeconds]).toEqual([0, 0, 0]);
  expect(tableAt(3900)).toMatchObject({ red: { touches: expect.toSatisfy((n: number) => n > 0) } });
  expect(tableAt(4100)).not.toEqual(tableAt(3900));
});

test('[statistics] jumping about shows what counting from the start shows', () => {
  const tape = new Tape(stadiums);
  tape.begin(log.first);
  tape.append({ from: 0, ticks: log.ticks });
  const count = new TapeCount(tape, stadiums);
  for (const tick of [3000, 100, 2900, 5900, 1200, 4000, 4100, 3900, 6000, 600, 5000]) {
    expect(ask(count, tick).table, `at ${tick}`).toEqual(tableAt(tick));
  }
  expect(ask(count, 3000).stadium.name).toBe('Classic');
  expect(ask(count, 5000).stadium.name).toBe('Small');
});

test('[statistics] a rewind counts no more than ten seconds again', () => {
  const tape = new Tape(stadiums);
  tape.begin(log.first);
  tape.append({ from: 0, ticks: log.ticks });
  const count = new TapeCount(tape, stadiums);
  ask(count, 3900);
  let frames = 1;
  while (!count.at(3500, 0)) frames++;
  // Without time to spend, sixteen ticks are run each time.
  expect(frames).toBeLessThanOrEqual(600 / 16 + 1);
});

test('[statistics] a broadcast is counted as it grows; before its past has come, from where it began', () => {
  const cut = 2000;
  const tape = new Tape(stadiums);
  const { state } = log.known.get(cut) ?? {};
  if (!state) throw new Error('no state');
  tape.begin(state);
  tape.append({ from: cut, ticks: log.ticks.slice(cut, cut + 500) });
  const count = new TapeCount(tape, stadiums);
  const late = ask(count, 2500).table;
  expect(late.fromSeconds).toBe(state.time);
  expect(late.ticks).toBeLessThanOrEqual(500);
  tape.append({ from: 2500, ticks: log.ticks.slice(2500, 2600) });
  expect(ask(count, 2600).table.fromSeconds).toBe(state.time);
  expect(tape.prepend(log.first, log.ticks.slice(0, cut))).toBe(true);
  expect(ask(count, 2600).table).toEqual(tableAt(2600));
});

test('[statistics] an evening is long: what is forgotten is not needed for what is shown', () => {
  const tape = new Tape(stadiums);
  tape.begin(log.first);
  tape.append({ from: 0, ticks: log.ticks });
  const count = new TapeCount(tape, stadiums);
  ask(count, 5000);
  tape.work(10_000);
  tape.forget(SECOND_MATCH);
  expect(tape.start).toBeGreaterThan(0);
  expect(ask(count, 5500).table).toEqual(tableAt(5500));
});

test('[statistics] a player counts each confirmed tick, and says so where he came late', () => {
  const count = new LiveCount();
  expect(count.counted).toBeNull();
  const from = log.known.get(3000)?.state;
  if (!from) throw new Error('no state');
  const run = (state: MatchState, until: number): void => {
    while (state.tick < until) {
      const commands = log.ticks[state.tick];
      const events: Parameters<typeof runTick>[3] = [];
      runTick(state, commands, stadiums, events);
      count.tick(state, commands, events);
    }
  };
  const whole = cloneState(log.first);
  count.adopt(whole);
  run(whole, 3000);
  expect(count.counted?.table).toEqual(tableAt(3000));
  const returned = cloneState(from);
  count.adopt(returned);
  expect(count.counted?.table.fromSeconds).toBe(from.time);
  run(returned, 5000);
  expect(count.counted?.table).toEqual(tableAt(5000));
  const idle = cloneState(log.first);
  idle.tick = 5000;
  count.adopt(idle);
  expect(count.counted?.table).toEqual(tableAt(5000));
});
