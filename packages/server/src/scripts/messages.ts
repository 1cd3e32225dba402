// What the server, a script's process and the script's thread tell one another. Both ends are ours: nothing here is checked at run time.
import type { Command, CommandOf } from '@touchline/shared/match';
import type { Stadium } from '@touchline/shared/stadium';

/** A line for one player's eyes. */
export type PrivateLine = CommandOf<'chat'> | CommandOf<'announce'>;

/** What a script asks of its room, in the order of asking. */
export type Act =
  | { readonly type: 'command'; readonly seq: number; readonly command: Command }
  /** A stadium that the server may not know, compiled already; goes before the command that chooses it. */
  | { readonly type: 'arena'; readonly stadium: Stadium }
  | { readonly type: 'whisper'; readonly to: number; readonly line: PrivateLine }
  | { readonly type: 'password'; readonly password: string }
  | { readonly type: 'guard'; readonly guarded: boolean }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'maxPlayers'; readonly maxPlayers: number }
  /** Null: every ban. */
  | { readonly type: 'clearBans'; readonly id: number | null };

/** What `HBInit` was given, made good. */
export interface WantedRoom {
  readonly name: string;
  readonly password: string;
  readonly maxPlayers: number;
  readonly unlisted: boolean;
  /** Null: no host player. */
  readonly hostPlayer: string | null;
}

/** A player's connection, as `onPlayerJoin` tells it. */
export interface Identity {
  readonly id: number;
  readonly auth: string | null;
  readonly conn: string;
}

/** A room as it stands, for a replica that begins or has lost the thread. `arena`: canonical text of its stadium. */
export interface Standing {
  readonly keyframe: Uint8Array;
  readonly arena: string;
  readonly people: readonly Identity[];
}

/** `again`: the room is older than this run of the script. */
export interface Attached {
  readonly type: 'attached';
  readonly room: { readonly id: string; readonly name: string; readonly epoch: string };
  readonly link: string;
  readonly again: boolean;
  readonly standing: Standing;
}

/** One tick of the room. */
export interface Tick {
  readonly type: 'tick';
  /** Absent: none. */
  readonly commands?: Uint8Array;
  /** Of this script: place in the list, its `seq`, place, `seq`, … */
  readonly own?: readonly number[];
  /** Whatever was asked up to this `seq` has had its turn. */
  readonly settled: number;
  /** Of those who join in this tick. */
  readonly people?: readonly Identity[];
}

/** Server → script. */
export type ToScript =
  | Attached
  | Tick
  | { readonly type: 'arena'; readonly text: string }
  /** Ticks were left out. */
  | { readonly type: 'caughtUp'; readonly standing: Standing; readonly skipped: number; readonly settled: number }
  | { readonly type: 'chat'; readonly ask: number; readonly id: number; readonly text: string }
  | { readonly type: 'stop' };

export type ScriptLogLevel = 'info' | 'warn' | 'error';

/** Script → server. */
export type FromScript =
  /** So many ticks are worked off since the thread began. */
  | { readonly type: 'done'; readonly ticks: number }
  | { readonly type: 'init'; readonly room: WantedRoom }
  | { readonly type: 'acts'; readonly acts: readonly Act[] }
  | { readonly type: 'verdict'; readonly ask: number; readonly pass: boolean }
  | { readonly type: 'log'; readonly level: ScriptLogLevel; readonly text: string; readonly where?: string }
  /** The replica and the room differ: a bug of ours, mended by a new beginning. */
  | { readonly type: 'lost' }
  /** The script cannot go on. */
  | { readonly type: 'fatal'; readonly text: string; readonly where?: string }
  | { readonly type: 'stopped' };

/** Of a script's whole process, since its start. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Resident. */
  readonly memoryBytes: number;
}

/** Why a script is over. A script that hangs is off sooner than one that fails. */
export type Death = 'hung' | 'other';

/** Server → a script's process: first its beginnings, then whatever is for the script. */
export type ToWarden = { readonly type: 'begin'; readonly beginnings: Omit<ScriptThread, 'shared'> } | ToScript;

/** A script's process → server: what the script says, and what is said of it. */
export type FromWarden =
  | FromScript
  | { readonly type: 'output'; readonly text: string }
  /** The warden itself is alive; what the process has used. */
  | { readonly type: 'beat'; readonly usage: Usage }
  | { readonly type: 'died'; readonly why: Death; readonly text: string };

/** Places in the memory that a thread and its warden share: a script that hangs answers nothing else. */
export const SHARED = { heartbeat: 0, handler: 1, length: 2 } as const;

/** A thread's beginnings. */
export interface ScriptThread {
  readonly file: string;
  /** Of localStorage. */
  readonly storageFile: string;
  readonly shared: SharedArrayBuffer;
  /** The room that an earlier run of the script opened. */
  readonly standing: Standing | null;
  /** Origins that it may talk to; empty: any. */
  readonly origins: readonly string[];
  /** A thread that gives no sign for so long hangs. */
  readonly hangsAfterMs: number;
}
