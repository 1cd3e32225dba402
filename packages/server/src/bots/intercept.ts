// Where the ball will roll, and when a runner can be there. Pure geometry on the tables of `field.ts`.
import { type Field, HORIZON } from './field.ts';

const SIDES = 2;
/** What a wall leaves of the ball's speed: bCoef 0.5 of the ball by 1 of the wall, in nearly every stadium. */
const WALL_BOUNCE = 0.5;
/** The ball dies so far behind a goal line. */
const NET_DEPTH = 25;

/** The ball's way for the next `HORIZON` ticks, if nobody touches it. */
export class BallPath {
  readonly x = new Float64Array(HORIZON + 1);
  readonly y = new Float64Array(HORIZON + 1);

  /** Rolls on from a place and a speed; bounces off the box of the field, except where a goal opens in it. */
  predict(field: Field, fromX: number, fromY: number, fromVx: number, fromVy: number): void {
    const { ballDamping } = field;
    // The box is a rough one: a ball that lies outside is not put back into it.
    const x0 = Math.min(field.x0, fromX);
    const x1 = Math.max(field.x1, fromX);
    const y0 = Math.min(field.y0, fromY);
    const y1 = Math.max(field.y1, fromY);
    let [px, py, vx, vy] = [fromX, fromY, fromVx, fromVy];
    this.x[0] = px;
    this.y[0] = py;
    for (let t = 1; t <= HORIZON; t++) {
      px += vx;
      py += vy;
      vx *= ballDamping;
      vy *= ballDamping;
      if (py < y0 && vy < 0) {
        py = y0;
        vy *= -WALL_BOUNCE;
      } else if (py > y1 && vy > 0) {
        py = y1;
        vy *= -WALL_BOUNCE;
      }
      if ((px < x0 && vx < 0) || (px > x1 && vx > 0)) {
        const behind = behindMouth(field, px, py);
        if (behind === -Infinity) {
          px = px < x0 ? x0 : x1;
          vx *= -WALL_BOUNCE;
        } else if (behind > NET_DEPTH) {
          vx = 0;
          vy = 0;
        }
      }
      this.x[t] = px;
      this.y[t] = py;
    }
  }
}

/** How far a place is behind the goal line it faces, negative in front; -Infinity where it faces none. */
function behindMouth(field: Field, x: number, y: number): number {
  for (let i = 0; i < SIDES; i++) {
    for (const mouth of i === 0 ? field.redMouths : field.blueMouths) {
      const along = (x - mouth.x) * mouth.ux + (y - mouth.y) * mouth.uy;
      const out = (x - mouth.x) * mouth.nx + (y - mouth.y) * mouth.ny;
      if (Math.abs(along) < mouth.half && Math.abs(out) < 60) return -out;
    }
  }
  return -Infinity;
}

/**
 * The first tick at which a runner from (x, y) with speed (vx, vy) can touch the ball on its path, `touch` being the
 * distance of the centres at which they meet. Beyond the horizon: an estimate from where the ball comes to rest.
 */
export function interceptTick(
  field: Field,
  path: BallPath,
  x: number,
  y: number,
  vx: number,
  vy: number,
  touch: number,
): number {
  const { drift, reach, topSpeed } = field;
  let t = 0;
  while (t <= HORIZON) {
    const dx = path.x[t] - x - vx * drift[t];
    const dy = path.y[t] - y - vy * drift[t];
    const gap = Math.sqrt(dx * dx + dy * dy) - touch - reach[t];
    if (!(gap > 0)) return t;
    // Nothing closes a gap faster than both at full speed: skip the ticks that cannot be it.
    t += Math.max(1, Math.floor(gap / (topSpeed + 8)));
  }
  const dx = path.x[HORIZON] - x;
  const dy = path.y[HORIZON] - y;
  return HORIZON + Math.sqrt(dx * dx + dy * dy) / topSpeed;
}

/** Ticks a rolling ball needs for a distance, Infinity if it stops before. */
export function rollTicks(field: Field, speed: number, distance: number): number {
  if (distance <= 0) return 0;
  const loss = 1 - field.ballDamping;
  if (loss < 1e-6) return speed > 0 ? distance / speed : Infinity;
  const left = 1 - (distance * loss) / speed;
  return left > 0 && speed > 0 ? -Math.log(left) / loss : Infinity;
}
