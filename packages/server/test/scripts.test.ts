// Room scripts on a whole server: real threads, real people.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { type Running, serve } from '../src/main.ts';
import type { TickListener } from '../src/rooms/room.ts';
import { boot, bootWith, Guest, until } from './kit/boot.ts';
import { Identity } from './kit/identity.ts';
import { temporaryFolder } from './kit/temporary.ts';

const folder = temporaryFolder('scripts');
let server: Running | undefined;
let written = 0;

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** Writes a script and returns its path. */
function script(text: string, ending = '.js'): string {
  const path = join(folder, `script-${++written}${ending}`);
  writeFileSync(path, text);
  return path;
}

interface Hosting {
  readonly ending?: string;
  readonly flags?: readonly string[];
  /** Less than hosts allow, so that nobody waits. */
  readonly hangsAfterMs?: number;
}

/** A server with this script; resolves when the script's room is open. */
async function host(text: string, options: Hosting = {}) {
  const special = options.hangsAfterMs === undefined ? {} : { scriptHangsAfterMs: options.hangsAfterMs };
  server = await bootWith(special, '--bots', '0', '--script', script(text, options.ending), ...(options.flags ?? []));
  const running = server;
  const [only] = running.scripts.hosts;
  const room = await until('a room', () => only.room);
  return { server: running, roomId: room.id, room, lines: () => only.lines };
}

const said = (guest: Guest) => guest.commands.flatMap((command) => (command.type === 'announce' ? [command.text] : []));
const enter = async (roomId: string, nick: string, options = {}) => {
  if (!server) throw new Error('no server');
  return (await Guest.join(server, roomId, { nick, ...options })).seated();
};

