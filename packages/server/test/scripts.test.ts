// Room scripts on a whole server: real threads, real people.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, until } from './kit/boot.ts';

const folder = mkdtempSync(join(tmpdir(), 'touchline-scripts-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
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

/** A server with this script; resolves when the script's room is open. */
async function host(text: string, ending = '.js', ...flags: string[]): Promise<{ server: Running; roomId: string }> {
  server = await boot('--bots', '0', '--script', script(text, ending), ...flags);
  const running = server;
  const room = await until('a room', () => running.scripts.hosts[0].room);
  return { server: running, roomId: room.id };
}

const said = (guest: Guest) => guest.commands.flatMap((command) => (command.type === 'announce' ? [command.text] : []));

test('[room-scripts R3, R9, R54, R55] a script opens a room, greets, and moves people', async () => {
  const { server, roomId } = await host(`
    var room = HBInit({ roomName: 'By script', noPlayer: true, public: true });
    room.setScoreLimit(7);
    var before = null;
    room.onRoomLink = function (url) { room.sendAnnouncement('link ' + url); };
    room.onPlayerJoin = function (player) {
      before = room.getPlayerList().length;
      room.setPlayerTeam(player.id, 1);
      room.setPlayerAdmin(player.id, true);
      room.sendAnnouncement('hello ' + player.name + ' ' + player.team);
      Promise.resolve().then(function () { room.sendAnnouncement('now in ' + room.getPlayer(player.id).team); });
      room.startGame();
    };
    room.onGameStart = function (by) { room.sendAnnouncement('on ' + by + ' ' + JSON.stringify(room.getScores())); };
  `);
  expect(roomId).toBe('by-script');
  const guest = await (await Guest.join(server, roomId, { nick: 'Ana' })).seated();
  await until('everything', () => said(guest).length >= 3).catch((e) => {
    console.log(said(guest), guest.commands.length, guest.state?.tick);
    throw e;
  });
  expect(said(guest)).toEqual([
    'hello Ana 0',
    'now in 1',
    'on null {"red":0,"blue":0,"time":0,"scoreLimit":7,"timeLimit":180}',
  ]);
  expect(guest.self).toMatchObject({ team: 1, admin: true });
  expect(guest.divergences).toEqual([]);
});
