// Bans, mutes, team chat, slow mode and admin keys in rooms of the real server.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { Identity } from './kit/identity.ts';
import { temporaryFolder } from './kit/temporary.ts';

const dataDir = temporaryFolder('moderation');
const operator = Identity.of('operator');
const ROOM_FLAGS = ['--bots', '0', '--data-dir', dataDir, '--admin-keys', operator.auth];
let server: Running;
beforeAll(async () => {
  server = await boot(...ROOM_FLAGS);
});
afterAll(async () => {
  await server.stop();
});

const open = async () =>
  (await server.rooms.create({ ...OPEN_ROOM, maxPlayers: 8 }, { openedBy: 'lobby', standing: false })).id;
const sit = async (id: string, nick: string, identity = Identity.fresh()) =>
  (await Guest.join(server, id, { nick, identity })).seated();
const said = (guest: Guest) => guest.commands.flatMap((command) => (command.type === 'chat' ? [command.text] : []));
const noticed = (guest: Guest, code: string) =>
  until(`${code} for him`, () => guest.notices.findLast((notice) => notice.code === code));
const refusalOf = (joining: Promise<unknown>) =>
  joining.then(
    () => 'let in',
    (error: Error) => error.message,
  );

it('who is muted is heard by nobody, not even when he has come back, until an admin lifts it', async () => {
  const id = await open();
  const [ann, ben] = [await sit(id, 'Ann'), await sit(id, 'Ben')];
  const cleo = Identity.fresh();
  let muted = await sit(id, 'Cleo', cleo);
  await until('an admin', () => ann.self?.admin);
  ben.ask('mute', { id: muted.id, minutes: null });
  await noticed(ben, 'not-admin');
  ann.ask('mute', { id: muted.id, minutes: 5 });
  await noticed(ann, 'player-muted');
  expect((await noticed(muted, 'muted-for')).seconds).toBe(300);
  muted.ask('chat', { text: 'first' });
  await until('a refusal', () => muted.notices.some(({ code, verb }) => code === 'muted-for' && verb === 'chat'));
  await muted.leave();
  muted = await sit(id, 'Cleopatra', cleo);
  await until('both to know of it', () => [ann, muted].every(({ chatRules }) => chatRules.muted.includes(muted.id)));
  muted.ask('chat', { text: 'second' });
  muted.ask('teamChat', { text: 'third' });
  await until('both refused', () => muted.notices.filter(({ code }) => code === 'muted-for').length === 2);
  expect(ben.chatRules.muted).toEqual([]);
  ann.ask('unmute', { id: muted.id });
  await noticed(muted, 'unmuted');
  muted.ask('chat', { text: 'fourth' });
  await until('the line', () => said(ben).length > 0);
  expect(said(ben)).toEqual(['fourth']);
  expect(ben.whispers).toEqual([]);
  ann.ask('unmute', { id: muted.id });
  await noticed(ann, 'not-muted');
  for (const guest of [ann, ben, muted]) await guest.leave();
});

it('what is said to the team is seen by the team alone, and stands in no log', async () => {
  const id = await open();
  const [ann, ben, cleo] = [await sit(id, 'Ann'), await sit(id, 'Ben'), await sit(id, 'Cleo')];
  await until('an admin', () => ann.self?.admin);
  ann.ask('team', { id: ann.id, team: 1 });
  ann.ask('team', { id: ben.id, team: 1 });
  await until('sides', () => cleo.state?.players.filter(({ team }) => team === 1).length === 2);
  ben.ask('teamChat', { text: 'to me' });
  await until('the line', () => ann.whispers.length > 0 && ben.whispers.length > 0);
  expect(ann.whispers).toMatchObject([{ team: true, line: { type: 'chat', id: ben.id, text: 'to me' } }]);
  cleo.ask('teamChat', { text: 'who wins?' });
  cleo.ask('chat', { text: 'hello' });
  await until('her line', () => said(ann).includes('hello') && cleo.whispers.length > 0);
  expect(cleo.whispers.map(({ line }) => line.text)).toEqual(['who wins?']);
  expect([ann.whispers.length, ben.whispers.length]).toEqual([1, 1]);
  expect(said(ann)).toEqual(['hello']);
  for (const guest of [ann, ben, cleo]) await guest.leave();
});

