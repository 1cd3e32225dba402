// What every stream promises, whatever flows in it: headers, heartbeat, limits, slow readers, rotation.

import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { TrustedProxies } from '../src/http/address.ts';
import { type StreamReader, startServer, type TestServer } from './kit/server.ts';

let server: TestServer;
afterEach(() => server.stop());

const PATHS = ['/api/lobby', '/api/rooms/arena/feed', '/api/rooms/arena/events'];

async function start(limits: Parameters<typeof startServer>[0] = {}): Promise<void> {
  server = await startServer(limits);
  server.directory.open('arena');
}

test.each(PATHS)('%s has exactly the headers that proxies and browsers need, and retry at once', async (path) => {
  await start();
  const reader = await server.read(path);
  expect(reader.status).toBe(200);
  expect(reader.response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'access-control-allow-origin': '*',
  });
  expect(reader.response.headers['content-encoding']).toBeUndefined();
  await reader.until((r) => r.retries.length === 1 && r.events.length > 0);
  expect(reader.text).toMatch(/^retry: \d+\n\n/);
  expect(reader.retries[0]).toBeGreaterThanOrEqual(2000);
  expect(reader.retries[0]).toBeLessThanOrEqual(5000);
});

test.each(PATHS)('%s answers HEAD and OPTIONS', async (path) => {
  await start();
  const head = await fetch(server.url + path, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.headers.get('content-type')).toBe('text/event-stream');
  expect(server.feeds.streams.open).toBe(0);
  const options = await fetch(server.url + path, { method: 'OPTIONS' });
  expect(options.status).toBe(204);
  expect(options.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
  const post = await fetch(server.url + path, { method: 'POST', body: '{}' });
  expect(post.status).toBe(404);
});

test('[streams 14] retry differs from reader to reader', async () => {
  await start();
  const readers = await Promise.all(Array.from({ length: 6 }, () => server.read('/api/lobby')));
  await Promise.all(readers.map((reader) => reader.until((r) => r.retries.length === 1)));
  expect(new Set(readers.map((reader) => reader.retries[0])).size).toBeGreaterThan(1);
});

test('[streams 16] a ping carries head and time and does not move the cursor', async () => {
  await start({ limits: { pingMs: 100 } });
  const reader = await server.read(PATHS[1]);
  await reader.has('ping');
  const [ping] = reader.json('ping');
  expect(ping).toMatchObject({ head: 0 });
  expect(Math.abs(Number(ping.timeMs) - Date.now())).toBeLessThan(5000);
  expect(reader.of('ping')[0].id).toBe(reader.of('keyframe')[0].id);
  await (await server.read(PATHS[0])).has('ping');
  await (await server.read(PATHS[2])).has('ping');
});

test('whoever opens one stream after the other, and takes none, is told to wait', async () => {
  await start({ limits: { streamsOpened: { burst: 3, refillMs: 60_000 } }, trusted: new TrustedProxies(['loopback']) });
  const opened = async (address: string, path: string) => {
    const reader = await server.read(path, { 'X-Forwarded-For': address });
    reader.close();
    return reader.status;
  };
  const statuses = [];
  for (const path of [...PATHS, PATHS[0]]) statuses.push(await opened('203.0.113.5', path));
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect(await opened('203.0.113.6', PATHS[0])).toBe(200);
});

test('[streams 23] too many streams of one address are refused with a reason, others are not touched', async () => {
  await start({ limits: { perAddress: 3 }, trusted: new TrustedProxies(['loopback']) });
  const from = (address: string) => ({ 'X-Forwarded-For': address });
  const mine: StreamReader[] = [];
  for (const path of PATHS) mine.push(await server.read(path, from('203.0.113.5')));
  const refused = await fetch(server.url + PATHS[0], { headers: from('203.0.113.5') });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('10');
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  expect(await refused.json()).toMatchObject({ code: 'too-many' });
  expect((await server.read(PATHS[0], from('203.0.113.6'))).status).toBe(200);
  for (const reader of mine) reader.close();
  await expect.poll(() => server.feeds.streams.open).toBe(1);
  for (const path of PATHS) expect((await server.read(path, from('203.0.113.5'))).status).toBe(200);
});

test('a full server says so', async () => {
  await start({ limits: { total: 1 } });
  await server.read(PATHS[0]);
  const refused = await fetch(server.url + PATHS[1]);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'server-full' });
});

test('[streams 24, 25] a reader who takes nothing is dropped, and nobody waits for him', async () => {
  await start({ limits: { bufferBytes: 256 * 1024 } });
  const room = server.directory.open('busy');
  room.fill();
  room.ticks(3);
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET /api/rooms/busy/feed HTTP/1.1\r\nHost: x\r\n\r\n');
  const good = await server.read('/api/rooms/busy/feed');
  await good.has('keyframe');
  await expect.poll(() => room.viewers).toBe(2);
  const line = 'x'.repeat(140);
  for (let i = 0; i < 400 && room.viewers === 2; i++) {
    for (let tick = 0; tick < 6; tick++) {
      room.tick(...Array.from({ length: 60 }, () => ({ type: 'chat', id: 1, text: line }) as const));
    }
    await new Promise((resolve) => setImmediate(resolve));
    await good.until((r) => r.lastId === `${room.epoch}.${room.state.tick}`);
  }
  await expect.poll(() => room.viewers).toBe(1);
  expect(server.feeds.streams.counts.slow).toBe(1);
  expect(good.ended).toBe(false);
  socket.destroy();
});

test('[streams 27] a reader who is sent the past and takes nothing is dropped after a while', async () => {
  await start({ limits: { stallMs: 200, pingMs: 200, historyBytes: 64 << 20 } });
  const room = server.directory.open('busy');
  room.fill();
  for (let tick = 0; tick < 1500; tick++) {
    room.tick(...Array.from({ length: 60 }, () => ({ type: 'chat', id: 1, text: 'x'.repeat(140) }) as const));
  }
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET /api/rooms/busy/feed?from=start HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect.poll(() => server.feeds.streams.counts.stalled, { timeout: 5000 }).toBe(1);
  expect(room.viewers).toBe(0);
  socket.destroy();
});

test('[streams 15] an old connection is ended with a short retry, and resumes', async () => {
  await start({ limits: { maxAgeMs: 300, pingMs: 200 } });
  const reader = await server.read(PATHS[1]);
  await reader.until((r) => r.ended);
  expect(reader.retries).toHaveLength(2);
  expect(reader.retries[1]).toBeLessThanOrEqual(300);
  const again = await server.read(PATHS[1], { 'Last-Event-ID': reader.lastId });
  await again.has('header');
});

test('[streams 14] a stopping server tells each reader its own moment to come back', async () => {
  await start();
  const readers = await Promise.all(PATHS.map((path) => server.read(path)));
  await Promise.all(readers.map((reader) => reader.until((r) => r.events.length > 0)));
  server.feeds.stop();
  await Promise.all(readers.map((reader) => reader.until((r) => r.ended)));
  expect(readers[1].json('end')).toEqual([{ reason: 'server-stopping' }]);
  expect(readers[2].json('end')).toEqual([{ reason: 'server-stopping' }]);
  for (const reader of readers) expect(reader.retries).toHaveLength(2);
});
