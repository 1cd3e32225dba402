// Segments as lines to draw and to measure against: straight ones and arcs (physics.md §3).
import type { Segments } from '@touchline/shared/physics';

/** The part of a canvas path that a wall needs. */
export type Pen = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'arc'>;

/**
 * Adds segment `i` to the path. An arc runs from its first end to its second with growing angle (clockwise on a screen, whose y
 * grows downwards), whatever the sign of k: k < 0 only puts the centre on the other side, which makes it the long way round.
 */
export function traceSegment(pen: Pen, segments: Segments, i: number): void {
  const { ax, ay, bx, by, cx, cy, r } = segments;
  pen.moveTo(ax[i], ay[i]);
  if (!isArc(segments, i)) {
    pen.lineTo(bx[i], by[i]);
    return;
  }
  pen.arc(
    cx[i],
    cy[i],
    r[i],
    Math.atan2(ay[i] - cy[i], ax[i] - cx[i]),
    Math.atan2(by[i] - cy[i], bx[i] - cx[i]),
    false,
  );
}

function isArc(segments: Segments, i: number): boolean {
  return segments.curved[i] === 1 && Number.isFinite(segments.r[i]);
}

/** Is the point, seen from the arc's centre, within the arc? Outside of the two bounding vectors only a long arc has points. */
function withinArc(segments: Segments, i: number, dx: number, dy: number): boolean {
  const first = dx * segments.t0x[i] + dy * segments.t0y[i] > 0;
  const second = dx * segments.t1x[i] + dy * segments.t1y[i] > 0;
  // For k ≤ 0 the vectors are negated at compile time: both positive then means in the gap.
  return segments.k[i] <= 0 ? !(first && second) : first && second;
}

/** Distance along the ray (unit direction) to segment `i`, Infinity when it misses. */
export function rayToSegment(segments: Segments, i: number, x: number, y: number, dx: number, dy: number): number {
  if (isArc(segments, i)) return rayToArc(segments, i, x, y, dx, dy);
  const ex = segments.bx[i] - segments.ax[i];
  const ey = segments.by[i] - segments.ay[i];
  const across = dx * ey - dy * ex;
  if (across === 0) return Number.POSITIVE_INFINITY;
  const px = segments.ax[i] - x;
  const py = segments.ay[i] - y;
  const along = (px * ey - py * ex) / across;
  const share = (px * dy - py * dx) / across;
  return along > 0 && share >= 0 && share <= 1 ? along : Number.POSITIVE_INFINITY;
}

function rayToArc(segments: Segments, i: number, x: number, y: number, dx: number, dy: number): number {
  const px = x - segments.cx[i];
  const py = y - segments.cy[i];
  const b = px * dx + py * dy;
  const root = b * b - (px * px + py * py - segments.r[i] * segments.r[i]);
  if (!(root >= 0)) return Number.POSITIVE_INFINITY;
  for (const along of [-b - Math.sqrt(root), -b + Math.sqrt(root)]) {
    if (along > 0 && withinArc(segments, i, px + along * dx, py + along * dy)) return along;
  }
  return Number.POSITIVE_INFINITY;
}

/** Distance from a point to segment `i`. */
export function distanceToSegment(segments: Segments, i: number, x: number, y: number): number {
  const { ax, ay, bx, by, cx, cy, r } = segments;
  if (isArc(segments, i) && withinArc(segments, i, x - cx[i], y - cy[i])) {
    return Math.abs(Math.hypot(x - cx[i], y - cy[i]) - r[i]);
  }
  if (isArc(segments, i)) return Math.min(Math.hypot(x - ax[i], y - ay[i]), Math.hypot(x - bx[i], y - by[i]));
  const ex = bx[i] - ax[i];
  const ey = by[i] - ay[i];
  const square = ex * ex + ey * ey;
  const share = square > 0 ? Math.min(1, Math.max(0, ((x - ax[i]) * ex + (y - ay[i]) * ey) / square)) : 0;
  return Math.hypot(x - ax[i] - share * ex, y - ay[i] - share * ey);
}
