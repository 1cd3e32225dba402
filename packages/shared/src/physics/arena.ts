// Compiled geometry that a step reads and never writes (physics.md §2, §3). One column per quantity, so that
// a collision loop walks flat memory. Built once per stadium by `stadium/compile.ts`.

/** Corners. `count` entries in every column. */
export interface Vertices {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly bCoef: Float64Array;
  readonly cMask: Int32Array;
  readonly cGroup: Int32Array;
}

/** Walls between two points, straight or an arc. End points are copied in, after the exchange of a negative `curve`. */
export interface Segments {
  readonly count: number;
  readonly ax: Float64Array;
  readonly ay: Float64Array;
  readonly bx: Float64Array;
  readonly by: Float64Array;
  /** Cotangent of half the arc's angle; Infinity (or NaN) means straight. */
  readonly k: Float64Array;
  /** 1 where `k` is finite. */
  readonly curved: Uint8Array;
  /** Straight: unit normal. */
  readonly nx: Float64Array;
  readonly ny: Float64Array;
  /** Curved: centre, radius and the two bounding vectors. */
  readonly cx: Float64Array;
  readonly cy: Float64Array;
  readonly r: Float64Array;
  readonly t0x: Float64Array;
  readonly t0y: Float64Array;
  readonly t1x: Float64Array;
  readonly t1y: Float64Array;
  readonly bias: Float64Array;
  readonly bCoef: Float64Array;
  readonly cMask: Int32Array;
  readonly cGroup: Int32Array;
}

/** Half-planes: a disc stays where n·p ≥ dist. */
export interface Planes {
  readonly count: number;
  readonly nx: Float64Array;
  readonly ny: Float64Array;
  readonly dist: Float64Array;
  readonly bCoef: Float64Array;
  readonly cMask: Int32Array;
  readonly cGroup: Int32Array;
}

/** Springs (finite strength) and rods (infinite strength) between two discs, by index. */
export interface Joints {
  readonly count: number;
  readonly d0: Int32Array;
  readonly d1: Int32Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly strength: Float64Array;
}

/** All that discs can run into. Immutable after compilation. */
export interface Arena {
  readonly vertices: Vertices;
  readonly segments: Segments;
  readonly planes: Planes;
  readonly joints: Joints;
}
