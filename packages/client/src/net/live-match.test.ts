// A link that was copied while the match was on, opened before and after its end: fetch is what the test says it is.
import { recordingId } from '@touchline/shared/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findMatch } from './live-match.ts';
import { NoRecording } from './recordings.ts';

const SEGMENT = { epoch: 'abcd1234', tick: 500 };
const ID = recordingId('park', SEGMENT);
const GONE = new Response(null, { status: 404 });

let asked: string[];
let waits: number;
/** Answers by the kind of address; a recording that is none says that it was asked for. */
let feed: () => Response;
let recording: () => Response;
beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  waits = 0;
  feed = () => GONE.clone();
  recording = () => GONE.clone();
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return url.startsWith('/api/rooms/') ? feed() : recording();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const headerOf = (segment: object) => () =>
  new Response(`${JSON.stringify({ event: 'header', id: 'abcd1234.0', data: { segment } })}\n{"event":"keyframe"}\n`);
const find = (id = ID, room: string | null = 'park', signal = new AbortController().signal) =>
  findMatch(id, room, signal, () => waits++);
const problemOf = (found: Promise<unknown>) =>
  found.then(
    () => 'found',
    (fault: unknown) => (fault instanceof NoRecording ? fault.problem : String(fault)),
  );

it('is shown in the room while the match is on', async () => {
  feed = headerOf(SEGMENT);
  expect(await find()).toEqual({ kind: 'live', room: 'park', startTick: 500 });
  expect(waits).toBe(0);
});

it('waits for the recording while it is being saved', async () => {
  feed = headerOf({ ...SEGMENT, tick: 9000 });
  const found = problemOf(find());
  await vi.advanceTimersByTimeAsync(5000);
  expect(waits).toBeGreaterThan(1);
  // Bytes of no recording, which tells that they were read.
  recording = () => new Response('GIF89a, not a recording at all');
  await vi.advanceTimersByTimeAsync(3000);
  expect(await found).toBe('foreign');
});

it.each([
  ['is on with another match for long', headerOf({ ...SEGMENT, tick: 9000 }), 7],
  ['is gone', () => GONE.clone(), 3],
  ['is private', () => new Response(null, { status: 403 }), 3],
  ['says nonsense', () => new Response('<html>\n'), 3],
])('gives up when the room %s', async (_, answer, tries) => {
  feed = answer;
  const found = problemOf(find());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await found).toBe('not-found');
  expect(asked.filter((url) => url.includes('recordings'))).toHaveLength(tries);
});

it.each([
  ['no room', ID, null],
  ['the room of another match', ID, 'square'],
  ['an id that no viewer computes', 'park-01010101', 'park'],
])('asks no room for a link with %s', async (_, id, room) => {
  feed = headerOf(SEGMENT);
  expect(await problemOf(find(id, room))).toBe('not-found');
  expect(asked).toEqual([`/api/recordings/${id}`]);
});

it('stops with the page', async () => {
  feed = headerOf({ ...SEGMENT, tick: 9000 });
  const gone = new AbortController();
  const found = problemOf(find(ID, 'park', gone.signal));
  await vi.advanceTimersByTimeAsync(100);
  gone.abort();
  await found;
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(before);
});
