// Names, ids and bodies of the SSE feeds. docs/streams.md describes them for people.
import type { PitchGlimpse, RoomListing } from './http.ts';
import type { Closing } from './messages.ts';

/**
 * `GET /api/rooms/:id/feed`: the whole log, for watching. Ids are `<epoch>.<tick>`.
 *   header    FeedHeader (JSON): first on every connection
 *   keyframe  base64 of a keyframe: the state after the id's tick
 *   batch     base64 of a batch that ends at the id's tick
 *   closing   FeedClosing (JSON): the match became the room's last, or is so no longer
 *   reset     FeedReset (JSON): the cursor could not be resumed; a keyframe follows
 *   ping      FeedPing (JSON): every 10 s; the id is the cursor already reached
 *   end       FeedEnd (JSON): the room is gone; do not come back
 */
export const FEED_EVENTS = ['header', 'keyframe', 'batch', 'closing', 'reset', 'ping', 'end'] as const;

export interface FeedHeader {
  readonly version: number;
  readonly room: string;
  readonly name: string;
  readonly epoch: string;
  /** Newest published tick. */
  readonly head: number;
  /** First tick of the current segment: the earliest that `?from=start` can show. */
  readonly start: number;
  /** Where the current segment began, `start` or before it; in the epoch that it began with. While a match is on: `recordingId`. */
  readonly segment: Cursor;
  /** Arenas of the segment so far, by hash: fetch them from `GET /api/arenas/:hash`. */
  readonly arenas: readonly string[];
  /** Seconds that this feed lags behind the room, because the room wants it so. */
  readonly delay: number;
  readonly closing: Closing;
}
export interface FeedClosing {
  readonly closing: Closing;
}
export interface FeedReset {
  readonly reason: 'epoch' | 'ahead' | 'segment' | 'malformed' | 'behind';
}
export interface FeedPing {
  readonly head: number;
  readonly timeMs: number;
}
export interface FeedEnd {
  readonly reason: 'room-closed' | 'server-stopping';
}

/** Ticks in one published batch: about 100 ms. */
export const BATCH_TICKS = 6;

/**
 * `GET /api/lobby`: ids are `<epoch>.<n>`.
 *   rooms  all rooms, first on a fresh connection and after `reset`
 *   room   one room, new or changed       gone  { id }
 *   pitch  glimpses of running matches, twice a second
 *   reset  the cursor could not be resumed; `rooms` follows       ping  as above, without `head`
 */
export interface LobbyEvents {
  readonly rooms: readonly RoomListing[];
  readonly room: RoomListing;
  readonly gone: { readonly id: string };
  readonly pitch: readonly PitchGlimpse[];
}

/** A cursor of a feed. */
export interface Cursor {
  readonly epoch: string;
  readonly tick: number;
}

/** `<epoch>.<tick>` → cursor; null when it is none. Epochs are `[a-z0-9]{4,16}`. */
export function parseCursor(text: string): Cursor | null {
  const match = /^([a-z0-9]{4,16})\.(\d{1,10})$/.exec(text);
  return match ? { epoch: match[1], tick: Number(match[2]) } : null;
}

/** Back again: what `parseCursor` reads. */
export function formatCursor(epoch: string, tick: number): string {
  return `${epoch}.${tick}`;
}
