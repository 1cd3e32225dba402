// What the rest of the server may know of what is kept: rows and finished recordings.
import type { StatisticsTable } from '@touchline/shared/match';
import type {
  MatchListing,
  MatchReport,
  PlayerReport,
  RecordingListing,
  RecordingQuery,
} from '@touchline/shared/protocol';

/** A newer Touchline has written to this data folder: going on with it could spoil what this one does not know. */
export class NewerData extends Error {}

/** Matches with their statistics, and players over all of them. */
export interface MatchReader {
  /** Listed ones, newest first. */
  matches(query: RecordingQuery): MatchListing[];
  /** Listed or not; null when there is none. */
  match(id: string): MatchReport | null;
  /** Of people in listed matches, by nick in any case or by the thumbprint of a key; null where nobody has played by it. */
  player(id: string): PlayerReport | null;
}

export interface RecordingStore extends MatchReader {
  /**
   * `listed`: may everybody find it? `identities`: player of the statistics → thumbprint of his key, where it is known. One
   * with the same id is replaced.
   */
  add(
    recording: RecordingListing,
    listed: boolean,
    statistics: StatisticsTable,
    identities?: ReadonlyMap<number, string>,
  ): void;
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
export interface RecordingShelf extends MatchReader {
  list(query: RecordingQuery): RecordingListing[];
  /** What is known of one, listed or not: whoever has its id has its link. Null when nothing is. Any text may be asked for. */
  listing(id: string): RecordingListing | null;
  /** Where the file of an id lies; null when there is none. Any text may be asked for. */
  find(id: string): Promise<{ readonly folder: string; readonly name: string } | null>;
  /** 64 hex digits; null when the server has no key. */
  readonly publicKey: string | null;
  readonly health: RecordingHealth;
}
