// An overlay runs for days with nobody there: it comes back by itself, hides what is stale, and does not grow.
import { encodeBatch, encodeKeyframe } from '@touchline/shared/log';
import { apply, type Command, createState, type MatchState, step } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EventStream } from './feed.ts';
import { OverlaySession } from './overlay-session.ts';

const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

class FakeStream implements EventStream {
  readonly url: string;
  onerror: ((event: never) => void) | null = null;
  private readonly listeners = new Map<string, (event: { data: string; lastEventId: string }) => void>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(name: string, listener: (event: { data: string; lastEventId: string }) => void): void {
    this.listeners.set(name, listener);
  }

  close(): void {}

  say(name: string, data: string, lastEventId = ''): void {
    this.listeners.get(name)?.({ data, lastEventId });
  }
}

let streams: FakeStream[];
let server: MatchState;
let answer: number;
let session: OverlaySession;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => new Response(classic.text));
  streams = [];
  answer = 200;
  server = createState(classic);
  session = new OverlaySession('sunday', 'k1', true, {
    open: (url) => {
      const stream = new FakeStream(url);
      streams.push(stream);
      return stream;
    },
    probe: async () => answer,
    hidden: () => false,
    onChange: () => () => undefined,
  });
});
afterEach(() => {
  session.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const newest = (): FakeStream => streams[streams.length - 1];

async function begin(): Promise<void> {
  newest().say('header', JSON.stringify({ name: 'x', start: 0 }), 'abcd1234.0');
  newest().say('keyframe', base64(encodeKeyframe(server)), `abcd1234.${server.tick}`);
  await vi.advanceTimersByTimeAsync(50);
}

/** So many ticks of the room, in batches of six, as they come; `commands` before the first. */
async function play(ticks: number, ...commands: Command[]): Promise<void> {
  for (let done = 0; done < ticks; done += 6) {
    const from = server.tick;
    const first = done === 0 ? commands : [];
    for (const command of first) apply(server, command, stadiums);
    for (let i = 0; i < 6; i++) step(server, []);
    const batch = { from, ticks: [first, [], [], [], [], []] };
    newest().say('batch', base64(encodeBatch(batch)), `abcd1234.${server.tick}`);
    await vi.advanceTimersByTimeAsync(100);
  }
}

it('asks with its key, and moves on without a pitch', async () => {
  expect(newest().url).toBe('/api/rooms/sunday/feed?k=k1');
  expect(session.fresh.value).toBe(false);
  await begin();
  await play(60, { type: 'start', by: 0 });
  expect(session.fresh.value).toBe(true);
  expect(session.scoreboard.value).toMatchObject({ phase: 'kickOff', red: 0, blue: 0 });
});

it('what is not heard of any more is stale, until it is again', async () => {
  await begin();
  await play(60);
  await vi.advanceTimersByTimeAsync(4500);
  expect(session.fresh.value).toBe(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(session.fresh.value).toBe(false);
  await play(6);
  expect(session.fresh.value).toBe(true);
});

it.each([404, 403])('a room that answers %i is asked again and again', async (status) => {
  answer = status;
  newest().onerror?.(undefined as never);
  await vi.advanceTimersByTimeAsync(10);
  const asked = streams.length;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(streams.length).toBe(asked + 1);
  newest().onerror?.(undefined as never);
  await vi.advanceTimersByTimeAsync(15_010);
  expect(streams.length).toBe(asked + 2);
  await begin();
  await play(12);
  expect(session.fresh.value).toBe(true);
});

it('a room that was closed is stale, and shown again when it is opened again', async () => {
  await begin();
  await play(60);
  newest().say('end', JSON.stringify({ reason: 'room-closed' }));
  await vi.advanceTimersByTimeAsync(6000);
  expect(session.fresh.value).toBe(false);
  const asked = streams.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(streams.length).toBe(asked + 1);
  server = createState(classic);
  await begin();
  await play(12);
  expect(session.fresh.value).toBe(true);
});

it('keeps a minute of a match, however long that lasts', async () => {
  await begin();
  await play(5 * 60 * 60);
  const { tape } = session.playback;
  expect(tape.head).toBe(5 * 60 * 60);
  expect(tape.head - tape.start).toBeLessThan(70 * 60);
});

it('disposed, it asks for nothing any more', async () => {
  answer = 404;
  newest().onerror?.(undefined as never);
  await vi.advanceTimersByTimeAsync(10);
  session.dispose();
  const asked = streams.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(streams.length).toBe(asked);
});
