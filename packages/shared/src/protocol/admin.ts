// What whoever runs a server may ask of it, and what he is answered: the page `/admin` and `npx touchline admin` speak this.
import { z } from 'zod';
import { MAX_ANNOUNCEMENT, MAX_REASON, type Phase, type Team } from '../match/index.ts';
import { MAX_MUTE_MINUTES, visible } from './messages.ts';

export const MAX_BAN_MINUTES = 10 * 365 * 24 * 60;
export const MAX_DRAIN_SECONDS = 24 * 60 * 60;

const room = z.string().regex(/^[a-z0-9-]{3,32}$/);
const player = z.int().min(1);
const reason = visible(MAX_REASON).default('');

/** Verb → what it needs to know; what does not fit is refused. */
export const adminRequests = {
  /** How the server is doing. */
  status: z.strictObject({}),
  rooms: z.strictObject({}),
  /** Of one room; without it, of all. */
  players: z.strictObject({ room: room.optional() }),
  kick: z.strictObject({ room, player, reason }),
  /**
   * Who: somebody who is in a room, by what he is known by; or an identity; or an address or range. Where: a room, or (null) the
   * whole server. Whoever it fits is shown out at once. `minutes` null: until it is lifted.
   */
  ban: z.strictObject({
    who: z.strictObject({ room, player, by: z.enum(['both', 'identity', 'address']).default('both') }).optional(),
    identity: z
      .string()
      .regex(/^[\w-]{43}$/)
      .optional(),
    address: z.string().max(64).optional(),
    room: room.nullable().default(null),
    reason,
    minutes: z.int().min(1).max(MAX_BAN_MINUTES).nullable().default(null),
  }),
  bans: z.strictObject({}),
  lift: z.strictObject({ id: z.int().min(1) }),
  mute: z.strictObject({ room, player, minutes: z.int().min(1).max(MAX_MUTE_MINUTES).nullable().default(null) }),
  unmute: z.strictObject({ room, player }),
  /** A line in the chat of one room; without it, of all. */
  announce: z.strictObject({ text: visible(MAX_ANNOUNCEMENT).pipe(z.string().min(1)), room: room.optional() }),
  /** Begins the script anew that runs this room; the room goes on. */
  'script restart': z.strictObject({ room }),
  /** Lets matches end for so many seconds, then stops the server; without them, as its settings say. */
  drain: z.strictObject({ seconds: z.int().min(0).max(MAX_DRAIN_SECONDS).optional() }),
  audit: z.strictObject({ limit: z.int().min(1).max(1000).default(100) }),
  /** The log from line number `after` on. */
  log: z.strictObject({ after: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(200) }),
} as const;
/** What opens a session. */
export const adminLogin = z.strictObject({ secret: z.string().max(256) });

export type AdminVerb = keyof typeof adminRequests;
export type AdminRequest<V extends AdminVerb> = z.input<(typeof adminRequests)[V]>;

export interface AdminStatus {
  readonly uptimeSeconds: number;
  readonly rooms: number;
  readonly players: number;
  readonly viewers: number;
  readonly bans: number;
  /** No match begins any more; the server is about to stop. */
  readonly draining: boolean;
  /** Nobody new is let in: the processor has no time for more. */
  readonly busy: boolean;
  /** Of one core, since it was asked last. */
  readonly cpu: number;
  readonly memoryMb: number;
  /** How late the process gets to what is due, ticks included, since it was asked last; ms. */
  readonly latenessMs: { readonly half: number; readonly worst1Percent: number; readonly most: number };
}

export interface AdminRoom {
  readonly id: string;
  readonly name: string;
  readonly openedBy: 'lobby' | 'host' | 'script';
  readonly unlisted: boolean;
  /** For `?k=` of the watch link; empty where none is needed. */
  readonly watchKey: string;
  readonly awake: boolean;
  readonly players: number;
  readonly bots: number;
  readonly maxPlayers: number;
  readonly viewers: number;
  readonly phase: Phase;
  readonly red: number;
  readonly blue: number;
  readonly seconds: number;
  readonly stadium: string;
  /** File name of the script that runs it; null: none does. */
  readonly script: string | null;
  /** The last lines of that script, the newest last. */
  readonly scriptLines: readonly string[];
}

export interface AdminPlayer {
  readonly room: string;
  readonly id: number;
  readonly name: string;
  readonly team: Team;
  readonly admin: boolean;
  readonly away: boolean;
  readonly muted: boolean;
  /** Public identity, 43 characters; null: none is known. */
  readonly identity: string | null;
  /** Of IPv6 the /64; empty: not known since the server started. */
  readonly address: string;
}

export interface AdminBan {
  readonly id: number;
  /** Null: the whole server. */
  readonly room: string | null;
  readonly name: string;
  readonly identity: string | null;
  /** Address or range; null: none. */
  readonly address: string | null;
  readonly reason: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** Null: until it is lifted. */
  readonly expiresMs: number | null;
}

export interface AdminAudit {
  readonly atMs: number;
  readonly via: 'room' | 'page' | 'cli' | 'server';
  readonly by: string;
  readonly auth: string | null;
  readonly what: string;
  readonly room: string | null;
  readonly target: string;
  readonly detail: string;
}

export interface AdminLogLine {
  readonly number: number;
  /** One line of JSON, cut where it is very long. */
  readonly text: string;
}

/** Verb → answer. */
export interface AdminAnswers {
  readonly status: AdminStatus;
  readonly rooms: readonly AdminRoom[];
  readonly players: readonly AdminPlayer[];
  readonly kick: { readonly name: string };
  /** `kicked`: how many were shown out at once. */
  readonly ban: { readonly ban: AdminBan; readonly kicked: number };
  readonly bans: readonly AdminBan[];
  readonly lift: AdminBan;
  readonly mute: { readonly name: string };
  readonly unmute: { readonly name: string };
  /** How many rooms were told. */
  readonly announce: { readonly rooms: number };
  readonly 'script restart': { readonly script: string };
  /** `seconds`: how long matches may go on at most; 0: the server stops at once. */
  readonly drain: { readonly draining: true; readonly seconds: number };
  readonly audit: readonly AdminAudit[];
  /** `level`: lines below it are not logged. */
  readonly log: { readonly level: string; readonly lines: readonly AdminLogLine[] };
}
