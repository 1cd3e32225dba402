// A place to be → which of eight directions to hold. Runners are heavy (damping 0.96): what counts is where the
// present speed will have carried them, not where they point.
import { KEY } from '@touchline/shared/match';
import type { Field } from './field.ts';

const DIAG = Math.SQRT1_2;
/** Nine choices: none, then the eight directions, as keys and unit vectors. */
export const MOVES: readonly { readonly keys: number; readonly x: number; readonly y: number }[] = [
  { keys: 0, x: 0, y: 0 },
  { keys: KEY.right, x: 1, y: 0 },
  { keys: KEY.right | KEY.down, x: DIAG, y: DIAG },
  { keys: KEY.down, x: 0, y: 1 },
  { keys: KEY.left | KEY.down, x: -DIAG, y: DIAG },
  { keys: KEY.left, x: -1, y: 0 },
  { keys: KEY.left | KEY.up, x: -DIAG, y: -DIAG },
  { keys: KEY.up, x: 0, y: -1 },
  { keys: KEY.right | KEY.up, x: DIAG, y: -DIAG },
];

/** How one wants to arrive: `stop` there, or go `through` at speed. */
export type Arrival = 'stop' | 'through';

/** Staying with the keys in force is worth this many map units: fingers do not twitch. */
const STAY = 1.2;
const REST_DISTANCE = 12;
const REST_SPEED = 0.6;
const COAST_TICKS = 14;
const MIN_AHEAD = 7;
const MAX_AHEAD = 40;

/** The direction keys that bring a runner at (x, y) with speed (vx, vy) to the target; `pace` is his share of full speed. */
export function steer(
  field: Field,
  x: number,
  y: number,
  vx: number,
  vy: number,
  targetX: number,
  targetY: number,
  arrival: Arrival,
  pace: number,
  held: number,
): number {
  const { drift, reach, keep, topSpeed, acceleration } = field;
  const dx = targetX - x;
  const dy = targetY - y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  // The shortest press carries one farther than this: who is nearly there stands still.
  if (arrival === 'stop' && distance < REST_DISTANCE && vx * vx + vy * vy < REST_SPEED * REST_SPEED) return 0;
  const ahead = Math.floor(Math.min(Math.max((distance / topSpeed) * 0.6, MIN_AHEAD), MAX_AHEAD));
  const coast = arrival === 'stop' ? drift[COAST_TICKS] : 0;
  const speedLimit = topSpeed * pace * 0.97;
  let best = 0;
  let bestCost = Infinity;
  for (let i = 0; i < MOVES.length; i++) {
    const move = MOVES[i];
    const endVx = vx * keep[ahead] + move.x * acceleration * (drift[ahead + 1] - 1);
    const endVy = vy * keep[ahead] + move.y * acceleration * (drift[ahead + 1] - 1);
    const ex = dx - vx * drift[ahead] - move.x * reach[ahead] - endVx * coast;
    const ey = dy - vy * drift[ahead] - move.y * reach[ahead] - endVy * coast;
    let cost = Math.sqrt(ex * ex + ey * ey);
    // Walkers let go of the keys when they are fast enough.
    if (pace < 1 && i > 0) cost += 60 * Math.max(0, Math.sqrt(endVx * endVx + endVy * endVy) - speedLimit);
    if (move.keys === held) cost -= STAY;
    if (i === 0 && arrival === 'stop') cost -= STAY;
    if (cost < bestCost) {
      bestCost = cost;
      best = move.keys;
    }
  }
  return best;
}

/** A way round: where to head for instead of the target. Rewritten by every call of `detour`. */
export interface Heading {
  x: number;
  y: number;
}

const PROBE = 70;
const TURNS = [0.5, 1, 1.6, 2.2];

/**
 * Bends the way to `heading` round posts and walls that stop players. `hand` is the side it went round the last
 * time (1 or -1), so that it does not change its mind half way; returns the hand used, 0 when the way was free.
 */
export function detour(field: Field, x: number, y: number, heading: Heading, hand: number): number {
  if (field.walls.length === 0 && field.pillars.length === 0) return 0;
  const dx = heading.x - x;
  const dy = heading.y - y;
  const distance = Math.sqrt(dx * dx + dy * dy);
  if (distance < 1e-6) return 0;
  const ux = dx / distance;
  const uy = dy / distance;
  const look = Math.min(distance, PROBE);
  if (isFree(field, x, y, ux, uy, look)) return 0;
  const first = hand === 0 ? 1 : hand;
  for (let i = 0; i < TURNS.length; i++) {
    for (let s = 0; s < 2; s++) {
      // Having chosen a side, a walker follows it as far as it takes before he tries the other one.
      const turn =
        hand === 0 ? TURNS[i] * (s === 0 ? first : -first) : TURNS[s * 2 + (i % 2)] * (i < 2 ? first : -first);
      const c = Math.cos(turn);
      const d = Math.sin(turn);
      const tx = ux * c - uy * d;
      const ty = ux * d + uy * c;
      if (!isFree(field, x, y, tx, ty, Math.min(look, 45))) continue;
      heading.x = x + tx * 60;
      heading.y = y + ty * 60;
      return turn > 0 ? 1 : -1;
    }
  }
  return first;
}

/** Can a player's disc go `length` from (x, y) along the unit vector (ux, uy)? What he already touches but leaves is no obstacle. */
function isFree(field: Field, x: number, y: number, ux: number, uy: number, length: number): boolean {
  const { pillars, walls, playerRadius } = field;
  for (let i = 0; i < pillars.length; i += 3) {
    const rx = pillars[i] - x;
    const ry = pillars[i + 1] - y;
    const along = rx * ux + ry * uy;
    if (along <= 0 || along > length + pillars[i + 2]) continue;
    if (Math.abs(rx * uy - ry * ux) < pillars[i + 2] + playerRadius + 1) return false;
  }
  // A wall is tested against the two edges of the strip that the disc sweeps.
  const side = playerRadius * 0.8;
  for (let i = 0; i < walls.length; i += 4) {
    for (let s = -1; s <= 1; s += 2) {
      if (crosses(walls, i, x - uy * side * s, y + ux * side * s, ux, uy, length + playerRadius)) return false;
    }
  }
  return true;
}

function crosses(
  walls: Float64Array,
  i: number,
  x: number,
  y: number,
  ux: number,
  uy: number,
  length: number,
): boolean {
  const ex = walls[i + 2] - walls[i];
  const ey = walls[i + 3] - walls[i + 1];
  const cross = ux * ey - uy * ex;
  if (Math.abs(cross) < 1e-9) return false;
  const ax = walls[i] - x;
  const ay = walls[i + 1] - y;
  const distance = (ax * ey - ay * ex) / cross;
  const along = (ax * uy - ay * ux) / cross;
  return distance > 0 && distance < length && along >= 0 && along <= 1;
}
