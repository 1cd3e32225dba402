// The net behind a goal line. The format knows no nets, so its outline is felt out: from the goal line backwards to the first wall
// that a stadium shows there. A goal without a visible wall close behind it has no net.
import type { Goal, Stadium } from '@touchline/shared/stadium';
import { CHALK, css } from './colours.ts';
import { rayToSegment } from './walls.ts';

/** Outline of one net: the goal line from `p0` to `p1`, then back along the wall. Map units. */
export interface Net {
  readonly goal: Goal;
  /** Unit vector out of the pitch. */
  readonly outX: number;
  readonly outY: number;
  /** Depth behind the line at evenly spread places from `p0` to `p1`. */
  readonly depths: readonly number[];
  readonly deepest: number;
}

const NEAREST = 8;
const FARTHEST = 90;
/** A wall closer than this is a line on the ground, not a frame. */
const SHALLOWEST = 14;
const PLACES = 48;
/** Map units between two strands. */
const MESH = 8;
const SHIVER_UNITS = 4;

/** Nets of all goals that have one. */
export function findNets(stadium: Stadium): Net[] {
  return stadium.pitch.goals.flatMap((goal) => findNet(stadium, goal) ?? []);
}

function findNet(stadium: Stadium, goal: Goal): Net | null {
  const alongX = goal.p1x - goal.p0x;
  const alongY = goal.p1y - goal.p0y;
  const length = Math.hypot(alongX, alongY);
  if (!(length > 0 && Number.isFinite(length))) return null;
  // Of the two normals the one that leads away from the middle of the pitch.
  const away = Math.sign(alongY * (goal.p0x + goal.p1x) - alongX * (goal.p0y + goal.p1y)) || 1;
  const outX = (away * alongY) / length;
  const outY = (-away * alongX) / length;
  const depths: number[] = [];
  for (let i = 0; i <= PLACES; i++) {
    // Just inside the ends: a wall that starts in the post must not be missed by a rounding error.
    const share = 0.01 + (0.98 * i) / PLACES;
    depths.push(depthAt(stadium, goal.p0x + share * alongX, goal.p0y + share * alongY, outX, outY));
  }
  const missing = depths.filter((depth) => depth === 0).length;
  const deepest = Math.max(...depths);
  if (missing > PLACES / 4 || deepest < SHALLOWEST) return null;
  return { goal, outX, outY, depths, deepest };
}

/** Depth of the net at one place of the line, 0 where nothing stands behind it. */
function depthAt(stadium: Stadium, x: number, y: number, outX: number, outY: number): number {
  const { segments } = stadium.pitch.arena;
  let depth = FARTHEST;
  for (let i = 0; i < segments.count; i++) {
    if (!stadium.drawing.segments[i].visible) continue;
    // A line drawn on the goal line itself is no net: start a little behind it.
    const found = NEAREST + rayToSegment(segments, i, x + NEAREST * outX, y + NEAREST * outY, outX, outY);
    if (found < depth) depth = found;
  }
  return depth < FARTHEST ? depth : 0;
}

/** Corners of the box that a shivering net stays in: [left, top, right, bottom], map units. */
export function netBox(net: Net): readonly [number, number, number, number] {
  const { goal, outX, outY, deepest } = net;
  const reach = deepest + SHIVER_UNITS;
  const xs = [goal.p0x, goal.p1x, goal.p0x + reach * outX, goal.p1x + reach * outX];
  const ys = [goal.p0y, goal.p1y, goal.p0y + reach * outY, goal.p1y + reach * outY];
  return [Math.min(...xs) - 2, Math.min(...ys) - 2, Math.max(...xs) + 2, Math.max(...ys) + 2];
}

/** Draws a net in map units. `shiver`: 0 at rest to 1 just hit; `phase`: radians of its swing. */
export function paintNet(pen: CanvasRenderingContext2D, net: Net, pixel: number, shiver: number, phase: number): void {
  const { goal, outX, outY, depths, deepest } = net;
  const alongX = goal.p1x - goal.p0x;
  const alongY = goal.p1y - goal.p0y;
  const length = Math.hypot(alongX, alongY);
  const swing = SHIVER_UNITS * shiver;
  // (share of the line, depth) → a point of the cloth; it hangs fast on the line and swings most at the back.
  const point = (share: number, depth: number): readonly [number, number] => {
    const bulge = Math.sin(share * Math.PI) * (depth / deepest);
    const moved = depth + swing * bulge * Math.sin(phase + 7 * share);
    return [goal.p0x + share * alongX + moved * outX, goal.p0y + share * alongY + moved * outY];
  };
  pen.save();
  pen.beginPath();
  pen.moveTo(goal.p0x, goal.p0y);
  for (let i = 0; i < depths.length; i++) pen.lineTo(...point(i / PLACES, depths[i]));
  pen.lineTo(goal.p1x, goal.p1y);
  pen.closePath();
  pen.fillStyle = css(0x0b1014, 0.28);
  pen.fill();
  pen.clip();

  pen.beginPath();
  // Two sets of slanted strands make the diamonds of a net.
  const columns = Math.ceil((length + deepest) / MESH);
  for (let column = 0; column <= columns; column++) {
    for (const slant of [1, -1]) {
      for (let depth = 0; depth <= deepest + MESH; depth += MESH / 2) {
        const start = column * MESH - (slant === 1 ? deepest : 0);
        const share = (start + slant * depth) / length;
        const [x, y] = point(share, Math.min(depth, deepest));
        if (depth === 0) pen.moveTo(x, y);
        else pen.lineTo(x, y);
      }
    }
  }
  pen.lineWidth = Math.max(0.7, pixel);
  pen.strokeStyle = css(CHALK, 0.34);
  pen.stroke();
  pen.restore();
}
