// The REST side over real HTTP: shapes, problems and their codes, caching, and what strangers may not do.
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { stockStadium } from '@touchline/shared/stadium';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TrustedProxies } from '../src/http/address.ts';
import { ArenaStore } from '../src/http/arena-store.ts';
import { startServer, type TestServer } from './kit/server.ts';
import { temporaryFolder } from './kit/temporary.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.stop());

const get = (path: string) => fetch(server.url + path);
const post = (path: string, body: unknown, type = 'application/json') =>
  fetch(server.url + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': type },
  });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
/** A stadium nobody has uploaded yet. */
const stadiumText = (name: string) => (stockStadium('Small')?.text ?? '').replace('"Small"', JSON.stringify(name));

test('rooms: the list leaves unlisted ones out, their own address does not', async () => {
  server.directory.open('public-room');
  server.directory.open('hidden-room', { unlisted: true, key: 'k' });
  const list = (await (await get('/api/rooms')).json()) as { id: string }[];
  expect(list.map(({ id }) => id)).toEqual(['public-room']);
  expect(await (await get('/api/rooms/hidden-room')).json()).toMatchObject({ id: 'hidden-room' });
  const missing = await get('/api/rooms/nowhere');
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ code: 'not-found' });
});

test('a room is opened with defaults, by the lobby, and answers with its watch key', async () => {
  const answer = await post('/api/rooms', { name: '  Sunday  ', password: 'secret' });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ id: 'room-1', watchKey: 'key' });
  expect(server.directory.created[0]).toMatchObject({
    settings: { name: 'Sunday', password: 'secret', maxPlayers: 12, stadium: 'Classic' },
    origin: { openedBy: 'lobby', standing: false },
  });
});

test.each([
  ['no name', {}, 400, 'name'],
  ['too many seats', { name: 'x', maxPlayers: 31 }, 400, 'maxPlayers'],
  ['an unknown stadium', { name: 'x', stadium: 'Wembley' }, 400, 'stadium'],
  ['half a JSON', '{"name"', 400, 'body'],
  ['no object', '[]', 400, 'body'],
])('a room with %s is refused', async (_name, body, status, where) => {
  const answer = await post('/api/rooms', body);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code: 'bad-request', where });
  expect(server.directory.created).toHaveLength(0);
});

test('other refusals have their own codes', async () => {
  const large = await post('/api/rooms', { name: 'x'.repeat(5000) });
  expect([large.status, await codeOf(large)]).toEqual([413, 'too-large']);
  const form = await post('/api/rooms', 'name=x', 'text/plain');
  expect([form.status, await codeOf(form)]).toEqual([400, 'bad-request']);
  server.directory.full = true;
  const full = await post('/api/rooms', { name: 'x' });
  expect([full.status, await codeOf(full)]).toEqual([503, 'server-full']);
  const unknown = await get('/api/nothing/here');
  expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'not-found']);
  expect(await (await get('/api/nothing/here')).text()).toContain('GET /api/nothing/here');
  const elsewhere = await post('/nowhere', {});
  expect([elsewhere.status, await codeOf(elsewhere)]).toEqual([404, 'not-found']);
  const escaped = await get('/api/rooms/%E0%A4%A');
  expect([escaped.status, await codeOf(escaped)]).toEqual([400, 'bad-request']);
});

test('what breaks inside is not shown outside', async () => {
  server.directory.create = () => Promise.reject(new Error('disk /secret/path is full'));
  const answer = await post('/api/rooms', { name: 'x' });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
});

test('opening rooms is limited per address', async () => {
  await server.stop();
  server = await startServer({
    limits: { rooms: { burst: 2, refillMs: 10_000 } },
    trusted: new TrustedProxies(['loopback']),
  });
  const open = (address: string) =>
    fetch(`${server.url}/api/rooms`, {
      method: 'POST',
      body: '{"name":"x"}',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    });
  expect([(await open('2001:db8::1')).status, (await open('2001:db8::2')).status]).toEqual([201, 201]);
  const refused = await open('2001:db8::3');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(5);
  expect(await refused.json()).toMatchObject({ code: 'too-many' });
  expect((await open('2001:db8:0:1::1')).status).toBe(201);
  // Nor has one whose provider gave him sixty thousand networks so many budgets.
  const statuses = [];
  for (let n = 2; n < 12; n++) statuses.push((await open(`2001:db8:0:${n}::1`)).status);
  expect(statuses).toContain(429);
  expect((await open('2001:db8:1::1')).status).toBe(201);
});

