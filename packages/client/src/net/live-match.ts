// A link to a match that may not be over yet: its recording, or the room in which it is on.
import { type FeedHeader, recordingId } from '@touchline/shared/protocol';
import { linesOf } from './past.ts';
import { fetchRecording, NoRecording, type Opened } from './recordings.ts';

export type Found =
  | { readonly kind: 'recording'; readonly opened: Opened }
  /** `startTick`: of the recording to come. */
  | { readonly kind: 'live'; readonly room: string; readonly startTick: number };

/** A recording is packed, signed and written in less than a second, unless its server has a lot to do: each wait is longer by this. */
const LONGER_MS = 500;
const MOST_TRIES = 7;
/** A room that is gone may have closed just now, in the middle of its match. */
const TRIES_WITHOUT_ROOM = 3;

/** Rejects with NoRecording. `room`: of the link, or null; `waiting` is called when the recording may be about to come. */
export async function findMatch(
  id: string,
  room: string | null,
  signal: AbortSignal,
  waiting: () => void,
): Promise<Found> {
  for (let tries = 1; ; tries++) {
    try {
      return { kind: 'recording', opened: await fetchRecording(id, signal) };
    } catch (fault) {
      const missing = fault instanceof NoRecording && fault.problem === 'not-found';
      if (!missing || room === null || !mayBeOf(room, id)) throw fault;
      const now = await segmentOf(room, signal);
      if (now !== null && recordingId(room, now) === id) return { kind: 'live', room, startTick: now.tick };
      if (tries >= (now === null ? TRIES_WITHOUT_ROOM : MOST_TRIES)) throw fault;
    }
    waiting();
    await sleep(LONGER_MS * tries, signal);
  }
}

/** No other ids are given to matches of this room while they are on. */
const mayBeOf = (room: string, id: string): boolean =>
  id.startsWith(`${room}-`) && /^[a-z2-7]{8}$/.test(id.slice(room.length + 1));

/** Where the current segment of a room began, as its viewers see it; null when there is no such room for everybody. */
async function segmentOf(room: string, signal: AbortSignal): Promise<FeedHeader['segment'] | null> {
  const enough = new AbortController();
  try {
    const response = await fetch(`/api/rooms/${encodeURIComponent(room)}/feed`, {
      headers: { accept: 'application/x-ndjson' },
      signal: AbortSignal.any([signal, enough.signal]),
    });
    if (!response.ok || !response.body) return null;
    for await (const line of linesOf(response.body)) {
      return (JSON.parse(line) as { readonly data: FeedHeader }).data.segment;
    }
    return null;
  } catch {
    // Whether the recording is there is asked again all the same.
    return null;
  } finally {
    enough.abort();
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
