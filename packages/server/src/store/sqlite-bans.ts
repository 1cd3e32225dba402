// Bans in SQLite. One that has expired is passed over from that moment on, and is deleted when the next one is laid.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { type Ban, type Bans, type NewBan, type Newcomer, rangesAround } from '../bans.ts';

/** Of those laid in rooms, which anybody can open: the oldest give way. What whoever runs the server bans stays. */
const MAX_ROOM_BANS = 20_000;
const IN_FORCE = '(expires_ms is null or expires_ms > ?)';

export class SqliteBans implements Bans {
  static readonly schema = `
  create table if not exists bans (
    id integer primary key autoincrement,
    room text,
    auth text,
    range text,
    name text not null,
    player integer,
    reason text not null,
    by text not null,
    created_ms integer not null,
    expires_ms integer
  ) strict;
  create index if not exists bans_by_auth on bans (auth) where auth is not null;
  create index if not exists bans_by_range on bans (range) where range is not null;
  create index if not exists bans_by_room on bans (room) where room is not null;`;

  private readonly db: DatabaseSync;
  private readonly nowMs: () => number;

  constructor(db: DatabaseSync, nowMs: () => number) {
    this.db = db;
    this.nowMs = nowMs;
  }

  /** An address lies in some tens of ranges: each is one look into an index, however many bans there are. */
  find({ room, auth, address }: Newcomer): Ban | null {
    const ranges = JSON.stringify(rangesAround(address));
    const [ban] = this.read(
      `select * from bans where (room is null or room = ?) and ${IN_FORCE}
       and (auth = ? or range in (select value from json_each(?))) order by room is not null, id desc limit 1`,
      ...[room, this.nowMs(), auth, ranges],
    );
    return ban ?? null;
  }

  lay(ban: NewBan): Ban {
    const { room, auth, range, name, player, reason, by, createdMs, expiresMs } = ban;
    this.run('delete from bans where expires_ms <= ?', this.nowMs());
    if (player !== null) {
      this.run('delete from bans where room = ? and player is not null and (auth = ? or range = ?)', room, auth, range);
      this.run(
        'delete from bans where id in (select id from bans where player is not null order by id desc limit -1 offset ?)',
        MAX_ROOM_BANS - 1,
      );
    }
    const id = this.db
      .prepare('insert into bans values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(room, auth, range, name, player, reason, by, createdMs, expiresMs).lastInsertRowid;
    return { ...ban, id: Number(id) };
  }

  list(): Ban[] {
    return this.read(`select * from bans where ${IN_FORCE} order by id desc`, this.nowMs());
  }

  lift(id: number): Ban | null {
    const [ban] = this.read(`select * from bans where id = ? and ${IN_FORCE}`, id, this.nowMs());
    if (ban) this.run('delete from bans where id = ?', id);
    return ban ?? null;
  }

  liftLaidIn(room: string, player: number | null): number {
    if (player === null) return this.run('delete from bans where room = ? and player is not null', room);
    return this.run('delete from bans where room = ? and player = ?', room, player);
  }

  forgetRoom(room: string): void {
    this.run('delete from bans where room = ?', room);
  }

  private run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.db.prepare(sql).run(...values).changes);
  }

  private read(sql: string, ...values: SQLInputValue[]): Ban[] {
    const rows = this.db.prepare(sql).all(...values) as unknown as Row[];
    return rows.map(({ created_ms, expires_ms, ...rest }) => ({
      ...rest,
      createdMs: created_ms,
      expiresMs: expires_ms,
    }));
  }
}

type Row = Omit<Ban, 'createdMs' | 'expiresMs'> & { readonly created_ms: number; readonly expires_ms: number | null };
