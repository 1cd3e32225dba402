// Finished recordings: a live log file becomes a compact, signed, compressed one, under an id; the old ones go.
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import {
  compactRecording,
  hashState,
  isCompressed,
  type RecordingEnd,
  type RecordingHeader,
  signRecording,
} from '@touchline/shared/log';
import type { StatisticsTable } from '@touchline/shared/match';
import {
  type MatchListing,
  type MatchReport,
  type PlayerReport,
  type RecordingListing,
  type RecordingQuery,
  recordingId,
} from '@touchline/shared/protocol';
import type { Logger } from 'pino';
import type { Disk, FileEntry } from './disk.ts';
import { breath, runThrough } from './run-through.ts';
import type { ServerKey } from './server-key.ts';
import type { RecordingHealth, RecordingShelf, RecordingStore } from './store.ts';

/** Names end like this, at rest and while they grow. */
export const EXTENSION = '.tlr';
const UNFINISHED = '.part';
const ID = /^[a-z0-9-]{8,64}$/;
/** What an opened recording may take; a day of 6v6 is a fifth of it. */
const MAX_OPEN_BYTES = 128 << 20;
const DAY_MS = 24 * 60 * 60 * 1000;
/** After a match that is kept, what is too old or too much is looked for at most so often: every look goes through the whole folder. */
const TIDY_EVERY_MS = 60_000;
/** A file takes so much of a disk at least. */
const BLOCK_BYTES = 4096;
/** Measured on ten minutes of 6v6: 7 % less than the defaults; Huffman blocks are short, as the columns are. */
const GZIP = { level: 9, memLevel: 5, strategy: constants.Z_FILTERED };

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** What the recorder knows of a match that it saw to the end. */
export interface Finished {
  readonly header: RecordingHeader;
  readonly stadium: string;
  readonly end: RecordingEnd;
  readonly statistics: StatisticsTable;
  /** Player → thumbprint of his key. A log does not tell it: empty where nobody saw the match. */
  readonly identities: ReadonlyMap<number, string>;
}

export interface KeepLimits {
  /** 0: for ever. */
  readonly maxAgeDays: number;
  /** 0: no match is kept. */
  readonly maxMb: number;
}

export interface ArchiveOptions {
  /** Of all recordings; it must exist. */
  readonly folder: string;
  readonly disk: Disk;
  readonly store: RecordingStore;
  /** Null: recordings are not signed. */
  readonly key: ServerKey | null;
  /** May change while the server runs. */
  readonly limits: KeepLimits;
  readonly log: Logger;
  /** Random, `[a-z0-9]`, of that length. */
  readonly slug: (length: number) => string;
}

export class Archive implements RecordingShelf {
  readonly publicKey: string | null;
  private readonly options: ArchiveOptions;
  private saved = 0;
  private failed = 0;
  private ok = true;
  private tidiedMs = Number.NEGATIVE_INFINITY;

  constructor(options: ArchiveOptions) {
    this.options = options;
    this.publicKey = options.key === null ? null : Buffer.from(options.key.publicKey).toString('hex');
  }

  get health(): RecordingHealth {
    return { ok: this.ok, saved: this.saved, failed: this.failed };
  }

  list(query: RecordingQuery): RecordingListing[] {
    return this.options.store.list(query);
  }

  listing(id: string): RecordingListing | null {
    return this.options.store.get(id);
  }

  matches(query: RecordingQuery): MatchListing[] {
    return this.options.store.matches(query);
  }

  match(id: string): MatchReport | null {
    return this.options.store.match(id);
  }

  player(id: string): PlayerReport | null {
    return this.options.store.player(id);
  }

  async find(id: string): Promise<{ folder: string; name: string } | null> {
    const { folder, disk } = this.options;
    const name = id + EXTENSION;
    // No text that is no id ever becomes a path.
    return ID.test(id) && (await disk.has(join(folder, name))) ? { folder, name } : null;
  }

  /** Something about recording a match went wrong; it is told, counted, and not recorded. */
  noteFault(error: unknown, about: Record<string, unknown>): void {
    this.failed++;
    this.ok = false;
    const { code } = Object(error) as { code?: unknown };
    this.options.log.error(
      { event: 'recording.failed', err: error, code, ...about },
      'recording failed; the match goes on without',
    );
  }

