// GET /api/openapi.json against a real server: every route is in it, and every answer is as it says.

import {
  type MatchListing,
  type MatchReport,
  type PlayerReport,
  type QueueTicket,
  ROUTES,
} from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TrustedProxies } from '../src/http/address.ts';
import { mountRoutes } from '../src/http/routes.ts';
import { Painter } from '../src/pictures/painter.ts';
import { openRecordings, type Recordings } from '../src/store/recordings.ts';
import { signedJoin } from './kit/identity.ts';
import { gateOfFullRooms, startServer, type TestServer, uncounted } from './kit/server.ts';
import { temporaryFolder } from './kit/temporary.ts';

const dataDir = temporaryFolder('api');
const log = pino({ level: 'silent' });
let recordings: Recordings;
let server: TestServer;
let description: Description;
let ids: { match: string; secret: string; ticket: string; join: string; arena: string };

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema?: object }> }>;
}

beforeAll(async () => {
  recordings = await openRecordings({
    ...{ dataDir, maxAgeDays: 0, maxMb: 10, bootId: 'boot', log },
    slug: (n) => slug().padStart(n, '0'),
  });
  server = await startServer({ recordings: recordings.shelf, limits: { searches: { burst: 200, refillMs: 1000 } } });
  recordings.record(server.directory);
  await playMatch('park', {});
  const secret = await playMatch('den', { unlisted: true });
  server.directory.open('locked', { key: 'sesame' });
  const [{ id: match }] = await json<MatchListing[]>('/api/matches');
  const { ticket } = await json<QueueTicket>('/api/rooms/park/queue', post(await joinOfPark()));
  ids = { match, secret, ticket, join: await joinOfPark(), arena: stockStadium('Small')?.hash ?? '' };
  description = await json('/api/openapi.json');
});
afterAll(async () => {
  await server.stop();
  await recordings.stop();
});

const joinOfPark = async () => JSON.stringify(await signedJoin(server.url, 'park'));

let slugs = 0;
let lastSlug = '';
function slug(): string {
  lastSlug = String(++slugs);
  return lastSlug;
}

/** Plays one match and returns its id. */
async function playMatch(name: string, settings: { unlisted?: boolean }): Promise<string> {
  const room = server.directory.open(name, settings);
  room.fill();
  room.kickOff();
  room.scoreForRed();
  room.ticks(100);
  room.tick({ type: 'stop', by: 0 });
  const before = recordings.shelf.health.saved;
  while (recordings.shelf.health.saved === before) await new Promise((resolve) => setTimeout(resolve, 5));
  return lastSlug.padStart(20, '0');
}

async function json<T>(path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(server.url + path, init);
  expect(answer.ok, path).toBe(true);
  return (await answer.json()) as T;
}

/** A schema of the description as one that checks; references are followed. */
function checkerOf(schema: object): z.ZodType {
  const resolved: unknown = JSON.parse(JSON.stringify(schema), (_key, value) => {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(String(Object(value).$ref))?.[1];
    return name === undefined ? value : description.components.schemas[name];
  });
  return z.fromJSONSchema(resolved as Parameters<typeof z.fromJSONSchema>[0]);
}

async function check(answer: Response, method: string, path: string): Promise<void> {
  const documented = description.paths[path][method].responses[String(answer.status)];
  expect(documented, `${method} ${path} answers ${answer.status}`).toBeDefined();
  const [[type, { schema }]] = Object.entries(documented.content);
  expect(answer.headers.get('content-type')).toContain(type);
  if (!schema) return void (await answer.body?.cancel());
  const body: unknown = await answer.json();
  const { error } = checkerOf(schema).safeParse(body);
  expect(error?.issues ?? [], JSON.stringify(body).slice(0, 300)).toEqual([]);
}

const post = (body: string, type = 'application/json'): RequestInit => ({
  ...{ method: 'POST', body, headers: { 'content-type': type } },
});
const ADMIN = /\/api\/admin\//;
const ownArena = (name: string) => stockStadium('Small')?.text.replace('"Small"', JSON.stringify(name)) ?? '';

/** Documented path → a request for each answer that is not a question of how many come. */
const REQUESTS: Record<
  string,
  readonly (readonly [status: number, url: () => string, init?: RequestInit | (() => RequestInit)])[]
