// GET /metrics of a whole server: what it counts, who may read it; and that dashboard and documentation speak of what there is.
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MetricsAccess, showMetrics } from '../src/http/metrics.ts';
import { errorHandler, unknownPath } from '../src/http/problem.ts';
import type { Running } from '../src/main.ts';
import { UNMETERED } from '../src/meter.ts';
import { boot, Guest, until } from './kit/boot.ts';
import { signedJoin } from './kit/identity.ts';
import { RawSeat, reserve } from './kit/raw.ts';
import { StreamReader } from './kit/server.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/futsal.js', import.meta.url));
const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

let server: Running;
beforeAll(async () => {
  server = await boot('--bots', '1', '--max-players', '6', '--script', EXAMPLE, '--name', 'House');
});
afterAll(() => server.stop());

const page = async () => (await fetch(`${server.url}/metrics`)).text();
/** Value of one line, such as `name{label="x"}`; undefined when there is none. */
const valueIn = (text: string, line: string): number | undefined => {
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
};
const value = async (line: string) => valueIn(await page(), line);
/** Looks until the figure is as it should be, and tells what it was if it never is. */
const reaches = async (line: string, right: (value: number) => boolean) => {
  let last: number | undefined;
  for (const endMs = performance.now() + 10_000; performance.now() < endMs; ) {
    last = await value(line);
    if (last !== undefined && right(last)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${line} stayed at ${last}`);
};

describe('the figures', () => {
  it('count a player, what he does, and his bytes', async () => {
    const ann = await (await Guest.join(server, server.roomId, { nick: 'Ann' })).seated();
    await reaches('touchline_players', (count) => count === 1);
    await reaches('touchline_joins_total', (count) => count === 1);
    await reaches('touchline_rooms{state="match"}', (count) => count === 1);
    await reaches('touchline_connections{kind="websocket"}', (count) => count === 1);
    await reaches('touchline_sent_bytes_total{kind="websocket"}', (bytes) => bytes > 1000);
    const received = (await value('touchline_received_bytes_total{kind="websocket"}')) ?? 0;
    ann.ask('stop', {});
    ann.ask('sync', {});
    await reaches('touchline_notices_total{code="not-admin"}', (count) => count === 1);
    await reaches('touchline_divergences_total', (count) => count === 1);
    await reaches('touchline_received_bytes_total{kind="websocket"}', (bytes) => bytes > received);
    await expect(reserve(server, server.roomId, {})).rejects.toThrow();
    await reaches('touchline_joins_refused_total{reason="old-client"}', (count) => count === 1);
    await ann.leave();
    await reaches('touchline_connections{kind="websocket"}', (count) => count === 0);
    // What a closed connection brought stays counted.
    expect(await value('touchline_received_bytes_total{kind="websocket"}')).toBeGreaterThan(received);
  });

  it('count who waits for a seat', async () => {
    const json = (body: object) => ({
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    const opened = await fetch(`${server.url}/api/rooms`, json({ name: 'Two seats', maxPlayers: 2 }));
    const { id } = (await opened.json()) as { id: string };
    const guests = [await Guest.join(server, id), await Guest.join(server, id)];
    expect(await value('touchline_queueing')).toBe(0);
    const queued = await fetch(`${server.url}/api/rooms/${id}/queue`, json(await signedJoin(server.url, id)));
    expect(queued.status).toBe(201);
    expect(await value('touchline_queueing')).toBe(1);
    for (const guest of guests) await guest.leave();
  });

  it('count kicks, and connections that are cut', async () => {
    const room = server.rooms.get(server.roomId);
    const bob = await (await Guest.join(server, server.roomId, { nick: 'Bob' })).seated();
    room?.submit({ type: 'leave', id: bob.id, by: 0, kicked: true, banned: false, reason: '' });
    await reaches('touchline_kicks_total{banned="false"}', (count) => count === 1);
    const raw = await RawSeat.take(server, server.roomId);
    await until('a word', () => raw.received.split('\r\n\r\n')[1]);
    raw.send(Buffer.from([255, 255, 255]));
    await reaches('touchline_connections_cut_total{reason="garbage"}', (count) => count === 1);
  });

  it('time every tick, and the writes of its log', async () => {
    const before = await page();
    const name = 'touchline_tick_duration_seconds_count';
    await reaches(name, (count) => count > (valueIn(before, name) ?? 0) + 60);
    const after = await page();
    const count = valueIn(after, name) ?? 0;
    expect(valueIn(after, 'touchline_tick_lateness_seconds_count')).toBe(count);
    const spent = valueIn(after, 'touchline_tick_duration_seconds_sum') ?? 0;
    expect(spent / count).toBeGreaterThan(1e-6);
    expect(spent / count).toBeLessThan(1 / 60);
    expect(valueIn(after, 'touchline_log_write_seconds_count')).toBeGreaterThan(0);
    expect(valueIn(after, 'touchline_log_written_bytes_total')).toBeGreaterThan(0);
    expect(valueIn(after, 'touchline_event_loop_lag_seconds{quantile="0.5"}')).toBeLessThan(0.1);
  });

  it('count streams and their readers apart from other requests', async () => {
    const reader = await StreamReader.open(server.port, `/api/rooms/${server.roomId}/feed`, {});
    await reader.until(({ events }) => events.length > 2);
    await reaches('touchline_viewers', (count) => count === 1);
    await reaches('touchline_streams{state="flowing"}', (count) => count === 1);
    await reaches('touchline_connections{kind="sse"}', (count) => count === 1);
    await reaches(
      'touchline_sent_bytes_total{kind="sse"}',
      (bytes) => bytes >= reader.events.reduce((sum, { data }) => sum + data.length, 0),
    );
    reader.close();
    await reaches('touchline_connections{kind="sse"}', (count) => count === 0);
    await fetch(`${server.url}/api/rooms/nowhere`);
    await reaches('touchline_http_refused_total{code="not-found"}', (count) => count === 1);
  });

  it('see a disc that is nowhere', async () => {
    const world = server.rooms.get(server.roomId)?.state.world;
    if (!world) throw new Error('no room');
    expect(await value('touchline_rooms_with_nan')).toBe(0);
    const x = world.x[0];
    world.x[0] = Number.NaN;
    const seen = await value('touchline_rooms_with_nan');
    world.x[0] = x;
    expect(seen).toBe(1);
  });

  it('tell what a script costs', async () => {
    await reaches('touchline_script_memory_bytes{script="futsal.js"}', (bytes) => bytes > 10e6);
    await reaches('touchline_script_cpu_seconds_total{script="futsal.js"}', (seconds) => seconds > 0.01);
    expect(await value('touchline_script_restarts_total{script="futsal.js"}')).toBe(0);
  });
});

describe('may be read', () => {
  const TOKEN = 'correct-horse-battery';
  const status = async (access: MetricsAccess['access'], headers: Record<string, string> = {}) => {
    const app = express();
    const figures = { contentType: 'text/plain', text: async () => 'figures' };
    app.get('/metrics', showMetrics({ access, token: TOKEN }, figures));
    app.use(unknownPath, errorHandler(pino({ level: 'silent' }), UNMETERED));
    const listener = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
    const { port } = listener.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
    listener.close();
    return answer.status;
  };

  it('by nobody when they are off', async () => {
    expect(await status('off')).toBe(404);
  });

  it('from this machine, and not through a proxy on it', async () => {
    expect(await status('loopback')).toBe(200);
    for (const name of ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via'])
      expect(await status('loopback', { [name]: '127.0.0.1' }), name).toBe(403);
  });

  it('with the token and no other', async () => {
    const bearer = (token: string) =>
      status('token', { Authorization: `Bearer ${token}`, 'X-Forwarded-For': '203.0.113.1' });
    expect(await bearer(TOKEN)).toBe(200);
    expect(await bearer(`${TOKEN}x`)).toBe(403);
    expect(await bearer('')).toBe(403);
    expect(await status('token')).toBe(403);
  });
});

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

describe('what people read about them', () => {
  /** Name → labels, of what a server shows; the parts of a histogram are names, too. */
  const shown = async (): Promise<Map<string, Set<string>>> => {
    const text = await page();
    const names = new Map<string, Set<string>>();
    for (const [, name, type] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm))
      for (const end of type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']) names.set(name + end, new Set());
    for (const [, name, labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm))
      for (const [, label] of labels.matchAll(/(\w+)="/g)) names.get(name)?.add(label);
    return names;
  };
  const dashboard = JSON.parse(read('deploy/grafana-dashboard.json')) as { readonly panels: readonly Panel[] };
  const queries = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

  /** What a query names: identifiers that are not called, matched on, grouped by or part of the language. */
  const namesOf = (expr: string): string[] => {
    const bare = expr
      .replace(/"[^"]*"/g, '')
      .replace(/\{[^}]*\}|\[[^\]]*\]/g, '')
      .replace(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, '');
    return [...bare.matchAll(/\b[a-z_][\w:]*\b(?!\s*\()/gi)]
      .map(([name]) => name)
      .filter((name) => !/^(sum|min|max|avg|count|by|and|or|unless|bool)$/.test(name));
  };

  it('a query is taken apart rightly', () => {
    expect(
      namesOf('histogram_quantile(0.9, sum by (le) (rate(a_bucket{x="y_total"}[5m]))) / sum(b) > bool 1e3 * time()'),
    ).toEqual(['a_bucket', 'b']);
  });

  it('the dashboard asks for nothing that is not there', async () => {
    const names = await shown();
    expect(queries.length).toBeGreaterThan(30);
    for (const { title, expr } of queries) {
      const asked = namesOf(expr);
      expect(asked.length, title).toBeGreaterThan(0);
      for (const name of asked) expect([...names.keys()], title).toContain(name);
      for (const [, list] of expr.matchAll(/\bby \(([^)]*)\)/g))
        for (const label of list.split(/,\s*/)) {
          const known = asked.flatMap((name) => [...(names.get(name) ?? [])]);
          // Nothing has happened yet that would show the labels of a collection of garbage.
          if (!asked.some((name) => name.startsWith('nodejs_gc'))) expect(known, `${title}: ${expr}`).toContain(label);
        }
    }
  });

  it('every figure of ours is on the dashboard and in docs/metrics.md, and nothing else is', async () => {
    const ours = new Set([...(await page()).matchAll(/^# TYPE (touchline_\w+)/gm)].map(([, name]) => name));
    const whole = (name: string) => (ours.has(name) ? name : name.replace(/_(bucket|sum|count)$/, ''));
    const onDashboard = new Set(queries.flatMap(({ expr }) => namesOf(expr)).map(whole));
    expect([...ours].filter((name) => !onDashboard.has(name))).toEqual([]);
    const documentation = read('docs/metrics.md');
    const documented = new Set([...documentation.matchAll(/\btouchline_\w+/g)].map(([name]) => whole(name)));
    expect([...documented].toSorted()).toEqual([...ours].toSorted());
    const others = [...documentation.matchAll(/`((?:process|nodejs)_\w+)`/g)].map(([, name]) => name);
    const text = await page();
    expect(others.filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
  });
});
