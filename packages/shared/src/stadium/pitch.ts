// What a match needs of a stadium, and what a screen needs of it. Immutable; shared by every room that plays there.
import type { Arena, Disc } from '../physics/index.ts';

/** A goal line. `team` defends it: 1 red, 2 blue. */
export interface Goal {
  readonly p0x: number;
  readonly p0y: number;
  readonly p1x: number;
  readonly p1y: number;
  readonly team: 1 | 2;
}

/** How players' discs behave (stadium-format.md §5.8). `gx`, `gy`: gravity, map units per tick². */
export interface PlayerPhysics {
  readonly radius: number;
  readonly invMass: number;
  readonly bCoef: number;
  readonly damping: number;
  readonly acceleration: number;
  readonly kickingAcceleration: number;
  readonly kickingDamping: number;
  readonly kickStrength: number;
  readonly kickback: number;
  readonly gx: number;
  readonly gy: number;
  readonly cGroup: number;
}

/** Everything of a stadium that can influence a tick. */
export interface Pitch {
  readonly arena: Arena;
  /** The stadium's discs as the file defines them; index 0 is the ball. */
  readonly discs: readonly Disc[];
  readonly goals: readonly Goal[];
  /** Half-width of the camera rectangle; also where a player put into a team during a match appears. */
  readonly width: number;
  readonly height: number;
  readonly spawnDistance: number;
  readonly redSpawns: readonly (readonly [x: number, y: number])[];
  readonly blueSpawns: readonly (readonly [x: number, y: number])[];
  readonly fullReset: boolean;
  readonly player: PlayerPhysics;
}

/** Everything of a stadium that is only looked at. Colours are 0xRRGGBB, -1 transparent. */
export interface Drawing {
  readonly background: {
    readonly type: 'grass' | 'hockey' | 'none';
    readonly width: number;
    readonly height: number;
    readonly kickOffRadius: number;
    readonly cornerRadius: number;
    readonly goalLine: number;
    readonly color: number;
  };
  /** One entry per segment of the arena, in its order. */
  readonly segments: readonly { readonly visible: boolean; readonly color: number }[];
  /** One entry per joint of the arena, in its order. */
  readonly joints: readonly { readonly color: number }[];
  /** 0: no limit. */
  readonly maxViewWidth: number;
  readonly cameraFollow: 'ball' | 'player';
}

/** A compiled stadium. */
export interface Stadium {
  readonly name: string;
  /** First 32 hex digits of the SHA-256 of `text`: its key in the log, the state and `GET /api/arenas/:hash`. */
  readonly hash: string;
  /** The canonical text (`write.ts`): reading it again gives the same bits in every engine, since arcs carry `curveF`. */
  readonly text: string;
  readonly canBeStored: boolean;
  readonly pitch: Pitch;
  readonly drawing: Drawing;
}

/** Where `apply` and keyframes look a stadium up by its hash; a `Map` will do. */
export interface Stadiums {
  get(hash: string): Stadium | undefined;
}
