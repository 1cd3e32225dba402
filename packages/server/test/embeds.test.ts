// What other sites see of this one: who may frame which page, what a link shows, and the pictures behind links.

import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openRecording } from '@touchline/shared/log';
import type { RecordingListing } from '@touchline/shared/protocol';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { recorded } from '../../shared/test/kit/index.ts';
import { TrustedProxies } from '../src/http/address.ts';
import { Gallery } from '../src/pictures/gallery.ts';
import { CannotPaint, Painter, PainterBusy, type Paints } from '../src/pictures/painter.ts';
import { recordingStill } from '../src/pictures/recording-still.ts';
import type { Order } from '../src/pictures/still.ts';
import type { RecordingShelf } from '../src/store/store.ts';
import type { HandRoom } from './kit/rooms.ts';
import { startServer, type TestServer } from './kit/server.ts';
import { temporaryFolder } from './kit/temporary.ts';

const HOSTILE = `"><script>alert(1)</script>$&'`;
const PAGE = `<!doctype html><html><head><meta name="description" content="x" /><title>Touchline</title></head><body></body></html>`;

let dist: string;
let server: TestServer;
beforeAll(() => {
  dist = temporaryFolder('dist');
  writeFileSync(join(dist, 'index.html'), PAGE);
});
beforeEach(async () => {
  server = await startServer({ clientDist: dist });
});
afterEach(() => server.stop());

/** Draws nothing, and counts. */
class PaintCounter implements Paints {
  readonly orders: Order[] = [];
  fault: Error | null = null;

  async paint(order: Order): Promise<Buffer> {
    this.orders.push(order);
    if (this.fault) throw this.fault;
    return Buffer.from(`picture ${this.orders.length}`);
  }
}

async function restart(more: Parameters<typeof startServer>[0]): Promise<void> {
  await server.stop();
  server = await startServer({ clientDist: dist, ...more });
}