/** Knocks until the door is open. */
async function comeIn(roomId: string, nick: string): Promise<Guest> {
  for (let knocks = 0; ; knocks++) {
    try {
      return await enter(roomId, nick);
    } catch (error) {
      if (knocks > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

test('[room-scripts R3, R9, R54, R55] a script opens a room, greets, and moves people', async () => {
  const { roomId } = await host(`
    var room = HBInit({ roomName: 'By script', noPlayer: true, public: true });
    room.setScoreLimit(7);
    room.onPlayerJoin = function (player) {
      room.setPlayerTeam(player.id, 1);
      room.setPlayerAdmin(player.id, true);
      room.sendAnnouncement('hello ' + player.name + ' ' + player.team);
      Promise.resolve().then(function () { room.sendAnnouncement('now in ' + room.getPlayer(player.id).team); });
      room.startGame();
    };
    room.onGameStart = function (by) { room.sendAnnouncement('on ' + by + ' ' + JSON.stringify(room.getScores())); };
  `);
  expect(roomId).toBe('by-script');
  const guest = await enter(roomId, 'Ana');
  await until('everything', () => said(guest).length >= 3);
  expect(said(guest)).toEqual([
    'hello Ana 0',
    'now in 1',
    'on null {"red":0,"blue":0,"time":0,"scoreLimit":7,"timeLimit":180}',
  ]);
  expect(guest.self).toMatchObject({ team: 1, admin: true });
  expect(guest.divergences).toEqual([]);
});

test('[room-scripts R55, R61] bots are players to a script: it tells them apart, puts them where it wants, and sees them play', async () => {
  const { room, lines } = await host(
    `
    var room = HBInit({ noPlayer: true }), known = {}, active = {}, kicks = 0, over = false;
    room.setScoreLimit(1);
    room.onPlayerJoin = function (p) {
      known[p.auth] = known[p.conn] = p.id;
      console.log('joined ' + [p.team, p.auth.length, /^[0-9A-F]{32}$/.test(p.conn)]);
      room.setPlayerTeam(p.id, p.id % 2 ? 1 : 2);
      if (room.getPlayerList().length === 4) room.startGame();
    };
    room.onPlayerActivity = function (p) { active[p.id] = true; };
    room.onPlayerBallKick = function () { kicks++; };
    room.onGameTick = function () {
      if (over || Object.keys(active).length < 4 || kicks === 0) return;
      over = true;
      room.stopGame();
    };
    room.onGameStop = function () {
      room.getPlayerList().forEach(function (p) { room.setPlayerTeam(p.id, 0); });
      console.log('known ' + Object.keys(known).length);
    };
  `,
    { flags: ['--script-bots', '2'] },
  );
  await until('the end', () => lines().includes('known 8'), 20_000);
  expect(lines().filter((line) => line === 'joined 0,43,true')).toHaveLength(4);
  // Nobody goes home from the bench when the room looks after its bots the next time.
  const { tick } = room.state;
  await until('a second', () => room.state.tick > tick + 65);
  expect(room.state.players.map(({ bot, team }) => [bot, team])).toEqual(Array(4).fill([true, 0]));
});

test('[room-scripts R88] of the environment a module finds what the host has named, where it is, and nothing else', async () => {
  server = await boot('--script', script(`console.log('env ' + JSON.stringify(process.env));`, '.mjs'));
  const [without] = server.scripts.hosts;
  await until('a word', () => without.lines.includes('env {}'));
  await server.stop();
  const config = readConfig(
    [
      '--port',
      '0',
      '--log-level',
      'silent',
      '--data-dir',
      temporaryFolder('env'),
      '--script-env',
      'SCRIPT_TEST_HOOK',
    ].concat(['--script', script(`console.log('env ' + Object.entries(process.env).sort().join(' '));`, '.mjs')]),
    { SCRIPT_TEST_HOOK: 'https://hook.example', SECRET: 'x', TZ: 'Asia/Kolkata' },
  );
  server = await serve(config);
  const [hooked] = server.scripts.hosts;
  await until('the variable', () => hooked.lines.includes('env SCRIPT_TEST_HOOK,https://hook.example TZ,Asia/Kolkata'));
});

test('[room-scripts R8] the host player is in the list, speaks, and is nobody that an admin can put out', async () => {
  const { roomId, server } = await host(`
    var room = HBInit({ playerName: 'Chair', public: true });
    room.onPlayerJoin = function (p) { room.setPlayerAdmin(p.id, true); room.sendChat('welcome'); };
    room.touchline.setName('Renamed');
    room.touchline.setMaxPlayers(5);
  `);
  const ana = await enter(roomId, 'Ana');
  await until('a word', () => ana.commands.find(({ type }) => type === 'chat'));
  const listing = () => server.rooms.get(roomId)?.broadcast.listing();
  await until('another name', () => listing()?.name === 'Renamed' && ana.room.state.name === 'Renamed');
  expect(listing()?.maxPlayers).toBe(5);
  expect(ana.commands).toContainEqual({ type: 'chat', id: 0, text: 'welcome' });
  expect(ana.state?.players.map(({ id, name, admin }) => [id, name, admin])).toEqual([
    [0, 'Chair', true],
    [ana.id, 'Ana', true],
  ]);
  expect(ana.divergences).toEqual([]);
  ana.ask('kick', { id: 0, reason: '', ban: false });
  await until('a refusal', () => ana.notices.find(({ code }) => code === 'malformed'));
  ana.ask('teams', { how: 'random' });
  await until('a side', () => ana.self?.team === 1);
  expect(ana.state?.players.find(({ id }) => id === 0)?.team).toBe(0);
  expect(listing()?.players).toBe(1);
});

test('[room-scripts R75] a line that the script keeps back reaches nobody, and no log', async () => {
  const { roomId, room } = await host(`
    var room = HBInit({ noPlayer: true });
    room.onPlayerChat = function (p, text) { return text !== 'secret'; };
  `);
  const [ana, bob] = [await enter(roomId, 'Ana'), await enter(roomId, 'Bob')];
  const log: string[] = [];
  room.listen({
    tick: (commands) => void log.push(...commands.flatMap((c) => (c.type === 'chat' ? [c.text] : []))),
    rest: () => {},
    close: () => {},
  });
  for (const text of ['one', 'secret', 'two']) ana.ask('chat', { text });
  await until('two', () => bob.commands.find((command) => command.type === 'chat' && command.text === 'two'));
  expect(log).toEqual(['one', 'two']);
});

test('[room-scripts R10, R19] a line for one player comes to him alone, in its place', async () => {
  const { roomId } = await host(`
    var room = HBInit({ noPlayer: true });
    room.onPlayerChat = function (p) {
      room.sendAnnouncement('first', p.id);
      room.sendAnnouncement('second');
      room.sendAnnouncement('third', p.id, 0xff0000, 'bold', 2);
      return false;
    };
  `);
  const [ana, bob] = [await enter(roomId, 'Ana'), await enter(roomId, 'Bob')];
  ana.ask('chat', { text: 'go' });
  await until('a public line', () => said(bob).length > 0 && said(ana).length > 0);
  expect(said(bob)).toEqual(['second']);
  expect(bob.whispers).toEqual([]);
  const [first, third] = ana.whispers;
  expect(first.line).toEqual({ type: 'announce', text: 'first', color: -1, style: 0, sound: 1 });
  expect(third.line).toEqual({ type: 'announce', text: 'third', color: 0xff0000, style: 1, sound: 2 });
  expect([first.before, third.before, third.tick - first.tick]).toEqual([0, 1, 0]);
});

test('[room-scripts R24 to R26, R30] kick, ban, and the ban lifted by the former id; the password', async () => {
  const { roomId } = await host(
    `
    var room = HBInit({ noPlayer: true });
    var first = 0;
    room.onPlayerJoin = function (p) { first = first || p.id; };
    room.onPlayerChat = function (p, text) {
      if (text === 'ban') {
        room.kickPlayer(p.id, 'out', true);
        setTimeout(function () { room.clearBan(first); }, 1000);
      }
      if (text === 'lock') room.setPassword('word');
      return false;
    };
  `,
    { flags: ['--trust-proxy', 'loopback'] },
  );
  const ana = await enter(roomId, 'Ana');
  ana.ask('chat', { text: 'ban' });
  await until('the door', () => ana.farewell);
  expect(ana.farewell).toEqual({ banned: true, by: '', reason: 'out' });
  await expect(enter(roomId, 'Ana')).rejects.toThrow('banned');
  const again = await comeIn(roomId, 'Ana');
  again.ask('chat', { text: 'lock' });
  await until('a password', () => server?.rooms.get(roomId)?.needsPassword());
  await expect(enter(roomId, 'Bob')).rejects.toThrow('wrong-password');
});

/** The longest that the room stood still, in ms, and the ticks that it made, in the next `ms`. */
async function rhythm(room: { listen: (listener: TickListener) => () => void }, ms: number) {
  let ticks = 0;
  let worstMs = 0;
  let lastMs = performance.now();
  const end = room.listen({
    tick: () => {
      const nowMs = performance.now();
      worstMs = Math.max(worstMs, nowMs - lastMs);
      lastMs = nowMs;
      ticks++;
    },
    rest: () => {},
    close: () => {},
  });
  await new Promise((resolve) => setTimeout(resolve, ms));
  end();
  return { ticks, worstMs };
}

/** A room that waits for its script would stand still for seconds; a busy machine alone makes it late by this. */
const STALL_MS = 500;
const OPEN = 'var room = HBInit({ noPlayer: true });';

describe('[room-scripts R17, R88] a script that fails leaves its room in peace', () => {
  test('by throwing in handlers, timers and promises: told with file and line, and it goes on', async () => {
    const { roomId, lines } = await host(`${OPEN}
      room.onPlayerJoin = function () {
        room.nothing();
      };
      setTimeout(function () { throw new Error('in a timer'); }, 1);
      Promise.reject(new Error('in a promise'));
      room.onPlayerChat = function () { room.sendAnnouncement('alive'); };
    `);
    const ana = await enter(roomId, 'Ana');
    ana.ask('chat', { text: 'are you?' });
    await until('a sign', () => said(ana).includes('alive'));
    const line = (words: string) => lines().find((text) => text.includes(words));
    expect(line('room.nothing is not a function')).toMatch(/^onPlayerJoin: TypeError.*@ .*script-\d+\.js:3:14$/s);
    expect(line('in a timer')).toMatch(/^uncaught: Error.*@ .*script-\d+\.js:5:38$/s);
    expect(line('in a promise')).toMatch(/^unhandled rejection: .*@ .*script-\d+\.js:6:22$/s);
  });

  test('by looping for ever: ended after a while with its place, started again, three times and no more', async () => {
    const { roomId, room, lines } = await host(
      `${OPEN}
      room.onPlayerChat = function (p, text) {
        if (text === 'hang') for (;;) {}
      };
      room.onPlayerJoin = function (p) { room.setPlayerTeam(p.id, p.id % 2 ? 1 : 2); if (p.name === 'Ana') room.sendAnnouncement('here'); };
    `,
      { hangsAfterMs: 2000 },
    );
    const bob = await enter(roomId, 'Bob');
    const ana = await enter(roomId, 'Ana');
    await until('a word', () => said(ana).length === 1);
    await until('sides', () => ana.self?.team && bob.self?.team);
    for (let time = 1; time <= 3; time++) {
      ana.ask('chat', { text: 'hang' });
      const { ticks, worstMs } = await rhythm(room, 1500);
      expect(ticks).toBeGreaterThan(75);
      expect(worstMs).toBeLessThan(STALL_MS);
      await until('the end', () => lines().filter((text) => text.includes('has been busy')).length === time, 15_000);
      if (time === 3) break;
      await until('another life', () => said(ana).filter((text) => text === 'here').length === time + 1, 30_000);
    }
    expect(lines().find((text) => text.includes('has been busy'))).toMatch(/in onPlayerChat at .*script-\d+\.js:3:/);
    expect(lines().at(-1)).toContain('is off now');
    // All the while nobody has become admin by joining, and no match has started by itself.
    expect(room.state).toMatchObject({ phase: 'none' });
    expect(room.state.players.some(({ admin }) => admin)).toBe(false);
    ana.ask('chat', { text: 'still here' });
    await until('the line', () => ana.commands.some((c) => c.type === 'chat' && c.text === 'still here'));
    // The line that it hung on was said after a tenth of a second (R16).
    expect(ana.commands).toContainEqual({ type: 'chat', id: ana.id, text: 'hang' });
  }, 120_000);

  test.each([
    ['leaking', 'var kept = []; for (;;) kept.push(new Array(1000).fill(kept.length));', /used (more than|too much)/],
    [
      'hoarding buffers',
      'kept = []; setInterval(function () { kept.push(new Uint8Array(20e6).fill(1)); }, 1);',
      /used more than/,
    ],
    [
      'flooding',
      'setInterval(function () { for (var i = 0; i < 5000; i++) room.setScoreLimit(i); }, 1);',
      /faster than its room/,
    ],
  ])('by %s', async (_what, code, words) => {
    const { roomId, room, lines } = await host(`${OPEN}
      room.onPlayerChat = function () {
        ${code}
      };
      room.onRoomLink = function () { room.sendAnnouncement('here'); };
    `);
    const ana = await enter(roomId, 'Ana');
    ana.ask('chat', { text: 'go' });
    const { ticks, worstMs } = await rhythm(room, 2000);
    // Of 120; a busy machine takes some, a script all.
    expect(ticks).toBeGreaterThan(60);
    expect(worstMs).toBeLessThan(STALL_MS);
    await until('the end', () => lines().some((text) => words.test(text)), 20_000);
    await until('another life', () => said(ana).includes('here'), 20_000);
    expect(lines().some((text) => text.includes('starts again in 1 s'))).toBe(true);
  });

  test('by ending its process, which is only its thread', async () => {
    const { roomId, lines } = await host(
      `
      const init = await (await import('haxball.js')).default;
      const room = init({ noPlayer: true });
      room.onPlayerJoin = (p) => room.sendAnnouncement('joined ' + p.name);
      room.onPlayerChat = () => process.exit(3);
    `,
      { ending: '.mjs' },
    );
    const ana = await enter(roomId, 'Ana');
    await until('a word', () => said(ana).length === 1);
    ana.ask('chat', { text: 'bye' });
    await until('the end', () => lines().some((text) => text.includes('code 3')));
    // Section 10: people who are there are announced again.
    await until('another life', () => said(ana).length === 2, 20_000);
  });

  test('by not loading: told with its place, tried again', async () => {
    server = await boot('--script', script('var a = 1;\nvar b = ;\nHBInit();'));
    const [only] = server.scripts.hosts;
    await until('twice', () => only.lines.filter((text) => text.includes('could not be loaded')).length >= 2);
    expect(only.lines[0]).toMatch(/SyntaxError.*script-\d+\.js:2.*starts again in 1 s/s);
    expect(only.lines[1]).toContain('starts again in 2 s');
  });
});

test.runIf(process.platform === 'linux')('a script runs where no data folder can be made, and is told so', async () => {
  const { lines } = await host(`${OPEN} localStorage.visits = 1;`, { flags: ['--data-dir', '/proc/none'] });
  await until('its complaint', () => lines().some((text) => text.includes('localStorage cannot be written')));
});

test('[room-scripts R25, R85] after a restart of the server localStorage is as it was, and a former id lifts its ban', async () => {
  const path = script(`${OPEN}
    localStorage.visits = Number(localStorage.visits || 0) + 1;
    room.onPlayerJoin = function () { room.sendAnnouncement('visit ' + localStorage.getItem('visits')); };
    room.onPlayerChat = function (p) {
      localStorage.former = p.id;
      room.kickPlayer(p.id, 'out', true);
    };
    room.onRoomLink = function () { if (localStorage.former) room.clearBan(localStorage.former); };
  `);
  const data = temporaryFolder('data');
  const identity = Identity.fresh();
  const ids: number[] = [];
  for (const visit of [1, 2]) {
    server = await boot('--script', path, '--data-dir', data);
    const { bans, scripts } = server;
    const [only] = scripts.hosts;
    const room = await until('a room', () => only.room);
    await until('the ban of before to be lifted', () => bans.list().length === 0);
    const ana = await enter(room.id, 'Ana', { identity });
    ids.push(ana.id);
    await until('a word', () => said(ana).length > 0);
    expect(said(ana)).toEqual([`visit ${visit}`]);
    ana.ask('chat', { text: 'ban me' });
    await until('the door', () => ana.farewell);
    expect(bans.list()).toMatchObject([{ room: room.id, auth: identity.auth, player: ana.id }]);
    await until('an empty room', () => room.state.players.length === 0);
    await server.stop();
  }
  expect(ids[1]).toBeGreaterThan(ids[0]);
});

test('several scripts have a room each', async () => {
  const scripts = ['One', 'Two'].map((name) => ['--script', script(`HBInit({ roomName: '${name}', public: true });`)]);
  server = await boot(...scripts.flat());
  const { hosts } = server.scripts;
  await until('rooms', () => hosts.every(({ room }) => room));
  expect(hosts.map(({ room }) => room?.id)).toEqual(['one', 'two']);
});
