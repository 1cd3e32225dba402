// The way to the ball: behind it as seen from where it shall go, round it where one stands on the wrong side.
import { clamp } from '@touchline/shared/match';
import { endangers, type Outlook, type Plan } from './aim.ts';
import { HORIZON } from './field.ts';
import type { BallPath } from './intercept.ts';
import type { Assignment } from './roles.ts';
import type { Arrival, Heading } from './steer.ts';

/** What a chaser remembers from decision to decision: on which side it goes round the ball, 0 when it does not. */
export interface Chase {
  round: number;
}

/** Clear of the ball when going round it, units beyond touching. */
const BERTH = 8;
/** As far as that where a push would send it at the own goal. */
const SAFE_BERTH = 14;
/** Running through a point this far beyond the ball. */
const THROUGH = 25;

/** Sets `into` to where the chaser should head, given what he wants to do with the ball. */
export function chaseBall(
  outlook: Outlook,
  path: BallPath,
  assignment: Assignment,
  plan: Plan,
  chase: Chase,
  into: Heading,
): Arrival {
  const { view, field, own } = outlook;
  const { me } = view;
  const touch = field.playerRadius + field.ballRadius;
  const px = view.x[me];
  const py = view.y[me];
  // Beaten to it: get between ball and goal first, then close in.
  if (assignment.theirs + 18 < assignment.mine && !goalSide(outlook, px, py)) {
    const t = clamp(Math.floor(assignment.theirs) + 10, 0, HORIZON);
    const dx = own.x - path.x[t];
    const dy = own.y - path.y[t];
    const d = Math.sqrt(dx * dx + dy * dy) || 1;
    const back = Math.min(70, d * 0.6);
    into.x = path.x[t] + (dx / d) * back;
    into.y = path.y[t] + (dy / d) * back;
    chase.round = 0;
    passBall(outlook, into);
    return 'through';
  }
  const t = clamp(Math.floor(assignment.mine), 0, HORIZON);
  let bx = path.x[t];
  let by = path.y[t];
  const along = (px - bx) * plan.x + (py - by) * plan.y;
  const across = (px - bx) * plan.y - (py - by) * plan.x;
  // Behind the ball and in line: through it.
  if (along < 0 && Math.abs(across) < Math.max(-along * 0.35, 7)) {
    chase.round = 0;
    into.x = bx + plan.x * THROUGH;
    into.y = by + plan.y * THROUGH;
    if (-along > touch + 12) {
      into.x = bx - plan.x * touch * 0.6;
      into.y = by - plan.y * touch * 0.6;
    }
    return 'through';
  }
  // Behind it but off the line, or in front of it: the way round takes time in which it rolls on.
  const later = clamp(t + (along > 0 ? 14 : 5), 0, HORIZON);
  bx = path.x[later];
  by = path.y[later];
  const spotX = bx - plan.x * (touch + 6);
  const spotY = by - plan.y * (touch + 6);
  const side = chase.round !== 0 && Math.abs(across) < touch ? chase.round : across >= 0 ? 1 : -1;
  const risky = along > 0 && endangers(own, bx, by, bx - px, by - py);
  const berth = touch + (risky ? SAFE_BERTH : BERTH);
  if (along > -touch * 0.6 && Math.abs(across) < berth + 25) {
    // Abreast of the ball: past it on this side, not through it.
    chase.round = side;
    const forth = along > touch ? 0 : -touch * 0.9;
    into.x = bx + plan.x * forth + plan.y * side * berth;
    into.y = by + plan.y * forth - plan.x * side * berth;
    return 'through';
  }
  chase.round = along > 0 ? side : 0;
  into.x = spotX;
  into.y = spotY;
  return 'through';
}

/** Is a place nearer to the own goal than the ball, along the pitch? */
function goalSide(outlook: Outlook, x: number, y: number): boolean {
  const { view, forwardX, forwardY } = outlook;
  return (x - view.ballX) * forwardX + (y - view.ballY) * forwardY < -10;
}

/**
 * Bends a way that would push the ball at the own goal round the ball; true if it had to. For those who run somewhere
 * else than to the ball.
 */
export function passBall(outlook: Outlook, into: Heading): boolean {
  const { view, field, own } = outlook;
  const { me } = view;
  const rx = view.ballX - view.x[me];
  const ry = view.ballY - view.y[me];
  const dx = into.x - view.x[me];
  const dy = into.y - view.y[me];
  const length = Math.sqrt(dx * dx + dy * dy);
  if (length < 1) return false;
  const berth = field.playerRadius + field.ballRadius + SAFE_BERTH;
  const along = (rx * dx + ry * dy) / length;
  const across = (rx * dy - ry * dx) / length;
  if (along < 0 || along > length + berth || along > 110 || Math.abs(across) > berth) return false;
  if (!endangers(own, view.ballX, view.ballY, rx, ry)) return false;
  const side = across >= 0 ? 1 : -1;
  into.x = view.ballX - (dy / length) * side * berth;
  into.y = view.ballY + (dx / length) * side * berth;
  return true;
}