it('in slow mode lines come one in so many seconds, but for admins', async () => {
  const id = await open();
  const [ann, ben] = [await sit(id, 'Ann'), await sit(id, 'Ben')];
  await until('an admin', () => ann.self?.admin);
  ann.ask('slow', { seconds: 30 });
  expect((await noticed(ann, 'slow-set')).seconds).toBe(30);
  await until('Ben to know of it', () => ben.chatRules.slowSeconds === 30);
  for (const text of ['one', 'two']) ben.ask('chat', { text });
  expect((await noticed(ben, 'slow-mode')).seconds).toBeGreaterThan(25);
  for (const text of ['three', 'four']) ann.ask('chat', { text });
  await until('the lines', () => said(ben).length === 3);
  expect(said(ben)).toEqual(['one', 'three', 'four']);
  await ann.leave();
  await ben.leave();
});

it('who joins with an admin key is admin, in the lobby room of another, too', async () => {
  const id = await open();
  const ann = await sit(id, 'Ann');
  const boss = await sit(id, 'Boss', operator);
  await until('two admins', () => boss.self?.admin && ann.self?.admin);
  const house = await sit(server.roomId, 'Boss', operator);
  await until('an admin of the house', () => house.self?.admin);
  for (const guest of [ann, boss, house]) await guest.leave();
});

it('bans, mutes and slow mode outlive the process; a ban is of the identity, whatever its address', async () => {
  const [boss, cleo, dan] = [await sit(server.roomId, 'Boss', operator), Identity.fresh(), Identity.fresh()];
  await until('an admin', () => boss.self?.admin);
  const [banned, muted] = [await sit(server.roomId, 'Cleo', cleo), await sit(server.roomId, 'Dan', dan)];
  boss.ask('mute', { id: muted.id, minutes: null });
  boss.ask('slow', { seconds: 7 });
  await until('it to be told', () => muted.chatRules.slowSeconds === 7 && muted.chatRules.muted.length === 1);
  boss.ask('kick', { id: banned.id, reason: 'own goals', ban: true });
  await until('the farewell', () => banned.farewell);
  expect(await refusalOf(Guest.join(server, server.roomId, { nick: 'Other' }))).toBe('banned');
  await server.stop();
  server = await boot(...ROOM_FLAGS);
  expect(await refusalOf(Guest.join(server, server.roomId, { nick: 'Cleo', identity: cleo }))).toBe('banned');
  const [ban] = server.bans.list();
  expect(ban).toMatchObject({ room: server.roomId, auth: cleo.auth, range: '127.0.0.1', reason: 'own goals' });
  // The household is let in again, she is not.
  server.bans.lift(ban.id);
  server.bans.lay({ ...ban, range: null });
  expect(await refusalOf(Guest.join(server, server.roomId, { nick: 'Cleo', identity: cleo }))).toBe('banned');
  const back = await sit(server.roomId, 'Dan', dan);
  await until('the rules of before', () => back.chatRules.slowSeconds === 7 && back.chatRules.muted[0] === back.id);
  const again = await sit(server.roomId, 'Boss', operator);
  await until('an admin', () => again.self?.admin);
  again.ask('clearBans', {});
  await noticed(again, 'bans-cleared');
  await (await sit(server.roomId, 'Cleo', cleo)).leave();
  const what = server.audit.list(20).map((entry) => `${entry.by}: ${entry.what} ${entry.target}`.trim());
  expect(what).toEqual(expect.arrayContaining(['Boss: kick and ban Cleo', 'Boss: mute Dan', 'Boss: clear bans']));
});

it('a lobby room that is gone leaves no ban behind for the next one of its name', async () => {
  const id = await open();
  const [ann, ben] = [await sit(id, 'Ann'), await sit(id, 'Ben')];
  await until('an admin', () => ann.self?.admin);
  ann.ask('kick', { id: ben.id, reason: '', ban: true });
  await until('the ban', () => server.bans.list().some(({ room }) => room === id));
  await ann.leave();
  await (await import('@colyseus/core')).matchMaker.remoteRoomCall(id, 'disconnect');
  await until('the end of it', () => !server.rooms.get(id));
  expect(server.bans.list().filter(({ room }) => room === id)).toEqual([]);
});
