import { createState, type MatchState, PAUSED, TICKS_PER_SECOND } from '@touchline/shared/match';
import { RETURN_WITHIN_SECONDS } from '@touchline/shared/protocol';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { beforeEach, expect, it } from 'vitest';
import { SeatInputs } from './inputs.ts';
import { Return } from './return.ts';
import { RoomLoop, type Seat } from './room-loop.ts';

const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);
const SOURCE = { size: 0, next: () => undefined };

let state: MatchState;

/** Two people in a match, as the log has them. */
beforeEach(() => {
  state = createState(classic);
  const loop = new RoomLoop(state, stadiums);
  for (const id of [1, 2]) {
    loop.submit({ type: 'join', id, name: `p${id}`, avatar: '', bot: false });
    loop.submit({ type: 'team', id, team: id === 1 ? 1 : 2, by: 0 });
  }
  loop.submit({ type: 'start', by: 0 });
  loop.tick(false);
  loop.submit({ type: 'disc', index: 0, change: { vx: -2 } });
  for (let i = 0; i < 30; i++) loop.tick(false);
});

/** The room of the next process: everybody has a seat, and nobody sits in it. */
function restart(): { loop: RoomLoop; seats: Seat[] } {
  const loop = new RoomLoop(state, stadiums);
  const seats = state.players.map(({ id }) => ({
    ...{ playerId: id, key: `k${id}`, inputs: new SeatInputs(), source: undefined },
  }));
  for (const seat of seats) loop.seats.set(seat.playerId, seat);
  return { loop, seats };
}

const ticks = (loop: RoomLoop, count: number) => {
  for (let i = 0; i < count; i++) loop.tick(false);
};

it('the match stands still until the last one is back, and then goes on by itself', () => {
  const { loop, seats } = restart();
  const back = new Return(loop, false);
  ticks(loop, 60);
  const ball = state.world.x[0];
  expect([state.pause, back.look()]).toEqual([PAUSED, false]);
  seats[0].source = SOURCE;
  ticks(loop, 60);
  expect([back.look(), state.world.x[0]]).toEqual([false, ball]);
  seats[1].source = SOURCE;
  expect(back.look()).toBe(true);
  ticks(loop, PAUSED + 60);
  expect(state.pause).toBe(0);
  expect(state.world.x[0]).toBeLessThan(ball);
  expect(state.players).toHaveLength(2);
});

it('who does not come back in time has left, and the match goes on without him', () => {
  const { loop, seats } = restart();
  const back = new Return(loop, false);
  seats[0].source = SOURCE;
  ticks(loop, RETURN_WITHIN_SECONDS * TICKS_PER_SECOND - 1);
  expect(back.look()).toBe(false);
  ticks(loop, 1);
  expect(back.look()).toBe(true);
  ticks(loop, PAUSED + 2);
  expect(state.players.map(({ id }) => id)).toEqual([1]);
  expect([loop.seats.size, state.pause]).toEqual([1, 0]);
});

it('a second restart while the match waits for the first one waits anew, and goes on all the same', () => {
  const first = restart();
  const wait = new Return(first.loop, false);
  ticks(first.loop, 10);
  const { loop, seats } = restart();
  const back = new Return(loop, wait.paused);
  ticks(loop, 10);
  for (const seat of seats) seat.source = SOURCE;
  expect(back.look()).toBe(true);
  ticks(loop, PAUSED + 2);
  expect(state.pause).toBe(0);
});

it('what an admin has paused stays paused', () => {
  const before = restart();
  before.loop.submit({ type: 'pause', paused: true, by: 1 });
  ticks(before.loop, 10);
  const { loop, seats } = restart();
  const back = new Return(loop, false);
  ticks(loop, 10);
  for (const seat of seats) seat.source = SOURCE;
  expect([back.paused, back.look()]).toEqual([false, true]);
  ticks(loop, 200);
  expect(state.pause).toBe(PAUSED);
});

it('a key that was held is let go', () => {
  const before = restart();
  before.loop.submit({ type: 'input', id: 1, keys: 8 });
  ticks(before.loop, 1);
  expect(state.players[0].input).toBe(8);
  const { loop } = restart();
  new Return(loop, false);
  ticks(loop, 1);
  expect(state.players[0].input).toBe(0);
});
