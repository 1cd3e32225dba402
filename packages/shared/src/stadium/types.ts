// The document: a stadium after reading, with traits and defaults resolved and arcs as `curveF`; and the defaults
// themselves (stadium-format.md §2, §5), stated once for reader and writer.
import { ALL, type Disc, FLAGS } from '../physics/index.ts';
import type { Drawing, Goal, PlayerPhysics } from './pitch.ts';

/** Bounce and collision bits: what vertices, segments and planes share. */
interface Wall {
  readonly bCoef: number;
  readonly cMask: number;
  readonly cGroup: number;
}

/** A corner (§5.1). */
export interface Vertex extends Wall {
  readonly x: number;
  readonly y: number;
}

/** A wall (§5.2), after the exchange that a negative `curve` causes; both indices name a vertex. */
export interface Segment extends Wall {
  readonly v0: number;
  readonly v1: number;
  /** Cotangent of half the arc's angle; not finite: straight. */
  readonly k: number;
  readonly bias: number;
  readonly vis: boolean;
  readonly color: number;
}

/** A half-plane (§5.5); the normal as written, not yet of length 1. */
export interface Plane extends Wall {
  readonly nx: number;
  readonly ny: number;
  readonly dist: number;
}

/** A joint (§5.6) between two discs of the final list. */
export interface Joint {
  readonly d0: number;
  readonly d1: number;
  /** Undefined: the distance between the two discs as the file places them. */
  readonly length: readonly [min: number, max: number] | undefined;
  /** Infinity: rigid. */
  readonly strength: number;
  readonly color: number;
}

export type SpawnPoint = readonly [x: number, y: number];

/** A stadium file that has passed every check. Colours are 0xRRGGBB, -1 transparent. */
export interface StadiumDocument {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly maxViewWidth: number;
  readonly cameraFollow: 'ball' | 'player';
  readonly spawnDistance: number;
  readonly background: Drawing['background'];
  readonly canBeStored: boolean;
  readonly fullReset: boolean;
  readonly vertexes: readonly Vertex[];
  readonly segments: readonly Segment[];
  readonly goals: readonly Goal[];
  /** The final list: index 0 is the ball. */
  readonly discs: readonly Disc[];
  readonly planes: readonly Plane[];
  readonly joints: readonly Joint[];
  readonly redSpawnPoints: readonly SpawnPoint[];
  readonly blueSpawnPoints: readonly SpawnPoint[];
  readonly player: PlayerPhysics;
}

const wall = { bCoef: 1, cMask: ALL, cGroup: FLAGS.wall } as const;
const disc = {
  ...{ x: 0, y: 0, vx: 0, vy: 0, gx: 0, gy: 0 },
  ...{ radius: 10, invMass: 1, damping: 0.99, bCoef: 0.5, color: 0xffffff, cMask: ALL, cGroup: ALL },
} as const satisfies Disc;

/** What a field holds when the file does not say. */
export const DEFAULTS = {
  stadium: { name: 'Unnamed stadium', maxViewWidth: 0, spawnDistance: 200, canBeStored: true },
  background: { width: 0, height: 0, kickOffRadius: 0, cornerRadius: 0, goalLine: 0, color: 0x718c5a },
  vertex: wall,
  segment: { ...wall, bias: 0, k: Number.POSITIVE_INFINITY, vis: true, color: 0 },
  plane: wall,
  disc,
  ball: { ...disc, cGroup: FLAGS.ball | FLAGS.kick | FLAGS.score },
  joint: { strength: Number.POSITIVE_INFINITY, color: 0 },
  player: {
    ...{ radius: 15, invMass: 0.5, bCoef: 0.5, damping: 0.96, acceleration: 0.1, kickingAcceleration: 0.07 },
    ...{ kickingDamping: 0.96, kickStrength: 5, kickback: 0, gx: 0, gy: 0, cGroup: 0 },
  } satisfies PlayerPhysics,
} as const;
