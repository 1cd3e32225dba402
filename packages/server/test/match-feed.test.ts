// The match feed over real HTTP: what a viewer steps must be what the room stepped, wherever he was cut off.
import { decodeBatch, decodeKeyframe, hashState, runBatch } from '@touchline/shared/log';
import type { MatchState } from '@touchline/shared/match';
import { BATCH_TICKS, PROTOCOL_VERSION, parseCursor } from '@touchline/shared/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HandRoom } from './kit/rooms.ts';
import { type StreamReader, startServer, type TestServer } from './kit/server.ts';

let server: TestServer;
let room: HandRoom;
const FEED = '/api/rooms/arena/feed';

beforeEach(async () => {
  // One test opens a stream for every tick.
  server = await startServer({ limits: { streamsOpened: { burst: 1000, refillMs: 1000 } } });
  room = server.directory.open('arena');
});
afterEach(() => server.stop());

/** Steps all that a reader got, as a viewer would; throws on any gap or repeat. */
function watch(reader: StreamReader, from?: MatchState): MatchState {
  let state = from;
  for (const { event, id, data } of reader.events) {
    const bytes = Buffer.from(data, 'base64');
    if (event === 'keyframe') state = decodeKeyframe(bytes, server.arenas);
    if (event === 'batch') {
      if (!state) throw new Error('a batch before any keyframe');
      runBatch(state, decodeBatch(bytes), server.arenas, () => undefined);
    }
    if (state && (event === 'keyframe' || event === 'batch')) expect(parseCursor(id)?.tick).toBe(state.tick);
  }
  if (!state) throw new Error('no keyframe');
  return state;
}

const at = (tick: number) => `${room.epoch}.${tick}`;
const reached = (tick: number) => (reader: StreamReader) =>
  reader.events.some(({ event, id }) => event !== 'header' && id === at(tick));

/** Plays on to a batch boundary with a few keys pressed, so that batches hold something. */
function play(batches: number): void {
  for (let batch = 0; batch < batches; batch++) {
    for (let i = 0; i < BATCH_TICKS; i++) {
      const id = 1 + ((batch + i) % 4);
      const player = room.state.players.find((one) => one.id === id);
      const keys = (batch * 7 + i * 3) & 31;
      if (player && player.input !== keys) room.tick({ type: 'input', id, keys });
      else room.tick();
    }
  }
}

/** A match, two seconds old, its segment beginning at a known tick. */
function match(): number {
  room.fill();
  room.kickOff();
  const start = room.state.tick;
  play(20);
  return start;
}

test('opens with header, keyframe, and then batches that step to the room’s own state', async () => {
  const start = match();
  const reader = await server.read(FEED);
  await reader.has('keyframe');
  const [header] = reader.json('header');
  expect(header).toMatchObject({
    version: PROTOCOL_VERSION,
    room: 'arena',
    epoch: room.epoch,
    head: room.state.tick,
    start,
  });
  expect(header.arenas).toEqual([room.state.stadium.hash]);
  play(5);
  await reader.until(reached(room.state.tick));
  expect(reader.events.map(({ event }) => event)).toEqual(['header', 'keyframe', ...Array(5).fill('batch')]);
  expect(hashState(watch(reader))).toBe(hashState(room.state));
});

test('[design: one idea] a newcomer in mid-batch waits for its end', async () => {
  match();
  room.ticks(2);
  const reader = await server.read(FEED);
  await reader.has('header');
  expect(reader.of('keyframe')).toHaveLength(0);
  room.ticks(4);
  await reader.has('keyframe');
  play(1);
  await reader.has('batch');
  expect(hashState(watch(reader))).toBe(hashState(room.state));
});

test('[recording] tells where the segment began, which is the id of the recording to come', async () => {
  const start = match();
  const segment = { epoch: room.epoch, tick: start };
  const reader = await server.read(FEED);
  await reader.has('keyframe');
  expect(reader.json('header')).toEqual([expect.objectContaining({ segment })]);
  const rewound = await server.read(`${FEED}?from=start`);
  await rewound.has('keyframe');
  expect(rewound.json('header')[0].segment).toEqual(segment);
});

