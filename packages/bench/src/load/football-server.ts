// The subject: the whole server as `main.ts` builds it, its rooms full of matches.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { matchMaker } from '@colyseus/core';
import { createRoom } from '@touchline/shared/protocol';
import { readConfig } from 'touchline/src/config.ts';
import { serve } from 'touchline/src/main.ts';
import { serveDuties } from './child.ts';
import { TickClock } from './lateness.ts';
import { OwnLateness } from './own-lateness.ts';

const SETTINGS = createRoom.parse({ name: 'Bench', maxPlayers: 14, stadium: 'Classic', scoreLimit: 0, timeLimit: 0 });

// A real disk is written to, as on a host's machine.
const dataDir = mkdtempSync(join(tmpdir(), 'touchline-bench-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
// Every client of the load seems to come from an address of its own, or the limits per address would stop it.
const flags = ['--port', '0', '--max-rooms', '1000', '--trust-proxy', 'loopback', '--log-level', 'silent'];
// … nor is it turned away when the core is full: that is what is looked for.
flags.push('--max-cpu-percent', '0', '--no-join-work', '--data-dir', dataDir, ...process.argv.slice(2));
// Not awaited here: a question that comes meanwhile must find somebody listening.
const serving = serve(readConfig(flags, {}));
const clock = new TickClock();
/** Listens when it is first asked: it costs each tick a look at the clock of the processor. */
let lateness: OwnLateness | undefined;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const rooms: string[] = [];

const duties = {
  /** `timeLimit`: minutes of a match; without it, a match goes on until nobody needs it. */
  async open({ count, timeLimit = 0 }: { count: number; timeLimit?: number }) {
    const server = await serving;
    const opened: string[] = [];
    for (let i = 0; i < count; i++) {
      const { id } = await server.rooms.create({ ...SETTINGS, timeLimit }, { openedBy: 'host', standing: false });
      const room = server.rooms.get(id);
      room?.listen({ tick: clock.room(), rest: () => {}, close: () => {} });
      opened.push(id);
    }
    rooms.push(...opened);
    return { url: server.url, rooms: opened, gated: true };
  },
  /** The server's own room, where bots play as soon as somebody watches. */
  async standing(_: null) {
    const server = await serving;
    server.rooms.get(server.roomId)?.listen({ tick: clock.room(), rest: () => {}, close: () => {} });
    return { url: server.url, room: server.roomId };
  },
  measureStanding: ({ ms }: { ms: number }) => clock.measure(ms),
  /** Puts everybody who is not on a side on one, by turns, and blows the whistle where there is no match. */
  async kickOff() {
    const server = await serving;
    for (const id of rooms) {
      const room = server.rooms.get(id);
      if (!room) throw new Error(`no room ${id}`);
      for (const [i, player] of room.state.players.entries()) {
        if (player.team === 0) room.loop.submit({ type: 'team', id: player.id, team: i % 2 === 0 ? 1 : 2, by: 0 });
      }
      if (room.state.phase === 'none') room.loop.submit({ type: 'start', by: 0 });
    }
  },
  /** How many inputs wait after each tick, of every seat that has a connection, for so long. */
  async depths({ ms }: { ms: number }) {
    const server = await serving;
    const seen: number[] = [];
    const stops = rooms.flatMap((id) => {
      const room = server.rooms.get(id);
      if (!room) return [];
      const look = () => {
        for (const { source } of room.loop.seats.values()) if (source) seen.push(source.size);
      };
      return [room.listen({ tick: look, rest: () => {}, close: () => {} })];
    });
    await wait(ms);
    for (const stop of stops) stop();
    return seen;
  },
  /** What it still holds when nobody needs it any more: bytes of objects and buffers, after collecting garbage. Compiled code apart. */
  async held(_: null) {
    // The instrument's own memory is none of the server's.
    lateness?.take();
    // Twice: what the first frees may have kept more alive.
    collectGarbage();
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    const codeBytes = compiledBytes();
    const server = await serving;
    const listeners = rooms.map((id) => server.rooms.get(id)?.loop.listeners.size ?? 0);
    return {
      bytes: heapUsed - codeBytes + external,
      codeBytes,
      history: server.feeds.historyBytes,
      events: server.feeds.eventBytes,
      rss: process.memoryUsage.rss(),
      listeners,
    };
  },
  /** Rooms that strangers opened would stay for a minute. */
  async closeStrangersRooms(_: null) {
    const server = await serving;
    const strange = server.rooms.list().filter(({ origin }) => origin.openedBy === 'lobby');
    await Promise.all(strange.map(({ id }) => matchMaker.getLocalRoomById(id).disconnect()));
    return strange.length;
  },
  /** Of all ticks since the last time, without what the machine caused, in ms. */
  ownLateness(_: null) {
    lateness ??= new OwnLateness();
    return lateness.take();
  },
  async measure({ ms }: { ms: number }) {
    const server = await serving;
    const load = await clock.measure(ms);
    // The figures are for football: every player on the pitch, and the match running.
    for (const id of rooms) {
      const { state } = server.rooms.get(id) ?? {};
      if (!state || state.phase === 'none') throw new Error(`no match in ${id}`);
      if (!state.players.every(({ disc }) => disc >= 0)) throw new Error(`somebody in ${id} does not play`);
    }
    return load;
  },
};
export type FootballServer = typeof duties;
serveDuties(duties);

/** Code that the engine compiles, and drops again, as it sees fit: for a quarter of an hour and more it finds something to do. */
function compiledBytes(): number {
  return getHeapSpaceStatistics()
    .filter(({ space_name }) => /^(?:code|trusted)(?:_large_object)?_space$/.test(space_name))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
}
