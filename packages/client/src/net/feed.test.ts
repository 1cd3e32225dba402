// The viewer's end of the feed, against a connection that is made to fail in every way.
import { encodeBatch, encodeKeyframe, hashState, runBatch, runTick } from '@touchline/shared/log';
import { type Command, cloneState, createState, type MatchState } from '@touchline/shared/match';
import { formatCursor } from '@touchline/shared/protocol';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EventStream, Feed, type FeedStatus } from './feed.ts';

const classic = stockStadium('Classic') as Stadium;
const small = stockStadium('Small') as Stadium;
const EPOCH = 'abcd1234';

class FakeStream implements EventStream {
  readonly url: string;
  closed = false;
  onerror: ((event: never) => void) | null = null;
  private readonly listeners = new Map<string, (event: { data: string; lastEventId: string }) => void>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(name: string, listener: (event: { data: string; lastEventId: string }) => void): void {
    this.listeners.set(name, listener);
  }

  close(): void {
    this.closed = true;
  }

  say(name: string, data: unknown, lastEventId = ''): void {
    this.listeners.get(name)?.({ data: typeof data === 'string' ? data : JSON.stringify(data), lastEventId });
  }

  fail(): void {
    this.onerror?.(undefined as never);
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A browser, a room on the other end, and what the page makes of both. */
class Scene {
  readonly streams: FakeStream[] = [];
  readonly statuses: FeedStatus[] = [];
  readonly server: MatchState;
  viewer: MatchState | null = null;
  opened = 0;
  hidden = false;
  answer = 0;
  fetchArena: (hash: string) => Promise<void> = async (hash) => {
    const stadium = [classic, small].find((one) => one.hash === hash);
    if (!stadium) throw new Error('unknown');
    this.known.set(hash, stadium);
  };
  readonly known = new Map<string, Stadium>();
  readonly feed: Feed;
  changed: () => void = () => undefined;

  constructor(key = '') {
    this.server = createState(classic);
    const arenas = { get: (hash: string) => this.known.get(hash), fetch: (hash: string) => this.fetchArena(hash) };
    const listener = {
      status: (status: FeedStatus) => this.statuses.push(status),
      opened: () => {
        this.opened++;
      },
      keyframe: (state: MatchState) => {
        this.viewer = state;
      },
      batch: (batch: { from: number; ticks: readonly (readonly Command[])[] }) => {
        if (!this.viewer) throw new Error('a batch before any keyframe');
        runBatch(this.viewer, batch, arenas, () => undefined);
      },
    };
    this.feed = new Feed('arena', key, arenas, listener, {
      open: (url) => {
        const stream = new FakeStream(url);
        this.streams.push(stream);
        return stream;
      },
      probe: async () => this.answer,
      hidden: () => this.hidden,
      onChange: (callback) => {
        this.changed = callback;
        return () => undefined;
      },
    });
    this.feed.start();
  }

  get stream(): FakeStream {
    return this.streams[this.streams.length - 1];
  }

  hello(): void {
    this.stream.say('header', { version: 1 });
    this.stream.say('keyframe', base64(encodeKeyframe(this.server)), formatCursor(EPOCH, this.server.tick));
  }

  /** Plays on and sends the batch, unless it is to be lost. */
  play(ticks: number, sent = true, command?: Command): { data: string; id: string } {
    const from = this.server.tick;
    const run: Command[][] = [];
    for (let i = 0; i < ticks; i++) {
      const commands = i === 0 && command ? [command] : [];
      runTick(this.server, commands, new Map([classic, small].map((one) => [one.hash, one])), []);
      run.push(commands);
    }
    const message = { data: base64(encodeBatch({ from, ticks: run })), id: formatCursor(EPOCH, this.server.tick) };
    if (sent) this.stream.say('batch', message.data, message.id);
    return message;
  }

  async settled(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function live(key = ''): Promise<Scene> {
  const scene = new Scene(key);
  scene.hello();
  scene.play(6);
  await scene.settled();
  return scene;
}

const same = (scene: Scene) =>
  expect(scene.viewer && hashState(scene.viewer)).toBe(hashState(cloneState(scene.server)));

test('opens one stream, with the key, and follows it', async () => {
  const scene = await live('a+b');
  expect(scene.streams.map(({ url }) => url)).toEqual(['/api/rooms/arena/feed?k=a%2Bb']);
  expect(scene.statuses).toEqual(['live']);
  same(scene);
});

test('a lost connection is opened again by itself, and resumes after the last batch', async () => {
  const scene = await live();
  scene.stream.fail();
  expect(scene.feed.status).toBe('retrying');
  const missed = scene.play(6, false);
  await vi.advanceTimersByTimeAsync(400);
  expect(scene.streams).toHaveLength(2);
  expect(scene.streams[0].closed).toBe(true);
  expect(scene.stream.url).toBe(`/api/rooms/arena/feed?lastEventId=${EPOCH}.6`);
  scene.stream.say('header', {});
  scene.stream.say('batch', missed.data, missed.id);
  // The seam may repeat what is known, whole or in part.
  scene.stream.say('batch', missed.data, missed.id);
  scene.play(6);
  scene.stream.say('batch', missed.data, missed.id);
  scene.play(6);
  await scene.settled();
  expect(scene.feed.status).toBe('live');
  expect(scene.opened).toBe(2);
  expect(scene.streams).toHaveLength(2);
  same(scene);
});

test('a gap is never stepped over: it begins anew', async () => {
  const scene = await live();
  scene.play(6, false);
  scene.play(6);
  await vi.advanceTimersByTimeAsync(400);
  expect(scene.streams).toHaveLength(2);
  expect(scene.stream.url).toBe('/api/rooms/arena/feed');
  scene.hello();
  await scene.settled();
  same(scene);
});

test.each([
  [403, 'forbidden'],
  [404, 'not-found'],
])('a refusal with %d is final', async (answer, status) => {
  const scene = new Scene();
  scene.answer = answer;
  scene.stream.fail();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(scene.feed.status).toBe(status);
  expect(scene.streams).toHaveLength(1);
  scene.changed();
  expect(scene.streams).toHaveLength(1);
});

test('[streams 23] too many streams, or no server at all: tried again, more and more slowly', async () => {
  const scene = new Scene();
  for (const answer of [429, 503, 0, 502]) {
    scene.answer = answer;
    scene.stream.fail();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(scene.feed.status).toBe('retrying');
  }
  expect(scene.streams).toHaveLength(5);
});

test('a room that was there may come back with its server', async () => {
  const scene = await live();
  scene.stream.say('end', { reason: 'server-stopping' });
  expect(scene.feed.status).toBe('restarting');
  await vi.advanceTimersByTimeAsync(5000);
  scene.answer = 404;
  scene.stream.fail();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(scene.streams).toHaveLength(3);
  expect(scene.feed.status).toBe('restarting');
  scene.hello();
  await scene.settled();
  expect(scene.feed.status).toBe('live');
  same(scene);
});

test('a closed room is the end', async () => {
  const scene = await live();
  scene.stream.say('end', { reason: 'room-closed' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(scene.feed.status).toBe('ended');
  expect(scene.streams).toHaveLength(1);
});

test('[streams 16] silence means a dead peer; pings are no silence', async () => {
  const scene = await live();
  for (let i = 0; i < 6; i++) {
    await vi.advanceTimersByTimeAsync(10_000);
    scene.stream.say('ping', { head: 6, timeMs: 0 }, `${EPOCH}.6`);
  }
  expect(scene.streams).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(scene.streams[0].closed).toBe(true);
  expect(scene.streams).toHaveLength(2);
});

test('[streams 21] a hidden page holds no stream and resumes when shown', async () => {
  const scene = await live();
  scene.hidden = true;
  scene.changed();
  expect(scene.stream.closed).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(scene.streams).toHaveLength(1);
  scene.hidden = false;
  scene.changed();
  scene.changed();
  expect(scene.streams).toHaveLength(2);
  expect(scene.stream.url).toContain(`lastEventId=${EPOCH}.6`);
});

test('nobody steps before having the arena, also in the middle', async () => {
  const scene = new Scene();
  let release: () => void = () => undefined;
  const real = scene.fetchArena;
  scene.fetchArena = async (hash) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    await real(hash);
  };
  scene.hello();
  scene.play(6);
  await scene.settled();
  expect(scene.viewer).toBeNull();
  release();
  await scene.settled();
  same(scene);
  scene.play(6, true, { type: 'stadium', hash: small.hash, by: 0 });
  scene.play(6);
  await scene.settled();
  expect(scene.viewer?.tick).toBe(6);
  release();
  await scene.settled();
  expect(scene.viewer?.stadium.name).toBe('Small');
  same(scene);
});

test('an arena that does not come: tried again, never a crash, never a rush', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const scene = new Scene();
  scene.fetchArena = () => Promise.reject(new Error('gone'));
  for (let i = 0; i < 60; i++) {
    if (!scene.stream.closed) scene.hello();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(scene.streams.length).toBeGreaterThan(5);
  expect(scene.streams.length).toBeLessThan(20);
  expect(scene.feed.status).toBe('retrying');
});

test('stop closes everything', async () => {
  const scene = await live();
  scene.feed.stop();
  expect(scene.stream.closed).toBe(true);
  scene.changed();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(scene.streams).toHaveLength(1);
});