test('[recording] a log that is gone on with under a new epoch keeps the one it began with, until the next match', async () => {
  room = server.directory.open('again', { firstEpoch: 'before12' });
  const first = await server.read('/api/rooms/again/feed');
  await first.has('header');
  match();
  const second = await server.read('/api/rooms/again/feed');
  await second.has('header');
  const epochs = [first, second].map((reader) => reader.json('header')[0].segment);
  expect(epochs).toEqual([
    expect.objectContaining({ epoch: 'before12' }),
    expect.objectContaining({ epoch: room.epoch }),
  ]);
});

test('[recording] a newcomer who waits while a match starts is told its segment before its keyframe', async () => {
  room.fill();
  const before = room.state.tick;
  const reader = await server.read(FEED);
  await reader.has('header');
  room.kickOff();
  await reader.has('keyframe');
  expect(reader.events.map(({ event }) => event)).toEqual(['header', 'header', 'keyframe']);
  const told = reader.json('header').map(({ segment }) => segment as { tick: number });
  expect(told[0].tick).toBeLessThan(before);
  expect(told[1]).toEqual({ epoch: room.epoch, tick: room.state.tick });
});

test('a sleeping room is shown at once', async () => {
  match();
  room.ticks(2);
  room.rest();
  const reader = await server.read(FEED);
  await reader.has('keyframe');
  expect(hashState(watch(reader))).toBe(hashState(room.state));
});

test('resumes at every tick of the segment without a gap or a repeat', async () => {
  const start = match();
  const whole = await server.read(`${FEED}?from=start`);
  await whole.until(reached(room.state.tick));
  const final = hashState(room.state);
  for (let tick = start; tick <= room.state.tick; tick++) {
    // The viewer's state at the cut, as he would have it.
    const cut = decodeKeyframe(Buffer.from(whole.of('keyframe')[0].data, 'base64'), server.arenas);
    for (const { data } of whole.of('batch')) {
      const batch = decodeBatch(Buffer.from(data, 'base64'));
      const ticks = batch.ticks.slice(0, Math.max(0, tick - batch.from));
      if (ticks.length > 0) runBatch(cut, { from: batch.from, ticks }, server.arenas, () => undefined);
    }
    expect(cut.tick).toBe(tick);
    const reader = await server.read(FEED, { 'Last-Event-ID': at(tick) });
    await reader.until((r) => r.lastId === at(room.state.tick));
    expect(reader.of('reset')).toHaveLength(0);
    expect(reader.of('keyframe')).toHaveLength(0);
    expect(reader.events[0]).toMatchObject({ event: 'header', id: at(tick) });
    expect(hashState(watch(reader, cut))).toBe(final);
    reader.close();
  }
});

test('the header wins over the query, the query over `from`', async () => {
  const start = match();
  const query = await server.read(`${FEED}?from=start&lastEventId=${at(start + 60)}`);
  await query.until(reached(room.state.tick));
  expect(query.events[0].id).toBe(at(start + 60));
  const header = await server.read(`${FEED}?lastEventId=${at(start + 60)}`, { 'Last-Event-ID': at(start + 90) });
  await header.until(reached(room.state.tick));
  expect(header.events[0].id).toBe(at(start + 90));
});

test.each([
  ['another epoch', () => `zzzz9999.${room.state.tick}`, 'epoch'],
  ['ahead of the head', () => at(room.state.tick + 1), 'ahead'],
  ['before the segment', (start: number) => at(start - 1), 'segment'],
  ['tick 0', () => at(0), 'segment'],
  ['no cursor at all', () => 'nonsense', 'malformed'],
  ['too long to be one', () => 'a'.repeat(5000), 'malformed'],
])('%s is answered with a reset and a keyframe', async (_name, cursor, reason) => {
  const start = match();
  const reader = await server.read(`${FEED}?lastEventId=${encodeURIComponent(cursor(start))}`);
  await reader.has('keyframe');
  expect(reader.events.map(({ event }) => event)).toEqual(['header', 'reset', 'keyframe']);
  expect(reader.json('reset')).toEqual([{ reason }]);
  play(3);
  await reader.until(reached(room.state.tick));
  expect(hashState(watch(reader))).toBe(hashState(room.state));
});

test('a connection cut after the header alone comes back to a keyframe', async () => {
  match();
  const fresh = await server.read(FEED);
  await fresh.has('header');
  const again = await server.read(FEED, { 'Last-Event-ID': fresh.events[0].id });
  await again.has('keyframe');
  expect(hashState(watch(again))).toBe(hashState(room.state));
});

