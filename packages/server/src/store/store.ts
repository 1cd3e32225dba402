// What the rest of the server may know of what is kept: rows and finished recordings.
import type { RecordingListing, RecordingQuery } from '@touchline/shared/protocol';

export interface RecordingStore {
  /** `listed`: may everybody find it? One with the same id is replaced. */
  add(recording: RecordingListing, listed: boolean): void;
  /** Listed ones, newest first. */
  list(query: RecordingQuery): RecordingListing[];
  /** Listed or not; null when there is none. */
  get(id: string): RecordingListing | null;
  remove(id: string): void;
  close(): void;
}

/** Counted since the start. */
export interface RecordingHealth {
  /** Could the last one that was tried be written? */
  readonly ok: boolean;
  readonly saved: number;
  readonly failed: number;
}

/** Finished recordings, for readers. */
export interface RecordingShelf {
  list(query: RecordingQuery): RecordingListing[];
  /** What is known of one, listed or not: whoever has its id has its link. Null when nothing is. Any text may be asked for. */
  listing(id: string): RecordingListing | null;
  /** Where the file of an id lies; null when there is none. Any text may be asked for. */
  find(id: string): Promise<{ readonly folder: string; readonly name: string } | null>;
  /** 64 hex digits; null when the server has no key. */
  readonly publicKey: string | null;
  readonly health: RecordingHealth;
}
