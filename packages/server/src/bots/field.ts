// What a bot knows of a stadium before it looks: where the ball can roll, the goals, what blocks a runner, and how far
// one runs in t ticks. Built once per stadium. Any stadium will do: whatever is missing or not finite is replaced.
import { type Disc, FLAGS, interact } from '@touchline/shared/physics';
import type { Pitch, Stadium } from '@touchline/shared/stadium';

/** Ticks that tables and predictions look ahead. */
export const HORIZON = 180;

export interface Mouth {
  readonly team: 1 | 2;
  readonly x: number;
  readonly y: number;
  /** Half the length of the line. */
  readonly half: number;
  /** Unit vector along the line, and the one that points into the pitch. */
  readonly ux: number;
  readonly uy: number;
  readonly nx: number;
  readonly ny: number;
}

export interface Field {
  /** Index of the ball among the stadium's discs, -1 without one. */
  readonly ball: number;
  readonly ballRadius: number;
  readonly ballDamping: number;
  /** Where the ball's centre can be, roughly: walls as a box. */
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  /** Never empty: a side without a goal gets an imagined one at its end. */
  readonly redMouths: readonly Mouth[];
  readonly blueMouths: readonly Mouth[];
  readonly playerRadius: number;
  readonly acceleration: number;
  readonly kickStrength: number;
  /** Speed a runner tends to, units moved per tick. */
  readonly topSpeed: number;
  /** After t ticks: `drift[t]`·v from the speed one had, `reach[t]` from running all the time, speed left `keep[t]`·v. */
  readonly drift: Float64Array;
  readonly reach: Float64Array;
  readonly keep: Float64Array;
  /** Walls that stop players, as chords x0, y0, x1, y1, and fixed discs x, y, radius. */
  readonly walls: Float64Array;
  readonly pillars: Float64Array;
}

/** More walls than this are not looked at: a bound on the cost of a decision. */
const MAX_WALLS = 48;
const MAX_PILLARS = 12;
const FALLBACK_HALF = 60;

const known = new WeakMap<Stadium, Field>();

export function fieldOf(stadium: Stadium): Field {
  let field = known.get(stadium);
  if (field === undefined) {
    field = survey(stadium.pitch);
    known.set(stadium, field);
  }
  return field;
}

export function mouthsOf(field: Field, team: 1 | 2): readonly Mouth[] {
  return team === 1 ? field.redMouths : field.blueMouths;
}

function finite(value: number, fallback: number): number {
  return Number.isFinite(value) ? value : fallback;
}

function bounded(value: number, low: number, high: number, fallback: number): number {
  return Math.min(Math.max(finite(value, fallback), low), high);
}

function survey(pitch: Pitch): Field {
  const { player } = pitch;
  const ball = findBall(pitch.discs);
  const ballDisc = pitch.discs[ball] ?? pitch.discs[0];
  const ballRadius = bounded(ballDisc?.radius ?? 10, 1, 200, 10);
  const box = surveyBox(pitch, ballDisc, ballRadius);
  // A damping above 1 would make the tables explode; such players are out of any control anyway.
  const damping = bounded(player.damping, 0, 0.999, 0.96);
  const acceleration = bounded(player.acceleration, 0.001, 20, 0.1);
  return {
    ball,
    ballRadius,
    ballDamping: bounded(ballDisc?.damping ?? 0.99, 0, 1, 0.99),
    ...box,
    redMouths: surveyMouths(pitch, 1, box),
    blueMouths: surveyMouths(pitch, 2, box),
    playerRadius: bounded(player.radius, 1, 300, 15),
    acceleration,
    kickStrength: bounded(player.kickStrength, -100, 100, 5) * bounded(ballDisc?.invMass ?? 1, 0, 100, 1),
    topSpeed: acceleration / (1 - damping),
    ...runTables(acceleration, damping),
    walls: surveyWalls(pitch),
    pillars: surveyPillars(pitch),
  };
}

/** The ball is disc 0 wherever it can be kicked or scored with; else the likeliest other disc. */
function findBall(discs: readonly Disc[]): number {
  const both = FLAGS.kick | FLAGS.score;
  const has = (disc: Disc, bits: number) => (disc.cGroup & bits) === bits;
  if (discs.length > 0 && (discs[0].cGroup & both) !== 0) return 0;
  for (const bits of [both, FLAGS.kick, FLAGS.score]) {
    const index = discs.findIndex((disc) => has(disc, bits));
    if (index >= 0) return index;
  }
  return -1;
}

/** How a speed carries on and what running adds, tick by tick, in the order of physics.md §5.2 and §6. */
function runTables(acceleration: number, damping: number): Pick<Field, 'drift' | 'reach' | 'keep'> {
  const drift = new Float64Array(HORIZON + 1);
  const reach = new Float64Array(HORIZON + 1);
  const keep = new Float64Array(HORIZON + 1);
  keep[0] = 1;
  for (let t = 1; t <= HORIZON; t++) {
    keep[t] = keep[t - 1] * damping;
    drift[t] = drift[t - 1] + keep[t - 1];
    reach[t] = reach[t - 1] + acceleration * drift[t];
  }
  return { drift, reach, keep };
}

type Box = Pick<Field, 'x0' | 'x1' | 'y0' | 'y1'>;