test('the same in a room that has not played a single tick', async () => {
  room.sleeping = true;
  const fresh = await server.read(FEED);
  await fresh.has('keyframe');
  const again = await server.read(FEED, { 'Last-Event-ID': fresh.events[0].id });
  await again.has('keyframe');
});

test('[streams 25] what is published while a reader is still sent the past comes after it', async () => {
  await server.stop();
  server = await startServer({ limits: { historyBytes: 64 << 20 } });
  room = server.directory.open('arena');
  room.fill();
  const chatter = Array.from({ length: 60 }, () => ({ type: 'chat', id: 1, text: 'x'.repeat(140) }) as const);
  for (let tick = 0; tick < 1503; tick++) room.tick(...chatter);
  const reader = await server.read(`${FEED}?from=start`);
  reader.response.pause();
  // Long enough for the sockets to be full.
  await expect.poll(() => server.feeds.streams.stalled).toBe(1);
  play(5);
  reader.response.resume();
  await reader.until(reached(room.state.tick));
  expect(hashState(watch(reader))).toBe(hashState(room.state));
});

test('a start and a stop cut the log: batch boundary, new segment, older cursors reset', async () => {
  match();
  const viewer = await server.read(FEED);
  await viewer.has('keyframe');
  const before = room.state.tick;
  room.ticks(2);
  room.tick({ type: 'stop', by: 0 });
  expect(room.state.tick % BATCH_TICKS).not.toBe(before % BATCH_TICKS);
  await viewer.until(reached(room.state.tick));
  expect(hashState(watch(viewer))).toBe(hashState(room.state));
  const late = await server.read(FEED, { 'Last-Event-ID': at(before) });
  await late.has('keyframe');
  expect(late.json('reset')).toEqual([{ reason: 'segment' }]);
  const onTime = await server.read(FEED, { 'Last-Event-ID': at(room.state.tick) });
  play(1);
  await onTime.has('batch');
  expect(onTime.of('reset')).toHaveLength(0);
});

test('?from= rewinds to a keyframe at or before the tick', async () => {
  const start = match();
  play(150);
  for (const [from, expected] of [
    [`${start + 700}`, start + 600],
    ['0', start],
    ['start', start],
    ['99999999', room.state.tick],
    ['live', room.state.tick],
  ] as const) {
    const reader = await server.read(`${FEED}?from=${from}`);
    await reader.until(reached(room.state.tick));
    expect(reader.of('keyframe').map(({ id }) => id)).toEqual([at(expected)]);
    expect(hashState(watch(reader))).toBe(hashState(room.state));
  }
  const refused = await fetch(`${server.url}${FEED}?from=yesterday`);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: 'bad-request', where: 'from' });
});

test('a stadium changed on the way is named in the header of the segment', async () => {
  room.fill();
  const small = server.arenas.find('Small');
  room.tick({ type: 'stadium', hash: small?.hash ?? '', by: 0 });
  const reader = await server.read(`${FEED}?from=start`);
  await reader.has('header');
  expect(reader.json('header')[0].arenas).toHaveLength(2);
  expect(reader.json('header')[0].arenas).toContain(small?.hash);
});

test('memory is bounded: what was cut from the front is a reset', async () => {
  await server.stop();
  server = await startServer({ limits: { historyBytes: 30_000, keyframeTicks: 60 } });
  room = server.directory.open('arena');
  const start = match();
  play(100);
  const reader = await server.read(FEED, { 'Last-Event-ID': at(start + 6) });
  await reader.has('keyframe');
  expect(reader.json('reset')).toEqual([{ reason: 'behind' }]);
  const rewound = await server.read(`${FEED}?from=start`);
  await rewound.until(reached(room.state.tick));
  expect(parseCursor(rewound.of('keyframe')[0].id)?.tick).toBeGreaterThan(start);
  expect(rewound.json('header')[0].start).toBe(parseCursor(rewound.of('keyframe')[0].id)?.tick);
  expect(hashState(watch(rewound))).toBe(hashState(room.state));
});

