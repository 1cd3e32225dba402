// What a viewer knows of the match that he watches: the id of its recording, before there is one; whether it is the last.
import { encodeBatch, encodeKeyframe } from '@touchline/shared/log';
import { apply, type Command, createState, type MatchState, step } from '@touchline/shared/match';
import { type Closing, recordingId } from '@touchline/shared/protocol';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EventStream } from './feed.ts';
import { WatchSession } from './watch-session.ts';

const classic = stockStadium('Classic') as Stadium;
const stadiums = new Map([[classic.hash, classic]]);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const EPOCH = 'abcd1234';

let listeners: Map<string, (event: { data: string; lastEventId: string }) => void>;
let server: MatchState;
let session: WatchSession;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async (url: string) =>
    url.includes('/arenas/') ? new Response(classic.text) : new Response(null, { status: 404 }),
  );
  vi.stubGlobal('document', { hidden: true });
  server = createState(classic);
  tick({ type: 'join', id: 1, name: 'Ann', avatar: '', bot: false }, { type: 'team', id: 1, team: 1, by: 0 });
});
afterEach(() => {
  session.dispose();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tick(...commands: Command[]): void {
  for (const command of commands) expect(apply(server, command, stadiums)).toBeNull();
  step(server, []);
}

const say = (event: string, data: string, id: number) =>
  listeners.get(event)?.({ data, lastEventId: `${EPOCH}.${id}` });

/** Somebody opens the watch page. */
async function watch(segment: { epoch: string; tick: number }, key = '', closing: Closing = 'no'): Promise<void> {
  listeners = new Map();
  const stream: EventStream = {
    onerror: null,
    addEventListener: (name, listener) => void listeners.set(name, listener),
    close: () => {},
  };
  const browser = { open: () => stream, probe: async () => 200, hidden: () => false, onChange: () => () => {} };
  session = new WatchSession('park', key, false, browser);
  const header = { room: 'park', name: 'Park', epoch: EPOCH, start: segment.tick, segment, delay: 0, closing };
  say('header', JSON.stringify(header), 0);
  say('keyframe', base64(encodeKeyframe(server)), server.tick);
  await vi.advanceTimersByTimeAsync(50);
}

/** The room plays on, and the viewer sees it. */
async function play(ticks: number, ...commands: Command[]): Promise<void> {
  const from = server.tick;
  tick(...commands);
  for (let i = 1; i < ticks; i++) tick();
  const batch = { from, ticks: Array.from({ length: ticks }, (_, i) => (i === 0 ? commands : [])) };
  say('batch', base64(encodeBatch(batch)), server.tick);
  await vi.advanceTimersByTimeAsync(50);
  session.playback.tape.work(1000);
}

it('is told the match that is on when he comes', async () => {
  tick({ type: 'start', by: 0 });
  const startTick = server.tick;
  for (let i = 0; i < 100; i++) tick();
  // Gone on with after the power went: the log keeps the epoch that it began with.
  const segment = { epoch: 'before12', tick: startTick };
  await watch(segment);
  await play(6);
  expect(session.matchAt(server.tick)).toEqual({ recording: recordingId('park', segment), startTick });
});

it('sees matches begin', async () => {
  await watch({ epoch: EPOCH, tick: 0 });
  expect(session.matchAt(server.tick)).toBeNull();
  await play(6, { type: 'start', by: 0 });
  const first = server.tick - 5;
  const { recording } = session.matchAt(server.tick) ?? {};
  expect(recording).toBe(recordingId('park', { epoch: EPOCH, tick: first }));
  await play(6, { type: 'stop', by: 0 });
  await play(6, { type: 'start', by: 0 });
  const second = server.tick - 5;
  expect(session.matchAt(server.tick)?.startTick).toBe(second);
  // Rewound to the one before.
  expect(session.matchAt(second - 1)).toEqual({ recording, startTick: first });
  expect(session.matchAt(first - 1)).toBeNull();
});

it('has nothing to link to in a room that not everybody may watch', async () => {
  tick({ type: 'start', by: 0 });
  await watch({ epoch: EPOCH, tick: server.tick }, 'k1');
  await play(6);
  expect(session.matchAt(server.tick)).toBeNull();
});

it('is told that the match is the last, also in the middle of it, and that it is not', async () => {
  const shown = async () => {
    await vi.advanceTimersByTimeAsync(1000);
    return session.scoreboard.value?.closing;
  };
  await watch({ epoch: EPOCH, tick: 0 }, '', 'server');
  expect(await shown()).toBe('server');
  say('closing', JSON.stringify({ closing: 'no' }), server.tick);
  expect(await shown()).toBe('no');
  say('closing', JSON.stringify({ closing: 'room' }), server.tick);
  expect(await shown()).toBe('room');
});

it('reads the clock of the very frame that he sees', async () => {
  tick({ type: 'start', by: 0 });
  // The clock runs once the ball has been touched.
  server.phase = 'playing';
  await watch({ epoch: EPOCH, tick: server.tick });
  const start = server.tick;
  for (let i = 0; i < 60; i++) await play(6);
  const see = () => {
    session.view.frame(performance.now());
    return session.scoreboard.value?.seconds;
  };
  session.playback.seek(start + 300);
  expect(see()).toBe(5);
  session.playback.seek(start);
  expect(see()).toBe(0);
});
