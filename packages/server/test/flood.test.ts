// More than 2000 joins a minute from as many addresses, against a whole server: who fills the room, and do ticks come late?
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { boot, Guest, OPEN_ROOM } from './kit/boot.ts';
import type { FloodOrder, FloodReport } from './kit/flood-thread.ts';

/** Before the flood, and again after it: the machine may be busier by then. */
const QUIET_SECONDS = 1.2;
/** Of each of three kinds: 3600 a minute together, for three and a half seconds. */
const FLOOD = { joins: 70, joinsPerSecond: 20 };
/** A quarter of what a core does in JavaScript. */
const ATTEMPTS_PER_SECOND = 250_000;
const PERIOD_MS = 1000 / 60;
/** Less than a tick: no player sees it. On a machine that is later than that by itself: so many times as late. */
const LATEST_MS = 10;
const MOST_TIMES_AS_LATE = 3;

/**
 * How late ticks are, p99 in ms, against the grid that the most punctual of them lies on: in the calmest second. What a flood
 * does to ticks it does in every second; what else the machine is busy with, in some.
 */
function lateness(times: readonly number[]): number {
  const seconds = Array.from({ length: Math.floor(times.length / 60) }, (_, i) => times.slice(i * 60, (i + 1) * 60));
  return Math.min(...seconds.map(latenessP99));
}

function latenessP99(times: readonly number[]): number {
  const offsets = times.map((time, n) => time - n * PERIOD_MS).sort((a, b) => a - b);
  return offsets[Math.floor(offsets.length * 0.99)] - offsets[0];
}

function flood(order: FloodOrder): { report: Promise<FloodReport>; end: () => Promise<number> } {
  const thread = new Worker(new URL('./kit/flood-thread.ts', import.meta.url), { workerData: order });
  const report = new Promise<FloodReport>((resolve, reject) => {
    thread.on('message', resolve);
    thread.on('error', reject);
  });
  return { report, end: () => thread.terminate() };
}

it('a flood of joins fills no room, keeps nobody out and delays no tick', async () => {
  const server = await boot('--trust-proxy', 'loopback', '--bots', '0', '--join-work');
  try {
    const { id } = await server.rooms.create({ ...OPEN_ROOM, maxPlayers: 30 }, { openedBy: 'host', standing: false });
    const room = server.rooms.get(id);
    if (!room) throw new Error('no room');
    let times: number[] = [];
    room.listen({ tick: () => void times.push(performance.now()), rest: () => {}, close: () => {} });
    const ann = await (await Guest.join(server, id, { nick: 'Ann' })).seated();

    const inQuiet = async () => {
      times = [];
      await wait(QUIET_SECONDS * 1000);
      return lateness(times);
    };
    const before = await inQuiet();
    times = [];
    const { url } = server;
    const { report, end } = flood({
      ...{ url, roomId: id, ...FLOOD, attemptsPerSecond: ATTEMPTS_PER_SECOND },
    });
    const { tried, passed, personMs } = await report;
    const flooded = lateness(times);
    const quiet = Math.max(before, await inQuiet());

    const holders = room.holders().length;
    expect(tried).toMatchObject({ bare: FLOOD.joins, lazy: FLOOD.joins, replay: FLOOD.joins });
    expect(passed).toMatchObject({ bare: 0, lazy: 0, replay: 0 });
    expect(holders).toBeLessThan(room.maxPlayers);
    expect(personMs).not.toBeNull();
    expect(room.state.players.some(({ name }) => name === 'Person')).toBe(true);
    expect(flooded).toBeLessThan(Math.max(LATEST_MS, MOST_TIMES_AS_LATE * quiet));
    await end();
    await ann.leave();
  } finally {
    await server.stop();
  }
});