test('all rooms share the memory: another room is made place for at once, by one that sleeps, too', async () => {
  await server.stop();
  const rewindBytes = 60_000;
  server = await startServer({ limits: { rewindBytes, keyframeTicks: 60 } });
  room = server.directory.open('arena');
  match();
  while (server.feeds.historyBytes < rewindBytes * 0.8) play(1);
  room.rest();
  const others = ['second', 'third'].map((id) => server.directory.open(id));
  expect(server.feeds.historyBytes).toBeLessThan(rewindBytes * 0.6);
  for (const other of others) {
    other.fill();
    other.kickOff();
    other.ticks(6000);
  }
  expect(server.feeds.historyBytes).toBeLessThan(rewindBytes * 1.1);
  for (const other of others) server.directory.remove(other);
  room.sleeping = false;
  while (server.feeds.historyBytes < rewindBytes * 0.8) play(1);
  const reader = await server.read(`${FEED}?from=start`);
  await reader.until(reached(room.state.tick));
  expect(hashState(watch(reader))).toBe(hashState(room.state));
});

test('[streams 32] the same as lines of JSON', async () => {
  match();
  const reader = await server.read(FEED, { Accept: 'application/x-ndjson' });
  await reader.has('keyframe');
  play(2);
  await reader.has('batch', 2);
  expect(reader.response.headers['content-type']).toBe('application/x-ndjson');
  expect(hashState(watch(reader))).toBe(hashState(room.state));
});

test('a viewer is counted while there, wakes the room, and is let go when gone', async () => {
  const readers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => server.read(FEED)));
  await Promise.all(readers.map((reader) => reader.has('keyframe')));
  expect(room.viewers).toBe(7);
  match();
  await Promise.all(readers.map((reader) => reader.until(reached(room.state.tick))));
  const hashes = readers.map((reader) => hashState(watch(reader)));
  expect(new Set(hashes)).toEqual(new Set([hashState(room.state)]));
  for (const reader of readers) reader.close();
  await expect.poll(() => room.viewers).toBe(0);
});

test('a room with a key is watched with that key only', async () => {
  room.key = 'secret-key';
  for (const path of [FEED, '/api/rooms/arena/events']) {
    for (const query of ['', '?k=', '?k=wrong', '?k=secret-keyy', '?k[]=secret-key']) {
      const refused = await fetch(`${server.url}${path}${query}`);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ code: 'forbidden', where: 'k' });
    }
    expect((await server.read(`${path}?k=secret-key`)).status).toBe(200);
  }
});

test('[streams 12] a new key ends what was opened without it', async () => {
  const viewer = await server.read(FEED);
  const tool = await server.read('/api/rooms/arena/events');
  await viewer.has('keyframe');
  await tool.has('room');
  room.key = 'secret-key';
  room.ticks(6);
  await viewer.until((reader) => reader.ended);
  await tool.until((reader) => reader.ended);
});

test('[streams 2] a room that closes says so and ends; afterwards it is not found', async () => {
  const reader = await server.read(FEED);
  await reader.has('keyframe');
  room.ticks(2);
  room.close();
  server.directory.remove(room);
  await reader.until((r) => r.ended);
  expect(reader.events.slice(-2).map(({ event }) => event)).toEqual(['batch', 'end']);
  expect(reader.json('end')).toEqual([{ reason: 'room-closed' }]);
  const again = await fetch(`${server.url}${FEED}`);
  expect(again.status).toBe(404);
  expect(await again.json()).toMatchObject({ code: 'not-found' });
});

test('a match that becomes the last is told to who watches, once, and to who comes', async () => {
  match();
  const early = await (await server.read(FEED)).has('keyframe');
  expect(early.json('header')).toMatchObject([{ closing: 'no' }]);
  room.closing = 'server';
  room.tick();
  // He has his header before anybody is told, and waits for the next whole batch.
  const between = await (await server.read(FEED)).has('header');
  room.ticks(BATCH_TICKS - 1);
  await between.has('keyframe');
  expect(between.json('header')).toMatchObject([{ closing: 'no' }, { closing: 'server' }]);
  const late = await (await server.read(FEED)).has('keyframe');
  expect(late.json('header')).toMatchObject([{ closing: 'server' }]);
  room.closing = 'no';
  play(1);
  for (const reader of [early, between, late]) await reader.until(reached(room.state.tick));
  await early.has('closing', 2);
  expect(early.json('closing')).toEqual([{ closing: 'server' }, { closing: 'no' }]);
  expect(late.json('closing')).toEqual([{ closing: 'no' }]);
});
