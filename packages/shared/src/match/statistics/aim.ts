// Is the ball on its way into a goal? (docs/statistics.md, "Shots")
import type { Goal } from '../../stadium/index.ts';
import type { MatchState } from '../state.ts';

/** Would the ball, rolling on freely, cross a goal line that `team` defends? Walls, players and gravity are not asked. */
export function headsForGoal({ world, stadium }: MatchState, team: 1 | 2): boolean {
  const x = world.x[0];
  const y = world.y[0];
  const vx = world.vx[0];
  const vy = world.vy[0];
  const damping = world.damping[0];
  // A speed that shrinks by the same factor every tick carries the ball this many times itself.
  const reach = damping < 1 ? 1 / (1 - damping) : Number.POSITIVE_INFINITY;
  for (const goal of stadium.pitch.goals) {
    if (goal.team === team && crosses(goal, x, y, vx, vy, reach)) return true;
  }
  return false;
}

/** Does the way from (x, y) along `reach` times (vx, vy) meet the goal line, posts included? */
function crosses({ p0x, p0y, p1x, p1y }: Goal, x: number, y: number, vx: number, vy: number, reach: number): boolean {
  const gx = p1x - p0x;
  const gy = p1y - p0y;
  const cross = vx * gy - vy * gx;
  if (cross === 0) return false;
  const ax = p0x - x;
  const ay = p0y - y;
  const way = (ax * gy - ay * gx) / cross;
  const along = (ax * vy - ay * vx) / cross;
  return way > 0 && way <= reach && along >= 0 && along <= 1;
}