test('arenas: uploaded, listed by hash, cached for ever', async () => {
  const stock = (await (await get('/api/stadiums')).json()) as unknown[];
  expect(stock).toHaveLength(10);
  expect(stock[0]).toEqual({ name: 'Classic', hash: stockStadium('Classic')?.hash });
  const uploaded = await post('/api/arenas', stadiumText('Mine'), 'text/plain');
  expect(uploaded.status).toBe(201);
  const { hash, name } = (await uploaded.json()) as { hash: string; name: string };
  expect(name).toBe('Mine');
  const arena = await get(`/api/arenas/${hash}`);
  expect(arena.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(arena.headers.get('access-control-allow-origin')).toBe('*');
  expect(arena.headers.get('etag')).toBe(`"${hash}"`);
  expect(await arena.text()).toBe(server.arenas.get(hash)?.text);
  expect((await post('/api/rooms', { name: 'x', stadium: hash })).status).toBe(201);
  const missing = await get(`/api/arenas/${'0'.repeat(32)}`);
  expect(missing.status).toBe(404);
  expect(missing.headers.get('cache-control')).toBe('no-store');
});

test('a stadium whose ticks would hold up every other room is refused', async () => {
  const times = (count: number, thing: object) => Array.from({ length: count }, () => thing);
  const bomb = {
    ...{ name: 'Bomb', width: 100, height: 100, bg: {} },
    discs: times(200, { radius: 9, cMask: ['all'], cGroup: ['all'] }),
    planes: times(255, { normal: [1, 0], dist: -9 }),
  };
  const refused = await post('/api/arenas', JSON.stringify(bomb), 'text/plain');
  expect([refused.status, await refused.json()]).toMatchObject([422, { code: 'bad-stadium', where: 'discs' }]);
});

test('a bad stadium is refused with the line and the reason', async () => {
  const answer = await post('/api/arenas', '{\n"name": ,}', 'text/plain');
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: 'bad-stadium', where: 'line 2, column 9' });
  const huge = await post('/api/arenas', ' '.repeat((1 << 20) + 1), 'text/plain');
  expect(huge.status).toBe(413);
  expect(await huge.json()).toMatchObject({ code: 'too-large' });
});

test('the store forgets the longest unused upload, never one in use', () => {
  const store = new ArenaStore({ uploads: 2 });
  const load = (name: string) => ({
    ...(stockStadium('Small') as NonNullable<ReturnType<typeof stockStadium>>),
    hash: name,
  });
  const used = new Set(['a']);
  store.keepUsedBy(() => used);
  for (const name of ['a', 'b', 'c']) expect(store.add(load(name))).toBe(true);
  expect([store.get('a'), store.get('b'), store.get('c')].map((found) => found !== undefined)).toEqual([
    true,
    false,
    true,
  ]);
  used.add('c');
  expect(store.add(load('d'))).toBe(false);
  expect(store.find('Classic')).toBeDefined();
});

test('health', async () => {
  server.directory.open('one');
  await server.read('/api/rooms/one/feed');
  expect(await (await get('/healthz')).json()).toMatchObject({ ok: true, rooms: 1, players: 0, viewers: 1 });
});

test('assets: in the form that the browser asks for', async () => {
  await server.stop();
  const dist = temporaryFolder('dist');
  mkdirSync(join(dist, 'assets'));
  const script = 'console.log(1);'.repeat(100);
  writeFileSync(join(dist, 'assets/app.js'), script);
  writeFileSync(join(dist, 'assets/app.js.br'), brotliCompressSync(script));
  writeFileSync(join(dist, 'assets/app.js.gz'), gzipSync(script));
  server = await startServer({ clientDist: dist });
  const { url } = server;
  const asked = async (encodings: string) => {
    const answer = await fetch(`${url}/assets/app.js`, { headers: { 'accept-encoding': encodings } });
    expect(answer.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(await answer.text()).toBe(script);
    return answer.headers.get('content-encoding');
  };
  expect(await asked('gzip, deflate, br')).toBe('br');
  expect(await asked('gzip, deflate')).toBe('gzip');
  expect(await asked('identity')).toBe(null);
});

test('pages: one index for every link, assets for ever, a strict policy, nothing that forces https', async () => {
  await server.stop();
  const dist = temporaryFolder('dist');
  mkdirSync(join(dist, 'assets'));
  writeFileSync(join(dist, 'index.html'), '<!doctype html>hello');
  writeFileSync(join(dist, 'assets/app-1a2b.js'), '1');
  server = await startServer({ clientDist: dist });
  for (const path of ['/', '/r/some-room', '/watch/some-room?k=1']) {
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('hello');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("worker-src 'self';");
    // Its own WebSockets, too: browsers count them as 'self'.
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
    expect(page.headers.get('strict-transport-security')).toBeNull();
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-powered-by')).toBeNull();
  }
  expect((await get('/assets/app-1a2b.js')).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await get('/assets/gone.js')).status).toBe(404);
  expect((await get('/nowhere')).status).toBe(404);
  expect(await rawStatus('/assets/../../../../etc/passwd')).toBeGreaterThanOrEqual(400);
  expect(await rawStatus('/..%2f..%2fetc/passwd')).toBeGreaterThanOrEqual(400);
});

test('a household that asks for ever more is told to wait, whatever it asks for; monitors are not', async () => {
  await server.stop();
  server = await startServer({ limits: { requests: { burst: 3, refillMs: 60_000 } } });
  const statuses = [];
  for (const path of ['/api/rooms', '/', '/api/arenas/x', '/api/rooms', '/assets/x.js', '/nowhere'])
    statuses.push((await get(path)).status);
  expect(statuses).toEqual([200, 503, 404, 429, 429, 429]);
  expect((await get('/healthz')).status).toBe(200);
});

test('without a built client the pages say how to get one', async () => {
  const page = await get('/');
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('npm run build');
});

/** The path goes out as it is, not tidied up by a client. */
function rawStatus(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request({ port: server.port, host: '127.0.0.1', path }, (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    req.on('error', reject).end();
  });
}
