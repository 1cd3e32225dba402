// Rows in SQLite, as Node brings it: one file in the data folder.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordingListing, RecordingQuery } from '@touchline/shared/protocol';
import type { RecordingStore } from './store.ts';

const VERSION = 1;
const SCHEMA = `
  create table if not exists recordings (
    id text primary key,
    listed integer not null,
    started_ms integer not null,
    stadium text not null,
    players text not null,
    listing text not null
  ) strict;
  -- All that a search looks at: a row is read only when it is found.
  create index if not exists recordings_by_start on recordings (listed, started_ms, stadium, players);
  pragma user_version = ${VERSION};`;

/**
 * Takes a folder for this process alone; call the result to give it back. SQLite's lock is one of the system's: it ends
 * with the process, however that ends. Throws when another process has it, or the folder cannot be written.
 */
export function lockFolder(folder: string): () => void {
  const db = new DatabaseSync(join(folder, 'lock.db'));
  try {
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    throw error;
  }
  return () => db.close();
}

export class SqliteStore implements RecordingStore {
  private readonly db: DatabaseSync;

  /** `path`: of the file, or `:memory:`. Throws when it cannot be had, or a newer Touchline wrote it. */
  constructor(path: string) {
    this.db = new DatabaseSync(path);
    try {
      const { user_version: version } = this.db.prepare('pragma user_version').get() as { user_version: number };
      if (version > VERSION) throw new Error(`${path} is of a newer Touchline (${version}); this one knows ${VERSION}`);
      // A row that a crash of the machine loses costs a line of a list; waiting for the disk would cost ticks.
      this.db.exec('pragma journal_mode = wal; pragma synchronous = off;');
      this.db.exec(SCHEMA);
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  add(recording: RecordingListing, listed: boolean): void {
    const names = recording.players.map(({ name }) => name.toLowerCase()).join('\n');
    this.db
      .prepare('insert or replace into recordings values (?, ?, ?, ?, ?, ?)')
      .run(
        ...[recording.id, listed ? 1 : 0, Math.floor(recording.startedMs)],
        ...[recording.stadium.toLowerCase(), names, JSON.stringify(recording)],
      );
  }

  list({ player = '', stadium = '', before = Number.MAX_SAFE_INTEGER, limit }: RecordingQuery): RecordingListing[] {
    const rows = this.db
      .prepare(
        `select listing from recordings where listed = 1 and started_ms < ?
         and instr(players, ?) > 0 and instr(stadium, ?) > 0 order by started_ms desc, id limit ?`,
      )
      .all(before, player.toLowerCase(), stadium.toLowerCase(), limit) as { listing: string }[];
    return rows.map(({ listing }) => JSON.parse(listing) as RecordingListing);
  }

  get(id: string): RecordingListing | null {
    const row = this.db.prepare('select listing from recordings where id = ?').get(id) as
      | { listing: string }
      | undefined;
    return row ? (JSON.parse(row.listing) as RecordingListing) : null;
  }

  remove(id: string): void {
    this.db.prepare('delete from recordings where id = ?').run(id);
  }

  close(): void {
    this.db.close();
  }
}
