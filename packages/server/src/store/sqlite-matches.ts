// Statistics of recorded matches in SQLite: a match's table whole, and a row for each person in a listed one, to add up.
import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { FIGURES, type Figures, type StatisticsTable } from '@touchline/shared/match';
import { type PlayerReport, type RecordingListing, thumbprint } from '@touchline/shared/protocol';

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
  create index if not exists match_players_by_match on match_players (match);
  create table if not exists match_identities (
    auth text not null,
    match text not null,
    line integer not null,
    primary key (auth, match, line)
  ) strict, without rowid;
  create index if not exists match_identities_by_match on match_identities (match);`;

  private readonly db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  add(
    { id, startedMs }: RecordingListing,
    listed: boolean,
    statistics: StatisticsTable,
    identities: ReadonlyMap<number, string>,
  ): void {
    this.remove(id);
    // Heat maps are long and mostly empty: a tenth is left of them.
    const packed = deflateRawSync(JSON.stringify(statistics));
    this.db.prepare('insert into matches values (?, ?)').run(id, packed);
    // Who plays by a link is in nobody's figures: they would tell that he did.
    if (!listed) return;
    const marks = FIGURES.map(() => '?').join(', ');
    const insert = this.db.prepare(`insert into match_players values (?, ?, ?, ?, ?, ${marks})`);
    const identify = this.db.prepare('insert into match_identities values (?, ?, ?)');
    for (const [line, player] of statistics.players.entries()) {
      if (player.bot) continue;
      const auth = identities.get(player.id);
      if (auth !== undefined) identify.run(auth, id, line);
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

  /** `id`: a nick in any case, or the thumbprint of a key; no nick is so long. */
  player(id: string): Found | null {
    const known = thumbprint.safeParse(id).success;
    const who = known ? id : id.toLowerCase();
    const lines = `match_players p ${known ? 'join match_identities using (match, line) where auth' : 'where nick'} = ?`;
    const sums = FIGURES.map((figure) => `sum(${figure}) as ${figure}`).join(', ');
    const totals = this.db
      .prepare(
        `select count(distinct match) as matches, min(started_ms) as firstMs, max(started_ms) as lastMs, ${sums}
         from ${lines}`,
      )
      .get(who) as unknown as Figures & Pick<Found, 'matches' | 'firstMs' | 'lastMs'>;
    if (totals.matches === 0) return null;
    const { name } = this.db
      .prepare(`select name from ${lines} order by started_ms desc, match desc, line desc limit 1`)
      .get(who) as { name: string };
    const recent = this.db
      .prepare(
        `select listing from recordings where id in (select match from ${lines})
         order by started_ms desc, id limit ?`,
      )
      .all(who, RECENT) as unknown as { listing: string }[];
    const { matches, firstMs, lastMs, ...figures } = totals;
    return { id: who, name, matches, firstMs, lastMs, totals: figures, recent };
  }

  remove(id: string): void {
    this.db.prepare('delete from matches where id = ?').run(id);
    this.db.prepare('delete from match_players where match = ?').run(id);
    this.db.prepare('delete from match_identities where match = ?').run(id);
  }
}
