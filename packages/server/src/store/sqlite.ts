// Rows in SQLite, as Node brings it: one file in the data folder.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StatisticsTable } from '@touchline/shared/match';
import type {
  MatchListing,
  MatchReport,
  PlayerReport,
  RecordingListing,
  RecordingQuery,
} from '@touchline/shared/protocol';
import { SqliteAudit } from './sqlite-audit.ts';
import { SqliteBans } from './sqlite-bans.ts';
import { SqliteMatches } from './sqlite-matches.ts';
import { NewerData, type RecordingStore } from './store.ts';

/**
 * Of the whole data folder: one more whenever something is written, here or in its other files, that an older Touchline would
 * misread. 2: statistics (sqlite-matches.ts). 3: identities of players, there, and in the files of rooms; bans and the audit
 * log. Every version only adds tables, so rows of an older one stay as they are.
 */
const VERSION = 3;
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
  ${SqliteMatches.schema}
  ${SqliteBans.schema}
  ${SqliteAudit.schema}
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
  readonly bans: SqliteBans;
  readonly audit: SqliteAudit;
  private readonly db: DatabaseSync;
  private readonly statistics: SqliteMatches;

  /**
   * `path`: of the file, or `:memory:`. `nowMs`: Date.now. Throws when it cannot be had; NewerData when a newer Touchline
   * wrote it.
   */
  constructor(path: string, nowMs: () => number = Date.now) {
    this.db = new DatabaseSync(path);
    try {
      const { user_version: version } = this.db.prepare('pragma user_version').get() as { user_version: number };
      if (version > VERSION) throw new NewerData(`${path} has version ${version}; this Touchline knows ${VERSION}`);
      // Found now and not by the first who joins: a crash of the machine may have left half a page.
      const { quick_check: health } = this.db.prepare('pragma quick_check(1)').get() as { quick_check: string };
      if (health !== 'ok') throw new Error(`${path} is damaged: ${health}`);
      // A row that a crash of the machine loses costs a line of a list; waiting for the disk would cost ticks.
      this.db.exec('pragma journal_mode = wal; pragma synchronous = off;');
      this.db.exec(SCHEMA);
      this.statistics = new SqliteMatches(this.db);
      this.bans = new SqliteBans(this.db, nowMs);
      this.audit = new SqliteAudit(this.db, nowMs);
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  add(
    recording: RecordingListing,
    listed: boolean,
    statistics: StatisticsTable,
    identities: ReadonlyMap<number, string> = new Map(),
  ): void {
    const names = recording.players.map(({ name }) => name.toLowerCase()).join('\n');
    this.db.exec('begin');
    try {
      this.db
        .prepare('insert or replace into recordings values (?, ?, ?, ?, ?, ?)')
        .run(
          ...[recording.id, listed ? 1 : 0, Math.floor(recording.startedMs)],
          ...[recording.stadium.toLowerCase(), names, JSON.stringify(recording)],
        );
      this.statistics.add(recording, listed, statistics, identities);
      this.db.exec('commit');
    } catch (error) {
      this.db.exec('rollback');
      throw error;
    }
  }

  list(query: RecordingQuery): RecordingListing[] {
    return this.search('recordings', query);
  }

  matches(query: RecordingQuery): MatchListing[] {
    return this.search('recordings join matches using (id)', query).map(matchOf);
  }

  match(id: string): MatchReport | null {
    const row = this.db.prepare('select listing from recordings where id = ?').get(id) as Row | undefined;
    const statistics = this.statistics.of(id);
    return row && statistics ? { ...matchOf(read(row)), statistics } : null;
  }

  player(id: string): PlayerReport | null {
    const found = this.statistics.player(id);
    return found && { ...found, recent: found.recent.map(read).map(matchOf) };
  }

  get(id: string): RecordingListing | null {
    const row = this.db.prepare('select listing from recordings where id = ?').get(id) as
      | { listing: string }
      | undefined;
    return row ? (JSON.parse(row.listing) as RecordingListing) : null;
  }

  remove(id: string): void {
    this.db.prepare('delete from recordings where id = ?').run(id);
    this.statistics.remove(id);
  }

  close(): void {
    this.db.close();
  }

  private search(table: string, query: RecordingQuery): RecordingListing[] {
    const { player = '', stadium = '', after = 0, before = Number.MAX_SAFE_INTEGER, limit } = query;
    const rows = this.db
      .prepare(
        `select listing from ${table} where listed = 1 and started_ms >= ? and started_ms < ?
         and instr(players, ?) > 0 and instr(stadium, ?) > 0 order by started_ms desc, id limit ?`,
      )
      .all(after, before, player.toLowerCase(), stadium.toLowerCase(), limit) as unknown as Row[];
    return rows.map(read);
  }
}

interface Row {
  readonly listing: string;
}

const read = ({ listing }: Row): RecordingListing => JSON.parse(listing) as RecordingListing;

function matchOf({ bytes: _, ...match }: RecordingListing): MatchListing {
  return { ...match, recording: `/api/recordings/${match.id}` };
}
