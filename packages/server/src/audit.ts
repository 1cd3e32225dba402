// Who did what to whom: one line for everything that somebody with power did, for whoever runs the server.

/** How somebody came to his power: an admin in a room, the page `/admin`, the command line, or the server by itself. */
export const AUDIT_WAYS = ['room', 'page', 'cli', 'server'] as const;
export type AuditWay = (typeof AUDIT_WAYS)[number];

export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly via: AuditWay;
  /** For people: a nick, an address; empty where `via` says it all. */
  readonly by: string;
  /** Identity of `by`, where he has one. */
  readonly auth: string | null;
  /** What was done: `kick`, `ban`, `lift`, … */
  readonly what: string;
  /** Id of the room that it concerns; null: the whole server. */
  readonly room: string | null;
  /** To whom or what; empty where nobody is meant. */
  readonly target: string;
  /** Reason, duration, text. */
  readonly detail: string;
}

export interface Audit {
  note(entry: Omit<AuditEntry, 'atMs'>): void;
  /** The newest first. */
  list(limit: number): AuditEntry[];
}
