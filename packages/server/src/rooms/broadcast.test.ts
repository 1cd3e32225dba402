import { hashState } from '@touchline/shared/log';
import { TICKS_PER_SECOND } from '@touchline/shared/match';
import type { RoomSettings } from '@touchline/shared/protocol';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UNMETERED } from '../meter.ts';
import { LiveRoom } from './live-room.ts';

const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);
const SETTINGS: RoomSettings = {
  ...{ name: 'Park', maxPlayers: 8, unlisted: false, stadium: 'Classic', scoreLimit: 3, timeLimit: 3 },
  ...{ joinDuringMatch: true, bots: 0, botLevel: 2, delay: 0 },
};

let room: LiveRoom;
/** State hashes of the room itself, by tick. */
let truth: Map<number, string>;
/** What a viewer was told: tick and hash. */
let told: [number, string][];

function openRoom(delay: number): void {
  room = new LiveRoom({
    id: 'park',
    settings: { ...SETTINGS, delay },
    origin: { openedBy: 'lobby', standing: false },
    stadium: classic,
    stadiums,
    shell: {
      ...{
        connections: () => 0,
        flush: () => {},
        dissolve: () => {},
        crashed: () => {},
        tellChatRules: () => {},
        notice: () => {},
      },
      ...{ whisper: () => {}, clearBans: () => {}, originOf: () => ({ address: '', key: null, auth: null }) },
      ...{ refuses: () => null, addressOf: () => '', keyOf: () => null },
    },
    log: pino({ level: 'silent' }),
    meter: UNMETERED,
    bootId: 'boot',
  });
  truth = new Map();
  told = [];
  const idle = { rest: () => {}, close: () => {} };
  room.listen({ ...idle, tick: () => void truth.set(room.state.tick, hashState(room.state)) });
  const { broadcast } = room;
  broadcast.listen({ ...idle, tick: () => void told.push([broadcast.state.tick, hashState(broadcast.state)]) });
  for (const id of [1, 2]) {
    room.loop.submit({ type: 'join', id, name: `p${id}`, avatar: '', bot: false });
    room.loop.submit({ type: 'team', id, team: id === 1 ? 1 : 2, by: 0 });
  }
  room.loop.submit({ type: 'start', by: 0 });
}

/** As many ticks at 60 a second, on the test's clock. */
function play(ticks: number): void {
  for (let i = 0; i < ticks; i++) {
    if (i % 7 === 0) room.loop.submit({ type: 'input', id: 1, keys: (i % 31) + 1 });
    room.loop.tick(false);
    vi.advanceTimersByTime(1000 / TICKS_PER_SECOND);
  }
}

const expectTruth = () => {
  for (const [tick, hash] of told) expect(hash).toBe(truth.get(tick));
  expect(told.map(([tick]) => tick)).toEqual(told.map((_, i) => i + 1));
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  room.close('room-closed');
  vi.useRealTimers();
});

it('without a disk to wait for, viewers see every tick at once', () => {
  openRoom(0);
  play(100);
  expect(told).toHaveLength(100);
  expectTruth();
});

it('tells nothing that is not on the disk', () => {
  openRoom(0);
  room.awaitDisk();
  play(10);
  expect(told).toEqual([]);
  room.wrote(6);
  expect(told).toHaveLength(6);
  room.wrote(3);
  play(1);
  expect(told).toHaveLength(6);
  room.wrote(11);
  expect(told).toHaveLength(11);
  expectTruth();
});

it.each([1, 30, 120])('with a delay of %i s nothing public is ahead of it', (delay) => {
  openRoom(delay);
  room.loop.submit({ type: 'disc', index: 0, change: { x: 300, y: 0, vx: 20, vy: 0 } });
  play(delay * TICKS_PER_SECOND);
  expect(told.length).toBeLessThanOrEqual(1);
  expect(room.state.red).toBe(1);
  const card = room.broadcast.listing();
  expect([card.red, card.seconds, card.delay]).toEqual([0, 0, delay]);
  expect(room.broadcast.glimpse()).toEqual(told.length === 0 ? null : expect.anything());
  play(200);
  expect(told.length).toBeGreaterThanOrEqual(199);
  expect(told.length).toBeLessThanOrEqual(201);
  expectTruth();
});

it('a delayed room that falls asleep still tells its end', () => {
  openRoom(2);
  play(60);
  const rest = vi.fn();
  room.broadcast.listen({ tick: () => {}, rest, close: () => {} });
  room.broadcast.rest();
  expect([told.length, room.broadcast.awake()]).toEqual([0, true]);
  expect(rest).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2100);
  expect([told.length, room.broadcast.awake()]).toEqual([60, false]);
  expect(rest).toHaveBeenCalledOnce();
  expectTruth();
});

it('stadiums that viewers have not seen yet are still needed', () => {
  const big = stockStadium('Big') as Stadium;
  stadiums.set(big.hash, big);
  openRoom(5);
  play(2);
  room.loop.submit({ type: 'stop', by: 0 });
  room.loop.submit({ type: 'stadium', hash: big.hash, by: 0 });
  play(2);
  expect([...room.broadcast.arenasInUse()]).toContain(big.hash);
  expect(room.broadcast.state.stadium.hash).toBe(classic.hash);
});
