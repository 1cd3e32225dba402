// The host's own rooms on a whole server: links that are taken, rooms that break, and settings over a restart.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { Identity } from './kit/identity.ts';
import { temporaryFolder } from './kit/temporary.ts';

const folder = temporaryFolder('house');
const path = join(folder, 'touchline.json5');
let server: Running | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function start(rooms: string): Promise<Running> {
  writeFileSync(path, `{ roomDefaults: { bots: 0 }, rooms: ${rooms} }`);
  server = await boot('--config', path, '--data-dir', join(folder, 'data'));
  return server;
}

function reload(running: Running, rooms: string): Promise<void> {
  writeFileSync(path, `{ roomDefaults: { bots: 0 }, rooms: ${rooms} }`);
  return running.reload(readConfig(['--config', path], {}));
}

test('a room of the lobby that has the link keeps it until it closes; then the config’s opens', async () => {
  const running = await start(`[{ name: 'Yard' }]`);
  const park = await running.rooms.create({ ...OPEN_ROOM, name: 'Park' }, { openedBy: 'lobby', standing: false });
  expect(park.id).toBe('park');
  await reload(running, `[{ name: 'Yard' }, { id: 'park', name: 'The park' }]`);
  expect(running.ownRoomIds).toEqual(['yard']);
  expect(running.rooms.get('park')).toBe(park);
  // From now on nobody else gets it.
  park.dissolve();
  await until('the room of the config', () => running.rooms.get('park')?.name() === 'The park');
  expect(running.ownRoomIds).toEqual(['yard', 'park']);
  const other = await running.rooms.create({ ...OPEN_ROOM, name: 'Park' }, { openedBy: 'lobby', standing: false });
  expect(other.id).toBe('park-2');
  other.dissolve();
});

test('a room that was to close stays when the config has it again', async () => {
  const both = `[{ name: 'Yard' }, { name: 'Park' }]`;
  const running = await start(both);
  const ana = await (await Guest.join(running, 'park', { nick: 'Ana' })).seated();
  const room = running.rooms.get('park');
  const bob = await (await Guest.join(running, 'park', { nick: 'Bob' })).seated();
  ana.ask('team', { id: ana.id, team: 1 });
  bob.ask('team', { id: bob.id, team: 2 });
  await until('a match', () => room?.state.phase !== 'none');
  await reload(running, `[{ name: 'Yard' }]`);
  await until('the word', () => ana.room.state.closing === 'room');
  await expect(Guest.join(running, 'park', { nick: 'Cleo' })).rejects.toThrow('room-closing');
  await reload(running, both);
  await until('the word back', () => ana.room.state.closing === 'no');
  await (await Guest.join(running, 'park', { nick: 'Cleo' })).seated();
  expect([ana.closed, running.rooms.get('park')]).toEqual([null, room]);
});

test('other settings after a restart are taken over where people were, and the match goes on', async () => {
  const first = await start(`[{ id: 'park', name: 'Park', password: 'old' }]`);
  const ana = await (
    await Guest.join(first, 'park', { nick: 'Ana', identity: Identity.of('Ana'), password: 'old' })
  ).seated();
  ana.room.reconnection.enabled = false;
  await first.stop();
  const second = await start(`[{ id: 'park', name: 'Green', password: 'new', maxPlayers: 5 }]`);
  const again = await (
    await Guest.join(second, 'park', { nick: 'Ana', identity: Identity.of('Ana'), password: 'new' })
  ).seated();
  expect(again.id).toBe(ana.id);
  expect(second.rooms.get('park')?.broadcast.listing()).toMatchObject({ name: 'Green', maxPlayers: 5 });
  await expect(Guest.join(second, 'park', { nick: 'Bob', password: 'old' })).rejects.toThrow('wrong-password');
});
