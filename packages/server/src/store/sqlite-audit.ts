// The audit log in SQLite: bounded by age and by lines, so that nobody who floods it fills the disk. Anybody can open a room and
// be its admin: what is done in rooms pushes nothing else out.
import type { DatabaseSync } from 'node:sqlite';
import type { Audit, AuditEntry } from '../audit.ts';

const MAX_LINES = 20_000;
const MAX_AGE_MS = 180 * 24 * 60 * 60 * 1000;
/** Old lines are looked for once in so many new ones. */
const SWEEP_EVERY = 100;

export class SqliteAudit implements Audit {
  static readonly schema = `
  create table if not exists audit (
    id integer primary key,
    at_ms integer not null,
    via text not null,
    by text not null,
    auth text,
    what text not null,
    room text,
    target text not null,
    detail text not null
  ) strict;`;

  private readonly db: DatabaseSync;
  private readonly nowMs: () => number;
  private written = 0;

  constructor(db: DatabaseSync, nowMs: () => number) {
    this.db = db;
    this.nowMs = nowMs;
  }

  note({ via, by, auth, what, room, target, detail }: Omit<AuditEntry, 'atMs'>): void {
    if (this.written++ % SWEEP_EVERY === 0) this.sweep();
    this.db
      .prepare('insert into audit values (null, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(this.nowMs(), via, by, auth, what, room, target, detail);
  }

  list(limit: number): AuditEntry[] {
    return this.db
      .prepare('select at_ms as atMs, via, by, auth, what, room, target, detail from audit order by id desc limit ?')
      .all(limit) as unknown as AuditEntry[];
  }

  private sweep(): void {
    this.db.prepare('delete from audit where at_ms < ?').run(this.nowMs() - MAX_AGE_MS);
    for (const kind of ["via = 'room'", "via <> 'room'"]) {
      this.db
        .prepare(
          `delete from audit where ${kind}
           and id <= (select id from audit where ${kind} order by id desc limit 1 offset ?)`,
        )
        .run(MAX_LINES - SWEEP_EVERY);
    }
  }
}
