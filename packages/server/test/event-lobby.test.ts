// The event feed and the lobby over real HTTP: what tools and the list of rooms are told, and how they resume.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HandRoom } from './kit/rooms.ts';
import { startServer, type TestServer } from './kit/server.ts';

let server: TestServer;
let room: HandRoom;
const EVENTS = '/api/rooms/arena/events';

beforeEach(async () => {
  server = await startServer();
  room = server.directory.open('arena');
});
afterEach(() => server.stop());

const person = (id: number, team: string) => ({ id, name: `Player ${id}`, avatar: '', team, bot: false, admin: false });

test('events: opens with the room, then tells a match in words', async () => {
  room.fill();
  const reader = await server.read(EVENTS);
  await reader.has('room');
  expect(reader.json('room')[0]).toMatchObject({
    room: 'arena',
    phase: 'none',
    stadium: { name: 'Classic' },
    players: [person(5, 'spectators'), ...[1, 2, 3, 4].map((id) => person(id, id % 2 ? 'red' : 'blue'))].sort(
      (a, b) => room.state.players.findIndex((p) => p.id === a.id) - room.state.players.findIndex((p) => p.id === b.id),
    ),
  });
  room.kickOff();
  room.scoreForRed();
  room.tick({ type: 'chat', id: 5, text: 'a "goal"\n' });
  room.tick({ type: 'pause', paused: true, by: 1 }, { type: 'pause', paused: false, by: 1 });
  room.tick({ type: 'leave', id: 2, by: 1, kicked: true, banned: false, reason: 'spam' });
  room.tick({ type: 'stop', by: 1 });
  await reader.has('match-stop');
  expect(reader.events.map(({ event }) => event)).toEqual([
    ...['room', 'match-start', 'kick-off', 'goal', 'chat', 'pause', 'resume', 'leave', 'match-stop'],
  ]);
  expect(reader.json('goal')[0]).toMatchObject({ team: 'red', own: false, by: null, red: 1, blue: 0 });
  expect(reader.json('chat')[0]).toMatchObject({ player: person(5, 'spectators'), text: 'a "goal"\n' });
  expect(reader.json('leave')[0]).toMatchObject({ player: person(2, 'blue'), by: person(1, 'red'), kicked: true });
  // The stop has cleared the state's own score.
  expect(reader.json('match-stop')[0]).toMatchObject({ finished: false, red: 1, blue: 0, by: person(1, 'red') });
});

test('events: resume at every id, without a gap or a repeat', async () => {
  const whole = await server.read(EVENTS);
  await whole.has('room');
  room.fill();
  room.tick(
    { type: 'chat', id: 1, text: 'one' },
    { type: 'chat', id: 2, text: 'two' },
    { type: 'chat', id: 3, text: 'three' },
  );
  room.kickOff();
  await whole.has('match-start');
  const ids = whole.events.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (let i = 0; i < ids.length - 1; i++) {
    const reader = await server.read(EVENTS, { 'Last-Event-ID': ids[i] });
    await reader.until((r) => r.lastId === ids.at(-1));
    expect(reader.events.map(({ id }) => id)).toEqual(ids.slice(i + 1));
    reader.close();
  }
});

test.each([
  ['another epoch', 'zzzz9999.1.1', 'epoch'],
  ['ahead', 'abcd1234.99999.1', 'ahead'],
  ['malformed', 'abcd1234.5', 'malformed'],
])('events: a cursor of %s is reset with a fresh room', async (_name, cursor, reason) => {
  room.fill();
  const reader = await server.read(`${EVENTS}?lastEventId=${cursor}`);
  await reader.has('room');
  expect(reader.events.map(({ event }) => event)).toEqual(['reset', 'room']);
  expect(reader.json('reset')).toEqual([{ reason }]);
});

test('events: what is no longer remembered is a reset', async () => {
  const reader = await server.read(EVENTS);
  await reader.has('room');
  room.fill();
  for (let i = 0; i < 3000; i++) room.tick({ type: 'chat', id: 1, text: 'x'.repeat(140) });
  const late = await server.read(EVENTS, { 'Last-Event-ID': reader.events[0].id });
  await late.has('room');
  expect(late.json('reset')).toEqual([{ reason: 'behind' }]);
});

test('events: a tool that listens keeps no room awake', async () => {
  await (await server.read(EVENTS)).has('room');
  expect(room.viewers).toBe(0);
});

test('lobby: the list, then changes; unlisted rooms never', async () => {
  server.directory.open('hidden', { unlisted: true });
  const reader = await server.read('/api/lobby');
  await reader.has('rooms');
  expect(JSON.parse(reader.of('rooms')[0].data).map(({ id }: { id: string }) => id)).toEqual(['arena']);
  server.directory.tell('changed', room);
  const second = server.directory.open('second');
  const secret = server.directory.open('secret', { unlisted: true });
  server.directory.tell('changed', secret);
  room.fill();
  server.directory.tell('changed', room);
  server.directory.remove(second);
  server.directory.remove(secret);
  await reader.has('gone');
  expect(reader.events.map(({ event, data }) => [event, JSON.parse(data).id])).toEqual([
    ['rooms', undefined],
    ['room', 'second'],
    ['room', 'arena'],
    ['gone', 'second'],
  ]);
  expect(reader.text).not.toMatch(/hidden|secret/);
});

test('lobby: resume at every id; another epoch is a reset and the list', async () => {
  const whole = await server.read('/api/lobby');
  await whole.has('rooms');
  for (const id of ['a-room', 'b-room', 'c-room']) server.directory.open(id);
  await whole.has('room', 3);
  const ids = whole.events.map(({ id }) => id);
  for (let i = 0; i < ids.length - 1; i++) {
    const reader = await server.read('/api/lobby', { 'Last-Event-ID': ids[i] });
    await reader.until((r) => r.lastId === ids.at(-1));
    expect(reader.events.map(({ id }) => id)).toEqual(ids.slice(i + 1));
  }
  const other = await server.read('/api/lobby?lastEventId=zzzz9999.1');
  await other.has('rooms');
  expect(other.events.map(({ event }) => event)).toEqual(['reset', 'rooms']);
  expect(JSON.parse(other.of('rooms')[0].data)).toHaveLength(4);
});

test('lobby: living pitches only while somebody looks, none of rooms that need a key', async () => {
  const secret = server.directory.open('secret', { key: 'k' });
  for (const one of [room, secret]) {
    one.fill();
    one.kickOff();
  }
  const reader = await server.read('/api/lobby');
  await reader.has('pitch', 2);
  expect(server.directory.lobbyHolds).toBe(1);
  expect(reader.json('pitch').every((glimpses) => Array.isArray(glimpses) && glimpses.length === 1)).toBe(true);
  reader.close();
  await expect.poll(() => server.directory.lobbyHolds).toBe(0);
});
