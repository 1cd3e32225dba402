// Who gets a seat when seats are scarce, on a whole server: the queue, held seats, households, and what a script sees of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JoinOptions, QueueTicket } from '@touchline/shared/protocol';
import { afterEach, expect, it } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { askChallenge, Identity, signedJoin } from './kit/identity.ts';
import { fromAnywhere, RawSeat, reserve } from './kit/raw.ts';
import { StreamReader } from './kit/server.ts';
import { temporaryFolder } from './kit/temporary.ts';

let server: Running;
const readers: StreamReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  await server.stop();
});

async function open(maxPlayers: number, ...flags: string[]): Promise<string> {
  server = await boot('--bots', '0', '--trust-proxy', 'loopback', '--join-work', ...flags);
  const room = await server.rooms.create({ ...OPEN_ROOM, maxPlayers }, { openedBy: 'host', standing: false });
  return room.id;
}

const enter = async (id: string, identity = Identity.fresh()) =>
  (await Guest.join(server, id, { nick: 'Guest', identity })).seated();
const refusal = (joining: Promise<unknown>) =>
  joining.then(
    () => 'let in',
    (error: Error) => error.message,
  );

const askForPlace = (id: string, join: JoinOptions) =>
  fetch(`${server.url}/api/rooms/${id}/queue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(join),
  });

/** Queues up, and reads how it goes. */
async function queueUp(id: string, identity: Identity): Promise<StreamReader> {
  const answer = await askForPlace(id, await signedJoin(server.url, id, { identity }));
  const { ticket } = (await answer.json()) as QueueTicket;
  const reader = await StreamReader.open(server.port, `/api/rooms/${id}/queue?ticket=${ticket}`, {});
  readers.push(reader);
  return reader;
}

it('the queue of a full room tells places, and keeps a freed seat for the next until he sits', async () => {
  const id = await open(2);
  const [ann, bob] = [await enter(id), await enter(id)];
  const [cid, dan] = [Identity.fresh(), Identity.fresh()];
  expect(await refusal(enter(id, cid))).toBe('full');
  const [cids, dans] = [await queueUp(id, cid), await queueUp(id, dan)];
  await cids.has('place', 2);
  await dans.has('place');
  expect(cids.json('place').at(-1)).toEqual({ place: 1, waiting: 2 });
  expect(dans.json('place')).toEqual([{ place: 2, waiting: 2 }]);
  expect(cids.response.headers['content-type']).toBe('text/event-stream');

  // Who lost the line has his seat still.
  bob.cut();
  await until('away', () => ann.room.state.players.get(String(bob.id))?.away);
  expect(await refusal(enter(id))).toBe('full');
  await until('back', () => ann.room.state.players.get(String(bob.id))?.away === false);
  expect(cids.of('seat')).toEqual([]);

  await bob.leave();
  await cids.has('seat');
  expect(await refusal(enter(id))).toBe('full');
  expect(await refusal(enter(id, dan))).toBe('full');
  const seated = await enter(id, cid);
  await cids.has('end');
  expect(cids.json('end')).toEqual([{ reason: 'seated' }]);
  await dans.has('place', 2);
  expect(dans.json('place').at(-1)).toEqual({ place: 1, waiting: 1 });
  await Promise.all([ann.leave(), seated.leave()]);
});

it('a place in the queue is one for each key, is taken up again within ten seconds, and nobody has it without the ticket', async () => {
  const id = await open(2);
  const [ann, bob] = [await enter(id), await enter(id)];
  const cid = Identity.fresh();
  const first = await queueUp(id, cid);
  await first.has('place');
  const second = await queueUp(id, cid);
  await second.has('place');
  await first.has('end');
  expect(first.json('end')).toEqual([{ reason: 'elsewhere' }]);
  expect(second.json('place')).toEqual([{ place: 1, waiting: 1 }]);
  const nobody = await fetch(`${server.url}/api/rooms/${id}/queue?ticket=${'x'.repeat(22)}`);
  expect(nobody.status).toBe(404);
  const unproven = await askForPlace(id, { ...(await signedJoin(server.url, id)), nonce: '000000000000' });
  expect([unproven.status, (await unproven.json()) as unknown]).toMatchObject([403, { where: 'stale-challenge' }]);
  await Promise.all([ann.leave(), bob.leave()]);
});

it('seats are held for known keys, who pass by those who wait', async () => {
  const member = Identity.of('member');
  const id = await open(2, '--held-seats', '1', '--known-keys', member.auth);
  const ann = await enter(id);
  expect(await refusal(enter(id))).toBe('full');
  const waiting = await queueUp(id, Identity.fresh());
  await waiting.has('place');
  const seated = await enter(id, member);
  expect(waiting.of('seat')).toEqual([]);
  await Promise.all([ann.leave(), seated.leave()]);
});

it('one household has so many seats in a room and no more, the own network excepted', async () => {
  const id = await open(6, '--max-per-address', '2');
  const household = (n: number) => ({ 'X-Forwarded-For': `2001:db8:7:7::${n}` });
  const seats = [
    await RawSeat.take(server, id, 'One', household(1)),
    await RawSeat.take(server, id, 'Two', household(2)),
  ];
  await until('two seats', () => server.rooms.get(id)?.holders().length === 2);
  const third = await signedJoin(server.url, id, {}, household(3));
  expect(await refusal(reserve(server, id, third, household(3)))).toBe('address-full');
  seats.push(await RawSeat.take(server, id, 'Neighbour', { 'X-Forwarded-For': '2001:db8:7:8::1' }));
  const own = [await enter(id), await enter(id), await enter(id)];
  await until('six seats', () => server.rooms.get(id)?.holders().length === 6);
  for (const seat of seats) seat.end();
  await Promise.all(own.map((guest) => guest.leave()));
});

it('[room-scripts R31, R54] a script sees nobody who was refused or waits, and may ask more work of newcomers', async () => {
  const folder = temporaryFolder('admission');
  const path = join(folder, 'script.js');
  writeFileSync(
    path,
    `var room = HBInit({ roomName: 'Scripted', noPlayer: true, maxPlayers: 2, password: 'sesame' });
     room.setRequireRecaptcha(true);
     room.onPlayerJoin = function (player) { console.log('joined ' + player.name); };`,
  );
  server = await boot('--bots', '0', '--trust-proxy', 'loopback', '--script', path);
  const [host] = server.scripts.hosts;
  const { id } = await until('a room', () => host.room);
  const { url } = server;
  await until('a guard', () => server.rooms.get(id)?.guarded);
  expect((await askChallenge(url, id, Identity.fresh(), fromAnywhere())).bits).toBe(16);

  const knock = async (as: Partial<JoinOptions>) => {
    const from = fromAnywhere();
    const options = await signedJoin(url, id, as, from);
    return refusal(reserve(server, id, { ...options, ...as }, from));
  };
  const word = { password: 'sesame' };
  expect(await knock({ nick: 'Lazy', ...word, nonce: '000000000000' })).toBe('stale-challenge');
  expect(await knock({ nick: 'Forger', ...word, signature: `${'A'.repeat(85)}A` })).toBe('bad-proof');
  expect(await knock({ nick: 'Guesser', password: 'open' })).toBe('wrong-password');
  // Passed the gate, and never takes the seat.
  expect(await knock({ nick: 'Ghost', ...word })).toBe('let in');
  const ann = await (await Guest.join(server, id, { nick: 'Ann', ...word })).seated();
  const bob = await (await Guest.join(server, id, { nick: 'Bob', ...word })).seated();
  expect(await knock({ nick: 'Late', ...word })).toBe('full');
  const joined = () => host.lines.filter((line) => JSON.stringify(line).includes('joined '));
  await until('two joins', () => joined().length >= 2);
  expect(joined().map((line) => /joined (\w+)/.exec(JSON.stringify(line))?.[1])).toEqual(['Ann', 'Bob']);
  await Promise.all([ann.leave(), bob.leave()]);
});