  /**
   * Turns a live file, closed, into a recording and removes it. `finished` null: nobody saw its end, so it is run once to
   * see what is there; without a person in it, it goes. Never rejects. Returns the id, or null.
   */
  async finish(path: string, listed: boolean, finished: Finished | null): Promise<string | null> {
    const { disk } = this.options;
    try {
      const bytes = await disk.read(path);
      const known = finished ?? (await salvage(bytes));
      const id = known === null ? null : await this.keep(bytes, known, listed);
      await disk.remove(path);
      if (id !== null) {
        this.saved++;
        this.ok = true;
        if (performance.now() - this.tidiedMs >= TIDY_EVERY_MS) await this.tidy();
      }
      return id;
    } catch (error) {
      this.noteFault(error, { file: path });
      return null;
    }
  }

  /** Deletes what is too old, and then the oldest until the rest fits; and what a crash left half-written. */
  async tidy(nowMs = Date.now()): Promise<void> {
    const { folder, disk, store, limits } = this.options;
    // Whoever turns recording off has not asked to lose what there is.
    if (limits.maxMb === 0) return;
    this.tidiedMs = performance.now();
    const files = (await disk.list(folder)).toSorted((a, b) => b.modifiedMs - a.modifiedMs);
    let bytes = 0;
    const tooMany = (file: FileEntry) => {
      bytes += Math.max(file.bytes, BLOCK_BYTES);
      const old = limits.maxAgeDays > 0 && nowMs - file.modifiedMs > limits.maxAgeDays * DAY_MS;
      return old || bytes > limits.maxMb * 1_000_000;
    };
    for (const file of files) {
      const stale = file.name.endsWith(UNFINISHED) && nowMs - file.modifiedMs > DAY_MS;
      if (!stale && !(file.name.endsWith(EXTENSION) && tooMany(file))) continue;
      await disk.remove(join(folder, file.name));
      store.remove(file.name.slice(0, -EXTENSION.length));
    }
  }

  private async keep(bytes: Uint8Array, finished: Finished, listed: boolean): Promise<string> {
    const { header, stadium, end, statistics, identities } = finished;
    const { folder, disk, store, key, slug } = this.options;
    const compact = await drive(compactRecording(bytes, end));
    const whole = key === null ? compact : signRecording(compact, key.sign(compact));
    const packed = await compress(whole, GZIP);
    // Viewers of a listed one hand on its id while the match is on. That of a private one is the only key to it: 100 bits, and
    // nothing of the room's name.
    const id = listed ? recordingId(header.room, { epoch: header.epoch, tick: header.startTick }) : slug(20);
    const path = join(folder, id + EXTENSION);
    await disk.write(path + UNFINISHED, packed);
    await disk.rename(path + UNFINISHED, path);
    const { red, blue, ending, seconds, players } = end.result;
    const { room, name, startedMs } = header;
    const people = players.map((player) => ({ name: player.name, team: player.team, bot: player.bot }));
    const result = { seconds, red, blue, ending, players: people };
    const listing = { id, room, name, stadium, startedMs, ...result, bytes: packed.length };
    store.add(listing, listed, statistics, identities);
    return id;
  }
}

/** The bytes of a recording, open: gzip or not. Rejects when it is damaged or grows beyond all measure. */
export async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  return isCompressed(bytes) ? expand(bytes, { maxOutputLength: MAX_OPEN_BYTES }) : bytes;
}

/** What a crash left of a match; null when there was none, or nobody in it. Throws as `runThrough`. */
async function salvage(bytes: Uint8Array): Promise<Finished | null> {
  // Begun, and ended before the first write: a server that found its port taken leaves such a file.
  if (bytes.length === 0) return null;
  const { recording, state, summary, people } = await runThrough(bytes);
  const match = recording.firstState().phase !== 'none';
  if (!match || !people || state.tick === recording.startTick) return null;
  const end = { tick: state.tick, hash: hashState(state), result: summary.result() };
  const statistics = summary.statistics.table();
  return { header: recording.header, stadium: state.stadium.name, end, statistics, identities: new Map() };
}

/** Runs work in pieces, with ticks in between. */
async function drive<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await breath();
  }
}