const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
const page = async (path: string) => (await get(path, { accept: 'text/html' })).text();
/** `fetch` sets its own Host. */
const pageAt = (host: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<string>((resolve, reject) => {
    const asked = request({ port: server.port, host: '127.0.0.1', path, headers: { host, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    asked.on('error', reject).end();
  });
const tag = (html: string, key: string) =>
  new RegExp(`<meta (?:property|name)="${key}" content="([^"]*)"`).exec(html)?.[1];
const title = (html: string) => /<title>([^<]*)<\/title>/.exec(html)?.[1];

function openMatch(id: string, name: string, more: { unlisted?: boolean; key?: string } = {}): HandRoom {
  const room = Object.assign(server.directory.open(id, more), { name: () => name });
  room.fill();
  room.kickOff();
  room.scoreForRed();
  return room;
}

const RECORDING: RecordingListing = {
  id: 'sunday-abcdefgh',
  room: 'sunday',
  name: HOSTILE,
  stadium: 'Classic',
  startedMs: 0,
  seconds: 65,
  red: 3,
  blue: 2,
  ending: 'finished',
  players: [
    { name: '<b>Ann</b>', team: 1, bot: false },
    { name: 'Bob', team: 2, bot: false },
  ],
  bytes: 1,
};

const shelf = (more: Partial<RecordingShelf>): RecordingShelf => ({
  publicKey: null,
  health: { ok: true, saved: 0, failed: 0 },
  list: () => [],
  listing: () => null,
  matches: () => [],
  match: () => null,
  player: () => null,
  find: async () => null,
  ...more,
});

// Frames

test.each([
  ['/watch/sunday', '*'],
  ['/watch/sunday?overlay=scoreboard', '*'],
  ['/watch/sunday?k=abc', '*'],
  ['/replay/sunday-abcdefgh', '*'],
  ['/', "'none'"],
  ['/r/sunday', "'none'"],
  ['/r/sunday?overlay=pitch', "'none'"],
  ['/replay', "'none'"],
  ['/watch', "'none'"],
  ['/watch/sunday/more', "'none'"],
  ['/no/such/page', "'none'"],
  ['/api/rooms', "'none'"],
])('%s may be framed by %s', async (path, by) => {
  const { headers } = await get(path, { accept: 'text/html' });
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy.split(';').filter((part) => part.startsWith('frame-ancestors'))).toEqual([`frame-ancestors ${by}`]);
  expect(headers.get('x-frame-options')).toBe(by === '*' ? null : 'DENY');
  // Whoever may frame it: no script, style or object of anybody else's, and no referrer.
  for (const part of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain('unsafe');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

// Link previews

test('a room’s link shows name, score, people and a picture', async () => {
  openMatch('sunday', 'Sunday cup');
  for (const path of ['/r/sunday', '/watch/sunday']) {
    const html = await page(path);
    expect(title(html)).toBe('Sunday cup: Red 1–0 Blue · Touchline');
    expect(tag(html, 'og:title')).toBe('Sunday cup: Red 1–0 Blue');
    expect(tag(html, 'og:description')).toMatch(/^Red 1–0 Blue, 00:\d\d, on Classic\. 5 people are in\. /);
    expect(tag(html, 'description')).toBe(tag(html, 'og:description'));
    expect(tag(html, 'og:type')).toBe('website');
    expect(tag(html, 'twitter:card')).toBe('summary_large_image');
    expect(tag(html, 'og:image:alt')).toContain('Sunday cup');
    const image = tag(html, 'og:image') ?? '';
    expect(image).toMatch(new RegExp(`^${server.url}/api/rooms/sunday/preview\\.png\\?t=\\d+$`));
    const { headers } = await get(path);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('x-robots-tag')).toBe('noindex');
  }
  const quiet = server.directory.open('quiet');
  expect(tag(await page('/r/quiet'), 'og:title')).toBe(quiet.name());
  expect(tag(await page('/r/quiet'), 'og:description')).toContain('Nobody is in yet.');
});

test('a replay’s link shows the result and who played', async () => {
  await restart({
    recordings: shelf({ listing: (id) => (id === RECORDING.id ? { ...RECORDING, name: 'Final' } : null) }),
  });
  const html = await page(`/replay/${RECORDING.id}`);
  expect(tag(html, 'og:title')).toBe('Final: Red 3–2 Blue');
  expect(tag(html, 'og:description')).toBe(
    'Red 3–2 Blue after 01:05 on Classic. Red: &lt;b&gt;Ann&lt;/b&gt;. Blue: Bob.',
  );
  expect(tag(html, 'og:image')).toBe(`${server.url}/api/recordings/${RECORDING.id}/preview.png`);
});

test('a link to a match that is on shows its room, and nothing of a private one', async () => {
  openMatch('sunday', 'Sunday cup');
  openMatch('locked', 'Secret plans', { key: 'right' });
  const html = await page('/replay/sunday-abcdefgh?t=5&to=9&room=sunday');
  expect(tag(html, 'og:title')).toBe('Sunday cup: Red 1–0 Blue');
  const plain = await page('/replay/sunday-abcdefgh');
  expect(tag(plain, 'og:title')).toBe('Touchline');
  for (const room of ['locked', 'nobody', '__proto__', '%00', '..%2F', '']) {
    expect(await page(`/replay/sunday-abcdefgh?room=${room}`)).toBe(plain);
  }
});

test('names of strangers never become tags', async () => {
  await restart({ recordings: shelf({ listing: () => RECORDING }) });
  openMatch('hostile', HOSTILE);
  for (const path of ['/r/hostile', '/watch/hostile', `/replay/${RECORDING.id}`, `/r/${encodeURIComponent(HOSTILE)}`]) {
    const html = await page(path);
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<b>');
    // Nothing of the page is repeated, and nothing is lost: `$&` in a name is a name.
    expect(html.match(/<title>/g)).toHaveLength(1);
    expect(html.match(/<\/head>/g)).toHaveLength(1);
    // No attribute ends before its own quote.
    const head = html.slice(html.indexOf('<meta property'), html.indexOf('</head>'));
    for (const line of head.trim().split('\n'))
      expect(line.trim()).toMatch(/^<meta (property|name)="[\w:]+" content="[^"<>]*" \/>$/);
  }
  expect(title(await page('/r/hostile'))).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;&#39;');
});

test('a private room tells nothing without its key', async () => {
  openMatch('locked', 'Secret plans', { key: 'right' });
  openMatch('hidden', 'Secret plans', { key: 'right', unlisted: true });
  const plain = await page('/r/nobody-here');
  expect(title(plain)).toBe('Touchline');
  expect(tag(plain, 'og:title')).toBe('Touchline');
  expect(tag(plain, 'og:image')).toBeUndefined();
  for (const id of ['locked', 'hidden']) {
    for (const asked of ['', '?k=', '?k=wrong', '?k=righ', '?k=rightt']) {
      for (const kind of ['r', 'watch']) expect(await page(`/${kind}/${id}${asked}`)).toBe(plain);
    }
    const shown = await page(`/watch/${id}?overlay=goals&k=right`);
    expect(tag(shown, 'og:title')).toBe('Secret plans: Red 1–0 Blue');
    expect(tag(shown, 'og:image')).toContain('preview.png?k=right&amp;t=');
  }
});

test('what is not there is the page all the same, with a plain title', async () => {
  for (const path of ['/r/nobody', '/watch/nobody', '/replay/nothing-such']) {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(title(await answer.text())).toBe('Touchline');
  }
  const lost = await get('/no/such/page', { accept: 'text/html' });
  expect(lost.status).toBe(404);
  expect(title(await lost.text())).toBe('Touchline');
});

test('the picture’s address is whole, and only as true as the host that is named', async () => {
  openMatch('sunday', 'Sunday cup');
  const forwarded = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  expect(tag(await pageAt('play.example.org', '/r/sunday', forwarded), 'og:image')).toMatch(
    /^http:\/\/play\.example\.org\/api/,
  );
  const strange = await pageAt('a"b', '/r/sunday');
  expect(tag(strange, 'og:image')).toBeUndefined();
  expect(tag(strange, 'twitter:card')).toBe('summary');
  expect(tag(strange, 'og:title')).toContain('Sunday cup');
  await restart({ trusted: new TrustedProxies(['loopback']) });
  openMatch('sunday', 'Sunday cup');
  const proxied = { 'x-forwarded-host': 'play.example.org', 'x-forwarded-proto': 'https' };
  expect(tag(await pageAt('inside', '/r/sunday', proxied), 'og:image')).toMatch(/^https:\/\/play\.example\.org\/api/);
});

// Pictures

const size = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('a room’s picture is a PNG of 1200 by 630, for everybody', async () => {
  openMatch('sunday', HOSTILE);
  const answer = await get('/api/rooms/sunday/preview.png');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=10');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const png = Buffer.from(await answer.arrayBuffer());
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  expect(size(png)).toEqual([1200, 630]);
  expect(png.length).toBeGreaterThan(20_000);
});

test('behind a key, for whoever has it', async () => {
  const painter = new PaintCounter();
  await restart({ painter });
  openMatch('locked', 'Secret', { key: 'right' });
  for (const query of ['', '?k=wrong']) expect((await get(`/api/rooms/locked/preview.png${query}`)).status).toBe(403);
  expect(painter.orders).toHaveLength(0);
  const answer = await get('/api/rooms/locked/preview.png?k=right');
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, max-age=10']);
  // It hangs now, and is still nobody else's.
  expect((await get('/api/rooms/locked/preview.png')).status).toBe(403);
});

test('what is not there has no picture', async () => {
  for (const path of ['/api/rooms/nobody', '/api/recordings/nothing-such']) {
    const answer = await get(`${path}/preview.png`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await answer.json()).toMatchObject({ code: 'not-found' });
  }
});

test('a recording’s picture shows its result, and the pitch at its last goal', async () => {
  const { finished, happenings } = recorded({ ticks: 1500 });
  const goals = happenings.filter(({ type }) => type === 'goal');
  const { still } = recordingStill(openRecording(finished));
  expect(goals).toHaveLength(1);
  expect(still.board).toMatchObject({ red: 1, blue: 0, word: 'Interrupted' });
  // The ball is behind the line, and nobody has been sent back yet.
  expect(still.discs.at(-1)?.x).toBeGreaterThan(370);
  expect(still.discs.filter(({ team }) => team !== 0)).toHaveLength(4);

  writeFileSync(join(dist, 'match.tlr'), gzipSync(finished));
  await restart({ recordings: shelf({ find: async () => ({ folder: dist, name: 'match.tlr' }) }) });
  const answer = await get('/api/recordings/sunday-abcdefgh/preview.png');
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=604800']);
  const png = Buffer.from(await answer.arrayBuffer());
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect(size(png)).toEqual([1200, 630]);

  writeFileSync(join(dist, 'match.tlr'), 'broken');
  expect((await get('/api/recordings/sunday-abcdefgh/preview.png')).status).toBe(200);
  expect((await get('/api/recordings/another-abcdefgh/preview.png')).status).toBe(404);
});

test('a match that was stopped is shown as it was before', () => {
  const { finished } = recorded({ ticks: 300, at: { 299: (match) => match.try({ type: 'stop', by: 0 }) } });
  const { still } = recordingStill(openRecording(finished));
  expect(still.board?.word).toBe('Stopped');
  expect(still.discs.filter(({ team }) => team !== 0)).toHaveLength(4);
});

test('two hundred requests draw one picture', async () => {
  const painter = new PaintCounter();
  await restart({ painter });
  const room = openMatch('sunday', 'Sunday cup');
  const answers: string[] = [];
  for (let i = 0; i < 200; i++) {
    room.tick();
    answers.push(await (await get('/api/rooms/sunday/preview.png')).text());
  }
  expect(new Set(answers)).toEqual(new Set(['picture 1']));
  expect(painter.orders).toHaveLength(1);
});

test('a picture is good for ten seconds, and as long as nothing moves', async () => {
  const painter = new PaintCounter();
  const gallery = new Gallery(painter);
  const room = openMatch('sunday', 'Sunday cup');
  const at = async (nowMs: number) => (await gallery.room(room, () => undefined, nowMs)).toString();
  expect(await at(0)).toBe('picture 1');
  expect(await at(60_000)).toBe('picture 1');
  room.tick();
  expect([await at(9_999), await at(10_000), await at(10_001)]).toEqual(['picture 1', 'picture 2', 'picture 2']);
  // What hung before is better than nothing.
  room.tick();
  painter.fault = new PainterBusy();
  await expect(at(30_000)).rejects.toBeInstanceOf(PainterBusy);
  painter.fault = null;
  expect(await at(19_999)).toBe('picture 2');
});

test('another life of a room has its own picture', async () => {
  const painter = new PaintCounter();
  await restart({ painter });
  const room = openMatch('sunday', 'Sunday cup');
  const picture = async () => (await get('/api/rooms/sunday/preview.png')).text();
  expect(await picture()).toBe('picture 1');
  room.epoch = 'another1';
  expect(await picture()).toBe('picture 2');
});

test('whoever has many drawn has to wait; what hangs is for everybody', async () => {
  const painter = new PaintCounter();
  await restart({ painter, limits: { pictures: { burst: 2, refillMs: 60_000 } } });
  for (const id of ['one', 'two', 'three']) openMatch(id, id);
  const status = async (id: string) => (await get(`/api/rooms/${id}/preview.png`)).status;
  expect([await status('one'), await status('two'), await status('three'), await status('one')]).toEqual([
    200, 200, 429, 200,
  ]);
  expect(painter.orders).toHaveLength(2);
});

test('a picture that cannot be had is told, and tried again', async () => {
  const painter = new PaintCounter();
  await restart({ painter });
  openMatch('sunday', 'Sunday cup');
  const status = async () => (await get('/api/rooms/sunday/preview.png')).status;
  painter.fault = new PainterBusy();
  expect(await status()).toBe(503);
  painter.fault = new CannotPaint();
  expect(await status()).toBe(404);
  painter.fault = null;
  expect(await status()).toBe(200);
});

test('a recording that cannot be drawn is not tried at every request', async () => {
  const painter = new PaintCounter();
  await restart({ painter, recordings: shelf({ find: async () => ({ folder: dist, name: 'match.tlr' }) }) });
  const status = async () => (await get('/api/recordings/sunday-abcdefgh/preview.png')).status;
  painter.fault = new PainterBusy();
  expect(await status()).toBe(503);
  painter.fault = new CannotPaint();
  expect([await status(), await status(), await status()]).toEqual([404, 404, 404]);
  expect(painter.orders).toHaveLength(2);
});

test('the queue is bounded', async () => {
  const painter = new Painter();
  const path = join(dist, 'no-recording');
  const orders = Array.from({ length: 30 }, () => painter.paint({ kind: 'recording', path }));
  const said = await Promise.all(orders.map((order) => order.catch((error: Error) => error.constructor)));
  // One under way, sixteen waiting, the others sent away; and there is no such file.
  expect(said.filter((error) => error === CannotPaint)).toHaveLength(17);
  expect(said.filter((error) => error === PainterBusy)).toHaveLength(13);
  const waiting = painter.paint({ kind: 'recording', path });
  painter.stop();
  await expect(waiting).rejects.toBeInstanceOf(PainterBusy);
});

test('a picture that takes too long is given up, and the one after it gets a thread of its own', async () => {
  // The thread alone takes longer to start.
  const painter = new Painter({ withinMs: 1 });
  const order: Order = { kind: 'recording', path: join(dist, 'no-recording') };
  const both = await Promise.allSettled([painter.paint(order), painter.paint(order)]);
  expect(both.map((said) => said.status === 'rejected' && String(said.reason))).toEqual([
    'Error: it takes too long',
    'Error: it takes too long',
  ]);
  painter.stop();
});

test('the thread that ticks does not draw', async () => {
  const ids = Array.from({ length: 8 }, (_, i) => `room-${i}`);
  for (const id of ['warm', ...ids]) openMatch(id, 'Sunday cup');
  const draw = async (id: string) => (await get(`/api/rooms/${id}/preview.png`)).arrayBuffer();
  await draw('warm');
  const before = process.threadCpuUsage();
  await Promise.all(ids.map(draw));
  const { user, system } = process.threadCpuUsage(before);
  // Measured: 4 ms a picture, asking for it and reading it included; drawn here it would be 50 and more.
  expect((user + system) / 1000 / ids.length).toBeLessThan(15);
});
