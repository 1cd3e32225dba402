// One config file, read by the real program: its rooms and their scripts over a kill -9, over SIGHUP, and to the end of a drain.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomListing } from '@touchline/shared/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Guest } from '../../server/test/kit/boot.ts';
import { Identity } from '../../server/test/kit/identity.ts';
import { temporaryFolder } from '../../server/test/kit/temporary.ts';
import { Site } from './kit/site.ts';
import { until } from './kit/until.ts';

const folder = temporaryFolder('operations');
const config = join(folder, 'touchline.json5');
const script = join(folder, 'bot.js');

/** Keeps what this life of it is told, and says it when asked. */
const SCRIPT = `
  var room = HBInit({ roomName: 'Scripted', public: true, noPlayer: true, maxPlayers: 6 });
  var told = [];
  room.onPlayerJoin = function (p) { told.push(['join', p.id, p.name, p.auth, p.conn].join(' ')); };
  room.onGameStart = function () { told.push('start'); };
  room.onGameTick = function () { if (!room.ticked) told.push('tick ' + room.getScores().scoreLimit); room.ticked = true; };
  room.onPlayerChat = function (p, text) {
    if (text === 'play') { room.setScoreLimit(7); room.setPlayerTeam(p.id, 1); room.startGame(); }
    if (text === 'tell') room.sendAnnouncement(told.join('; '));
    return false;
  };
`;

function write(park: string, more = '', drainSeconds = 60): void {
  const rooms = `{ script: ${JSON.stringify(script)}, id: 'bots-home' }, { id: 'park', ${park} }, ${more}`;
  writeFileSync(
    config,
    `// Ours\n{ drainSeconds: ${drainSeconds}, roomDefaults: { bots: 0, adminPassword: 'word' }, rooms: [${rooms}] }`,
  );
}

let site: Site;
const listings = async () => (await (await fetch(`${site.url}/api/rooms`)).json()) as RoomListing[];
const roomOf = async (id: string) => (await listings()).find((room) => room.id === id);
const said = (guest: Guest) => guest.commands.flatMap((command) => (command.type === 'announce' ? [command.text] : []));
const enter = async (room: string, nick: string) => {
  const guest = await Guest.join(site, room, { nick, identity: Identity.of(nick) });
  guest.room.reconnection.enabled = false;
  return guest.seated();
};

beforeAll(async () => {
  writeFileSync(script, SCRIPT);
  write(`name: 'Park', scoreLimit: 2`, `{ name: 'Old yard' }`);
  site = await Site.open('--config', config);
  await until('the room of the script', () => roomOf('bots-home'));
});

afterAll(async () => {
  await site?.close();
});

it('[room-scripts §10] after kill -9 HBInit returns the same room, its people and its match', async () => {
  const before = await enter('bots-home', 'Ana');
  before.ask('chat', { text: 'play' });
  await until('a match', () => before.self?.team === 1 && before.state?.phase !== 'none');
  const [hello, ...others] = await toldTo(before);
  expect(hello).toMatch(/^join 1 Ana [\w-]{43} [0-9A-F]{32}$/);
  expect(others).toEqual(['start', 'tick 7']);
  // The last moments before a kill may be lost; these are none of them.
  const { tick = 0 } = before.state ?? {};
  await until('half a second', () => (before.state?.tick ?? 0) > tick + 30);
  await site.kill();
  await site.start();
  expect((await listings()).map(({ id }) => id).toSorted()).toEqual(['bots-home', 'old-yard', 'park']);
  // In his own seat again. The script, afresh, is told of him as it was the first time, and of no second start.
  const after = await enter('bots-home', 'Ana');
  expect(after.self).toMatchObject({ id: 1, team: 1 });
  await until('play', () => after.state?.pause === 0 && after.state.phase !== 'none');
  expect(await toldTo(after)).toEqual([hello, 'tick 7']);
  await after.leave();
});

it('SIGHUP: rooms change, come and go, and nobody is dropped', async () => {
  const [ana, bob] = [await enter('park', 'Ana'), await enter('old-yard', 'Bob')];
  const [anasId, anasTick] = [ana.id, ana.state?.tick ?? 0];
  // A file with faults changes nothing.
  write(`name: 'Park', scoreLimit: 2000`);
  site.hangUp();
  await until('the fault', () => site.log().includes('rooms[1].scoreLimit'));
  expect(await roomOf('old-yard')).toBeDefined();

  write(`name: 'The green', scoreLimit: 5, maxPlayers: 4, stadium: 'Big'`, `{ name: 'New yard' }`);
  site.hangUp();
  await until('the new name', async () => (await roomOf('park'))?.name === 'The green');
  await until('a new room', () => roomOf('new-yard'));
  await until('its stadium', async () => (await roomOf('park'))?.stadium === 'Big');
  expect(await roomOf('park')).toMatchObject({ scoreLimit: 5, maxPlayers: 4, players: 1 });
  // The removed one had no match on: it is gone, and said so.
  await until('the end of the old room', () => bob.closed === 4102);
  expect(await roomOf('old-yard')).toBeUndefined();
  expect([ana.closed, ana.id, ana.divergences]).toEqual([null, anasId, []]);
  expect(ana.state?.tick).toBeGreaterThan(anasTick);
  await ana.leave();
});

it('SIGTERM: the match is played to its end, nobody new comes in, and the exit code is 0', async () => {
  const [ana, bob] = [await enter('park', 'Ana'), await enter('park', 'Bob')];
  ana.ask('claimAdmin', { password: 'word' });
  await until('an admin', () => ana.self?.admin);
  ana.ask('team', { id: ana.id, team: 1 });
  ana.ask('team', { id: bob.id, team: 2 });
  ana.ask('start', {});
  await until('a match', () => ana.state?.phase !== 'none');
  const stopped = site.stop();
  await until('the word about it', () => ana.room.state.closing === 'server');
  await until('a line in the room', () => said(bob).some((text) => text.includes('restarts after the match')));
  const health = await fetch(`${site.url}/healthz`);
  expect([health.status, await health.json()]).toMatchObject([503, { ok: false, status: 'draining' }]);
  expect(await roomOf('park')).toMatchObject({ closing: 'server' });
  await expect(enter('park', 'Cleo')).rejects.toThrow('server-closing');
  const opening = await fetch(`${site.url}/api/rooms`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Another' }),
  });
  expect([opening.status, await opening.json()]).toMatchObject([503, { code: 'stopping' }]);
  expect([ana.closed, ana.state?.pause]).toEqual([null, 0]);
  ana.ask('stop', {});
  expect(await stopped).toBe(0);
});

/** What the script has been told in this life of it, a tick of the match among it. */
async function toldTo(guest: Guest): Promise<string[]> {
  const last = () => said(guest).findLast((text) => text.startsWith('join'));
  await until('all of it', () => {
    if (!last()?.includes('tick')) guest.ask('chat', { text: 'tell' });
    return last()?.includes('tick');
  });
  return (last() ?? '').split('; ');
}
