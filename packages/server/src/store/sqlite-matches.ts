// Statistics of recorded matches in SQLite: a match's table whole, and a row for each person in a listed one, to add up.
import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { FIGURES, type Figures, type StatisticsTable } from '@touchline/shared/match';
import type { PlayerReport, RecordingListing } from '@touchline/shared/protocol';

/** Matches in the answer about a player. */
const RECENT = 20;

type Found = Omit<PlayerReport, 'recent'> & { readonly recent: readonly { readonly listing: string }[] };

export class SqliteMatches {
  /** Columns of `match_players` bear the names of the figures. */
  static readonly schema = `
  create table if not exists matches (id text primary key, statistics blob not null) strict;
  create table if not exists match_players (
    nick text not null,
    started_ms integer not null,
    match text not null,
    line integer not null,
    name text not null,
    ${FIGURES.map((figure) => `${figure} integer not null`).join(', ')},
    primary key (nick, started_ms, match, line)
  ) strict, without rowid;
  create index if not exists match_players_by_match on match_players (match);`;

  private readonly db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  add({ id, startedMs }: RecordingListing, listed: boolean, statistics: StatisticsTable): void {
    this.remove(id);
    // Heat maps are long and mostly empty: a tenth is left of them.
    const packed = deflateRawSync(JSON.stringify(statistics));
    this.db.prepare('insert into matches values (?, ?)').run(id, packed);
    // Who plays by a link is in nobody's figures: they would tell that he did.
    if (!listed) return;
    const marks = FIGURES.map(() => '?').join(', ');
    const insert = this.db.prepare(`insert into match_players values (?, ?, ?, ?, ?, ${marks})`);
    for (const [line, player] of statistics.players.entries()) {
      if (player.bot) continue;
      const figures = FIGURES.map((figure) => player[figure]);
      insert.run(player.name.toLowerCase(), Math.floor(startedMs), id, line, player.name, ...figures);
    }
  }

  of(id: string): StatisticsTable | null {
    const row = this.db.prepare('select statistics from matches where id = ?').get(id) as
      | { statistics: Uint8Array }
      | undefined;
    return row ? (JSON.parse(inflateRawSync(row.statistics).toString()) as StatisticsTable) : null;
  }

  /** `nick`: in lower case. */
  player(nick: string): Found | null {
    const sums = FIGURES.map((figure) => `sum(${figure}) as ${figure}`).join(', ');
    const totals = this.db
      .prepare(
        `select count(distinct match) as matches, min(started_ms) as firstMs, max(started_ms) as lastMs, ${sums}
         from match_players where nick = ?`,
      )
      .get(nick) as unknown as Figures & Pick<Found, 'matches' | 'firstMs' | 'lastMs'>;
    if (totals.matches === 0) return null;
    const { name } = this.db
      .prepare('select name from match_players where nick = ? order by started_ms desc, match desc, line desc limit 1')
      .get(nick) as { name: string };
    const recent = this.db
      .prepare(
        `select distinct listing, r.started_ms, r.id from match_players p join recordings r on r.id = p.match
         where p.nick = ? order by r.started_ms desc, r.id limit ?`,
      )
      .all(nick, RECENT) as unknown as { listing: string }[];
    const { matches, firstMs, lastMs, ...figures } = totals;
    return { id: nick, name, matches, firstMs, lastMs, totals: figures, recent };
  }

  remove(id: string): void {
    this.db.prepare('delete from matches where id = ?').run(id);
    this.db.prepare('delete from match_players where match = ?').run(id);
  }
}