> = {
  'get /healthz': [[200, () => '/healthz']],
  'get /metrics': [
    [200, () => '/metrics'],
    [403, () => '/metrics', { headers: { via: '1.1 proxy' } }],
  ],
  'get /api/caller': [[200, () => '/api/caller']],
  'get /api/rooms': [[200, () => '/api/rooms']],
  'post /api/rooms': [
    [201, () => '/api/rooms', post('{"name":"Sunday"}')],
    [400, () => '/api/rooms', post('{}')],
    [413, () => '/api/rooms', post(JSON.stringify({ name: 'x'.repeat(5000) }))],
  ],
  'get /api/rooms/{id}': [
    [200, () => '/api/rooms/park'],
    [404, () => '/api/rooms/nowhere'],
  ],
  'post /api/rooms/{id}/challenge': [
    [200, () => '/api/rooms/park/challenge', post(JSON.stringify({ key: 'A'.repeat(43) }))],
    [400, () => '/api/rooms/park/challenge', post(JSON.stringify({ key: 'B'.repeat(43) }))],
    [404, () => '/api/rooms/nowhere/challenge', post(JSON.stringify({ key: 'A'.repeat(43) }))],
    [413, () => '/api/rooms/park/challenge', post(JSON.stringify({ key: 'A'.repeat(1000) }))],
  ],
  'post /api/rooms/{id}/queue': [
    [201, () => '/api/rooms/park/queue', () => post(ids.join)],
    [403, () => '/api/rooms/park/queue', post('{}')],
    [404, () => '/api/rooms/nowhere/queue', post('{}')],
    [413, () => '/api/rooms/park/queue', post(JSON.stringify({ nick: 'x'.repeat(5000) }))],
  ],
  'get /api/rooms/{id}/queue': [
    [200, () => `/api/rooms/park/queue?ticket=${ids.ticket}`],
    [400, () => `/api/rooms/park/queue?ticket=${ids.ticket}&from=x`],
    [404, () => '/api/rooms/park/queue?ticket=x'],
    [404, () => '/api/rooms/nowhere/queue'],
  ],
  'get /api/lobby': [[200, () => '/api/lobby']],
  'get /api/rooms/{id}/feed': [
    [200, () => '/api/rooms/park/feed?from=live'],
    [400, () => '/api/rooms/park/feed?from=x'],
    [403, () => '/api/rooms/locked/feed'],
    [404, () => '/api/rooms/nowhere/feed'],
  ],
  'get /api/rooms/{id}/events': [
    [200, () => '/api/rooms/locked/events?k=sesame'],
    [400, () => '/api/rooms/park/events?from=x'],
    [403, () => '/api/rooms/locked/events?k=x'],
    [404, () => '/api/rooms/nowhere/events'],
  ],
  'get /api/rooms/{id}/preview.png': [
    [200, () => '/api/rooms/park/preview.png'],
    [403, () => '/api/rooms/locked/preview.png'],
    [404, () => '/api/rooms/nowhere/preview.png'],
  ],
  'get /api/stadiums': [[200, () => '/api/stadiums']],
  'post /api/arenas': [
    [201, () => '/api/arenas', post(ownArena('Mine'), 'text/plain')],
    [400, () => '/api/arenas', post('{}')],
    [413, () => '/api/arenas', post(' '.repeat(1.1 * 1024 * 1024), 'text/plain')],
    [422, () => '/api/arenas', post('{', 'text/plain')],
  ],
  'get /api/arenas/{hash}': [
    [200, () => `/api/arenas/${ids.arena}`],
    [404, () => '/api/arenas/none'],
  ],
  'get /api/recordings': [
    [200, () => '/api/recordings?player=player&after=0&before=9e15&limit=100'],
    [400, () => '/api/recordings?limit=0'],
  ],
  'get /api/recordings/{id}': [
    [200, () => `/api/recordings/${ids.match}`],
    [404, () => '/api/recordings/none'],
  ],
  'get /api/recordings/{id}/preview.png': [
    [200, () => `/api/recordings/${ids.match}/preview.png`],
    [404, () => '/api/recordings/none/preview.png'],
  ],
  'get /api/key': [[200, () => '/api/key']],
  'get /api/matches': [
    [200, () => '/api/matches?player=player&stadium=classic'],
    [400, () => '/api/matches?after=yesterday'],
  ],
  'get /api/matches/{id}': [
    [200, () => `/api/matches/${ids.match}`],
    [200, () => `/api/matches/${ids.secret}`],
    [404, () => '/api/matches/none'],
  ],
  'get /api/players/{id}': [
    [200, () => '/api/players/PLAYER%201'],
    [404, () => '/api/players/nobody'],
  ],
  'get /api/openapi.json': [[200, () => '/api/openapi.json']],
};

