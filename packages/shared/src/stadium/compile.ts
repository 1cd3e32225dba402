// Document → stadium: flat geometry, first discs, what a match and a screen need (physics.md §3, stadium-format.md §5).
// Promise: only + - * / and the square root run here, so a canonical text compiles to the same bits in every engine.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Joints, Planes, Segments, Vertices } from '../physics/index.ts';
import type { Drawing, Pitch, Stadium } from './pitch.ts';
import type { StadiumDocument } from './types.ts';
import { writeStadium } from './write.ts';

/** Compiles a document; `text` and `hash` are those of its canonical text, however the file was written. */
export function compileStadium(document: StadiumDocument): Stadium {
  const text = writeStadium(document);
  return {
    name: document.name,
    hash: bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32),
    text,
    canBeStored: document.canBeStored,
    pitch: compilePitch(document),
    drawing: compileDrawing(document),
  };
}

function compilePitch(document: StadiumDocument): Pitch {
  return {
    arena: {
      vertices: compileVertices(document),
      segments: compileSegments(document),
      planes: compilePlanes(document),
      joints: compileJoints(document),
    },
    discs: document.discs,
    goals: document.goals,
    width: document.width,
    height: document.height,
    spawnDistance: document.spawnDistance,
    redSpawns: document.redSpawnPoints,
    blueSpawns: document.blueSpawnPoints,
    fullReset: document.fullReset,
    player: document.player,
  };
}

function compileDrawing(document: StadiumDocument): Drawing {
  return {
    background: document.background,
    segments: document.segments.map(({ vis, color }) => ({ visible: vis, color })),
    joints: document.joints.map(({ color }) => ({ color })),
    maxViewWidth: document.maxViewWidth,
    cameraFollow: document.cameraFollow,
  };
}

interface Walls {
  readonly bCoef: number;
  readonly cMask: number;
  readonly cGroup: number;
}

function compileWalls(walls: readonly Walls[]) {
  return {
    count: walls.length,
    bCoef: Float64Array.from(walls, (wall) => wall.bCoef),
    cMask: Int32Array.from(walls, (wall) => wall.cMask),
    cGroup: Int32Array.from(walls, (wall) => wall.cGroup),
  };
}

function compileVertices({ vertexes }: StadiumDocument): Vertices {
  return {
    ...compileWalls(vertexes),
    x: Float64Array.from(vertexes, (vertex) => vertex.x),
    y: Float64Array.from(vertexes, (vertex) => vertex.y),
  };
}

/** §5.5: the normal gets length 1, `dist` stays. A zero normal becomes NaN and never acts. */
function compilePlanes({ planes }: StadiumDocument): Planes {
  const lengths = planes.map(({ nx, ny }) => Math.sqrt(nx * nx + ny * ny));
  return {
    ...compileWalls(planes),
    nx: Float64Array.from(planes, (plane, i) => plane.nx / (lengths[i] as number)),
    ny: Float64Array.from(planes, (plane, i) => plane.ny / (lengths[i] as number)),
    dist: Float64Array.from(planes, (plane) => plane.dist),
  };
}

/** physics.md §3, to the letter: do not regroup. Columns of the other kind (straight, curved) stay 0. */
function compileSegments({ segments, vertexes }: StadiumDocument): Segments {
  const column = () => new Float64Array(segments.length);
  const compiled = {
    ...compileWalls(segments),
    ...{ ax: column(), ay: column(), bx: column(), by: column(), nx: column(), ny: column() },
    ...{ cx: column(), cy: column(), r: column(), t0x: column(), t0y: column(), t1x: column(), t1y: column() },
    k: Float64Array.from(segments, (segment) => segment.k),
    curved: Uint8Array.from(segments, (segment) => (Number.isFinite(segment.k) ? 1 : 0)),
    bias: Float64Array.from(segments, (segment) => segment.bias),
  };
  for (const [i, { v0, v1, k }] of segments.entries()) {
    const a = vertexes[v0];
    const b = vertexes[v1];
    if (a === undefined || b === undefined) throw new Error(`segment ${i} joins ${v0} and ${v1}: not read by read.ts`);
    compiled.ax[i] = a.x;
    compiled.ay[i] = a.y;
    compiled.bx[i] = b.x;
    compiled.by[i] = b.y;
    if (Number.isFinite(k)) {
      const hx = 0.5 * (b.x - a.x);
      const hy = 0.5 * (b.y - a.y);
      const cx = a.x + hx - hy * k;
      const cy = a.y + hy + hx * k;
      const rx = a.x - cx;
      const ry = a.y - cy;
      const sign = k <= 0 ? -1 : 1;
      compiled.cx[i] = cx;
      compiled.cy[i] = cy;
      compiled.r[i] = Math.sqrt(rx * rx + ry * ry);
      compiled.t0x[i] = sign * (cy - a.y);
      compiled.t0y[i] = sign * (a.x - cx);
      compiled.t1x[i] = sign * (b.y - cy);
      compiled.t1y[i] = sign * (cx - b.x);
    } else {
      const ex = a.x - b.x;
      const ey = a.y - b.y;
      const length = Math.sqrt(ex * ex + ey * ey);
      compiled.nx[i] = -ey / length;
      compiled.ny[i] = ex / length;
    }
  }
  return compiled;
}

/** §5.6: a joint without a length keeps the distance at which the file places its discs. */
function compileJoints({ joints, discs }: StadiumDocument): Joints {
  const lengths = joints.map(({ d0, d1, length }): readonly [number, number] => {
    if (length !== undefined) return length;
    const a = discs[d0];
    const b = discs[d1];
    if (a === undefined || b === undefined) throw new Error(`a joint joins ${d0} and ${d1}: not read by read.ts`);
    const dx = a.x - b.x;
    const dy = a.y - b.y;
    const distance = Math.sqrt(dx * dx + dy * dy);
    return [distance, distance];
  });
  return {
    count: joints.length,
    d0: Int32Array.from(joints, (joint) => joint.d0),
    d1: Int32Array.from(joints, (joint) => joint.d1),
    min: Float64Array.from(lengths, ([min]) => min),
    max: Float64Array.from(lengths, ([, max]) => max),
    strength: Float64Array.from(joints, (joint) => joint.strength),
  };
}