/** Casts rays from around the kick-off spot; the second longest of five looks past nets, corners and one open goal. */
function surveyBox(pitch: Pitch, ball: Disc | undefined, ballRadius: number): Box {
  const width = bounded(pitch.width, 50, 20000, 420);
  const height = bounded(pitch.height, 50, 20000, 200);
  const ox = bounded(ball?.x ?? 0, -width, width, 0);
  const oy = bounded(ball?.y ?? 0, -height, height, 0);
  const mask = ball?.cMask ?? -1;
  const group = ball?.cGroup ?? FLAGS.ball;
  const spread = [-0.7, -0.4, 0, 0.4, 0.7];
  const second = (values: number[]) => values.sort((a, b) => b - a)[1];
  const look = (dx: number, dy: number, far: number, across: readonly number[]) =>
    second(across.map((c) => cast(pitch, mask, group, ox + c * Math.abs(dy), oy + c * Math.abs(dx), dx, dy, far)));
  const columns = spread.map((s) => s * width * 0.5);
  const up = look(0, -1, height, columns);
  const down = look(0, 1, height, columns);
  const rows = spread.map((s) => ((s < 0 ? up : down) * s) / 0.85);
  const left = look(-1, 0, width, rows);
  const right = look(1, 0, width, rows);
  const inset = (distance: number) => Math.max(distance - ballRadius, 20);
  return { x0: ox - inset(left), x1: ox + inset(right), y0: oy - inset(up), y1: oy + inset(down) };
}

/** Distance from a point to the first thing in a direction that stops a disc with these masks, at most `far`. Arcs count as chords. */
function cast(
  pitch: Pitch,
  mask: number,
  group: number,
  x: number,
  y: number,
  dx: number,
  dy: number,
  far: number,
): number {
  const { planes, segments } = pitch.arena;
  let nearest = far;
  for (let i = 0; i < planes.count; i++) {
    if (!interact(mask, group, planes.cMask[i], planes.cGroup[i])) continue;
    const towards = planes.nx[i] * dx + planes.ny[i] * dy;
    if (towards > -1e-9) continue;
    const distance = (planes.dist[i] - planes.nx[i] * x - planes.ny[i] * y) / towards;
    if (distance > 0 && distance < nearest) nearest = distance;
  }
  for (let i = 0; i < segments.count; i++) {
    if (!interact(mask, group, segments.cMask[i], segments.cGroup[i])) continue;
    const ex = segments.bx[i] - segments.ax[i];
    const ey = segments.by[i] - segments.ay[i];
    const cross = dx * ey - dy * ex;
    if (Math.abs(cross) < 1e-9) continue;
    const ax = segments.ax[i] - x;
    const ay = segments.ay[i] - y;
    const distance = (ax * ey - ay * ex) / cross;
    const along = (ax * dy - ay * dx) / cross;
    if (distance > 0 && distance < nearest && along >= 0 && along <= 1) nearest = distance;
  }
  return nearest;
}

function surveyMouths(pitch: Pitch, team: 1 | 2, box: Box): readonly Mouth[] {
  const midX = (box.x0 + box.x1) / 2;
  const midY = (box.y0 + box.y1) / 2;
  const mouths: Mouth[] = [];
  for (const goal of pitch.goals) {
    if (goal.team !== team) continue;
    const length = Math.sqrt((goal.p1x - goal.p0x) ** 2 + (goal.p1y - goal.p0y) ** 2);
    if (!(length > 0 && length < 1e6)) continue;
    const x = (goal.p0x + goal.p1x) / 2;
    const y = (goal.p0y + goal.p1y) / 2;
    const ux = (goal.p1x - goal.p0x) / length;
    const uy = (goal.p1y - goal.p0y) / length;
    const inward = -uy * (midX - x) + ux * (midY - y) >= 0 ? 1 : -1;
    mouths.push({ team, x, y, half: length / 2, ux, uy, nx: -uy * inward, ny: ux * inward });
  }
  if (mouths.length === 0) {
    const left = team === 1;
    const half = Math.min(FALLBACK_HALF, (box.y1 - box.y0) / 2);
    mouths.push({ team, x: left ? box.x0 : box.x1, y: midY, half, ux: 0, uy: 1, nx: left ? 1 : -1, ny: 0 });
  }
  return mouths;
}

/** Kick-off barriers are left out: bots stay on their side of them by choice. */
function surveyWalls(pitch: Pitch): Float64Array {
  const { segments } = pitch.arena;
  const walls: number[] = [];
  for (let i = 0; i < segments.count && walls.length < MAX_WALLS * 4; i++) {
    if ((segments.cMask[i] & (FLAGS.red | FLAGS.blue)) === 0) continue;
    if ((segments.cGroup[i] & (FLAGS.wall | FLAGS.ball | FLAGS.red | FLAGS.blue)) === 0) continue;
    const ends = [segments.ax[i], segments.ay[i], segments.bx[i], segments.by[i]];
    if (ends.every(Number.isFinite)) walls.push(...ends);
  }
  return Float64Array.from(walls);
}

function surveyPillars(pitch: Pitch): Float64Array {
  const pillars: number[] = [];
  for (const disc of pitch.discs) {
    if (disc.invMass !== 0 || (disc.cMask & (FLAGS.red | FLAGS.blue)) === 0) continue;
    if ((disc.cGroup & (FLAGS.wall | FLAGS.ball | FLAGS.red | FLAGS.blue)) === 0) continue;
    if (![disc.x, disc.y, disc.radius].every(Number.isFinite) || pillars.length >= MAX_PILLARS * 3) continue;
    pillars.push(disc.x, disc.y, disc.radius);
  }
  return Float64Array.from(pillars);
}