describe('GET /api/openapi.json', () => {
  it('names every route that the server has, and no other', () => {
    const app = express();
    const { directory, arenas } = server;
    const painter = new Painter();
    const { gate, queues } = gateOfFullRooms(() => false);
    mountRoutes(app, {
      ...{ directory, arenas, recordings: recordings.shelf, painter, log, ...uncounted() },
      ...{ gate, queues, trusted: new TrustedProxies([]), isForeign: () => false, clientDist: dataDir },
    }).stop();
    painter.stop();
    queues.stop();
    const mounted = app.router.stack.flatMap(({ route }) =>
      route === undefined
        ? []
        : route.stack.flatMap(({ method }) => (method === 'options' ? [] : [`${method} ${String(route.path)}`])),
    );
    const documented = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    // Administration is a router of its own, and there with a secret only: admin.test.ts asks it.
    expect(documented.filter((route) => !ADMIN.test(route)).toSorted()).toEqual([...new Set(mounted)].toSorted());
    expect(documented).toHaveLength(ROUTES.length);
    expect(description.openapi).toBe('3.1.0');
  });

  it('has a parameter for every place in a path', () => {
    for (const [path, operations] of Object.entries(description.paths)) {
      for (const { parameters = [] } of Object.values(operations)) {
        const places = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(places);
      }
    }
  });

  const cases = Object.entries(REQUESTS).flatMap(([key, requests]) =>
    requests.map(([status, url, init]) => ({ key, status, url, init })),
  );
  it.each(cases)('$key answers $status as described', async ({ key, status, url, init }) => {
    const [method, path] = key.split(' ');
    const gone = new AbortController();
    const answer = await fetch(server.url + url(), {
      ...(typeof init === 'function' ? init() : init),
      signal: gone.signal,
    });
    expect(answer.status).toBe(status);
    await check(answer, method, path);
    gone.abort();
  });

  it('describes no answer that these requests do not ask for, but those to too many', () => {
    for (const [path, operations] of Object.entries(description.paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        const asked = new Set(REQUESTS[`${method} ${path}`]?.map(([status]) => String(status)));
        if (path === '/api/key') asked.add('404');
        if (ADMIN.test(path)) continue;
        const left = Object.keys(responses).filter((status) => !asked.has(status) && !/^(429|503)$/.test(status));
        expect([method, path, ...left]).toEqual([method, path]);
      }
    }
  });

  it.each(['/api/recordings', '/api/matches', '/api/matches/none', '/api/players/nobody'])(
    '%s counts as a search, and too many are refused as described',
    async (url) => {
      const small = await startServer({ limits: { searches: { burst: 1, refillMs: 60_000 } } });
      try {
        await fetch(small.url + url);
        const answer = await fetch(small.url + url);
        expect(answer.status).toBe(429);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        await check(answer, 'get', url.replace(/none|nobody/, '{id}'));
      } finally {
        await small.stop();
      }
    },
  );

  it('a server without a key says so as described', async () => {
    const keyless = await startServer();
    try {
      const answer = await fetch(`${keyless.url}/api/key`);
      expect(answer.status).toBe(404);
      await check(answer, 'get', '/api/key');
    } finally {
      await keyless.stop();
    }
  });

  it('a full server refuses as described', async () => {
    server.directory.full = true;
    const answer = await fetch(`${server.url}/api/rooms`, post('{"name":"One more"}'));
    server.directory.full = false;
    expect(answer.status).toBe(503);
    await check(answer, 'post', '/api/rooms');
  });
});

describe('matches and players', () => {
  it('a match tells its result, its statistics, and where its recording is', async () => {
    const match = await json<MatchReport>(`/api/matches/${ids.match}`);
    expect(match).toMatchObject({ id: ids.match, room: 'park', red: 1, blue: 0, ending: 'stopped' });
    expect(match.statistics.red.goals).toBe(match.red);
    expect(match.statistics.players.map(({ name }) => name)).toEqual(['Player 1', 'Player 2', 'Player 3', 'Player 4']);
    expect((await fetch(server.url + match.recording)).headers.get('content-type')).toBe('application/octet-stream');
  });

  it('a private one is reached by its id, and in no list and no figures', async () => {
    const secret = await json<MatchReport>(`/api/matches/${ids.secret}`);
    expect(secret.room).toBe('den');
    expect((await json<MatchListing[]>('/api/matches')).map(({ id }) => id)).toEqual([ids.match]);
    const player = await json<PlayerReport>('/api/players/player%202');
    expect(player).toMatchObject({ id: 'player 2', name: 'Player 2', matches: 1 });
    expect(player.recent.map(({ id }) => id)).toEqual([ids.match]);
  });

  it('may be read by the page of another site, and a bad question is told where', async () => {
    for (const path of ['/api/matches', `/api/matches/${ids.match}`, '/api/players/player%201', '/api/openapi.json']) {
      expect((await fetch(server.url + path)).headers.get('access-control-allow-origin'), path).toBe('*');
    }
    const answer = await fetch(`${server.url}/api/matches?after=yesterday`);
    expect(await answer.json()).toMatchObject({ code: 'bad-request', where: 'after' });
    for (const path of ['/api/players/%', '/api/matches?player=a&player=b']) {
      expect((await fetch(server.url + path)).status, path).toBe(400);
    }
    for (const id of ['__proto__', 'constructor', '%00', 'x'.repeat(5000), "'; drop table matches; --"]) {
      expect((await fetch(`${server.url}/api/players/${encodeURIComponent(id)}`)).status).toBe(404);
      expect((await fetch(`${server.url}/api/matches/${encodeURIComponent(id)}`)).status).toBe(404);
    }
    expect(await json<MatchListing[]>('/api/matches')).toHaveLength(1);
  });
});
