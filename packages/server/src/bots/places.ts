// Where to be for those who do not have the ball: keeper, supporters, everybody at a kick-off. Pure geometry.
import { clamp } from '@touchline/shared/match';
import type { Outlook } from './aim.ts';
import { type Field, HORIZON, type Mouth } from './field.ts';
import type { BallPath } from './intercept.ts';
import type { Assignment } from './roles.ts';
import type { Arrival, Heading } from './steer.ts';

const INSET = 28;
const LAST_MAN_GAP = 80;

/** Between the ball and the goal; on the spot where a shot on its way will cross. */
export function keeperPlace(outlook: Outlook, path: BallPath, into: Heading): Arrival {
  const { field, own, view, length } = outlook;
  const reachable = own.half - field.playerRadius * 0.4;
  for (let t = 1; t <= HORIZON / 2; t += 2) {
    const height = (path.x[t] - own.x) * own.nx + (path.y[t] - own.y) * own.ny;
    if (height > 14) continue;
    const along = (path.x[t] - own.x) * own.ux + (path.y[t] - own.y) * own.uy;
    if (height < -30 || Math.abs(along) > own.half + 12) break;
    into.x = own.x + own.ux * clamp(along, -reachable, reachable) + own.nx * 14;
    into.y = own.y + own.uy * clamp(along, -reachable, reachable) + own.ny * 14;
    // A shot: hurry, unless already there.
    const near = (into.x - view.x[view.me]) ** 2 + (into.y - view.y[view.me]) ** 2 < 200;
    return near ? 'stop' : 'through';
  }
  let dx = view.ballX - own.x;
  let dy = view.ballY - own.y;
  const distance = Math.sqrt(dx * dx + dy * dy) || 1;
  dx /= distance;
  dy /= distance;
  const depth = clamp(distance * 0.16, 24, Math.min(80, length * 0.11));
  const along = clamp((dx * own.ux + dy * own.uy) * depth, -reachable, reachable);
  into.x = own.x + own.ux * along + own.nx * Math.max((dx * own.nx + dy * own.ny) * depth, 16);
  into.y = own.y + own.uy * along + own.ny * Math.max((dx * own.nx + dy * own.ny) * depth, 16);
  return 'stop';
}

/** A side's only player, with the ball at the other's feet: on the way to goal, near enough to be in the way of a shot. */
export function lastManPlace(outlook: Outlook, path: BallPath, theirs: number, into: Heading): Arrival {
  const { own } = outlook;
  const t = clamp(Math.floor(theirs), 0, HORIZON);
  const dx = own.x + own.nx * 20 - path.x[t];
  const dy = own.y + own.ny * 20 - path.y[t];
  const distance = Math.sqrt(dx * dx + dy * dy) || 1;
  const back = Math.min(LAST_MAN_GAP, distance);
  into.x = path.x[t] + (dx / distance) * back;
  into.y = path.y[t] + (dy / distance) * back;
  return distance < LAST_MAN_GAP * 2 ? 'stop' : 'through';
}

/** Room to be played to when the own side has the ball; between men and goal when it has not. */
export function supportPlace(outlook: Outlook, assignment: Assignment, into: Heading): Arrival {
  const { view, own, target, forwardX, forwardY, length } = outlook;
  const { me } = view;
  const ours = assignment.ours <= assignment.theirs + 4;
  const sideX = -forwardY;
  const sideY = forwardX;
  const breadth = breadthOf(outlook.field, sideX, sideY);
  const ballAlong = (view.ballX - own.x) * forwardX + (view.ballY - own.y) * forwardY;
  const ballAcross = (view.ballX - own.x) * sideX + (view.ballY - own.y) * sideY;
  const meAcross = (view.x[me] - own.x) * sideX + (view.y[me] - own.y) * sideY;
  let along: number;
  let across: number;
  if (ours) {
    // The first goes wide and ahead, the next hangs back on the other side, and so on.
    const ahead = assignment.slot % 2 === 0;
    const wing = assignment.slots === 1 ? (meAcross >= ballAcross ? 1 : -1) : (assignment.slot >> 1) % 2 === 0 ? 1 : -1;
    const away = Math.abs(ballAcross) > breadth * 0.35 ? -Math.sign(ballAcross) : wing;
    along = ballAlong + (ahead ? 0.16 : -0.2) * length;
    across = ballAcross + away * (ahead ? 0.75 : 0.35) * breadth;
    across = clamp(across, -0.75 * breadth, 0.75 * breadth);
    along = clamp(along, 0.16 * length, 0.84 * length);
  } else {
    const man = manToMark(outlook, assignment);
    if (man >= 0) {
      const mx = view.x[man];
      const my = view.y[man];
      const toGoal = Math.sqrt((own.x - mx) ** 2 + (own.y - my) ** 2) || 1;
      const step = Math.min(45, toGoal / 2);
      along =
        (mx - own.x) * forwardX +
        (my - own.y) * forwardY +
        (((own.x - mx) * forwardX + (own.y - my) * forwardY) / toGoal) * step;
      across =
        (mx - own.x) * sideX + (my - own.y) * sideY + (((own.x - mx) * sideX + (own.y - my) * sideY) / toGoal) * step;
      along = Math.min(along, Math.max(ballAlong - 20, 0.2 * length));
    } else {
      along = ballAlong * 0.55;
      across = ballAcross * 0.6;
    }
  }
  into.x = own.x + forwardX * along + sideX * across;
  into.y = own.y + forwardY * along + sideY * across;
  keepApart(outlook, assignment, into);
  keepInside(outlook.field, into);
  // Never stand on the line of one's own side's shot.
  if (ours && target !== own) stepOutOfLane(outlook, into);
  return 'stop';
}

/** The slot-th most advanced opponent who is not at the ball. */
function manToMark(outlook: Outlook, assignment: Assignment): number {
  const { view, own } = outlook;
  let after = -1;
  for (let n = 0; n <= assignment.slot; n++) {
    const floor = after < 0 ? -1 : Math.sqrt((view.x[after] - own.x) ** 2 + (view.y[after] - own.y) ** 2);
    let best = -1;
    let bestDistance = Infinity;
    for (let i = 0; i < view.count; i++) {
      if (view.team[i] === view.team[view.me] || i === assignment.rival) continue;
      const distance = Math.sqrt((view.x[i] - own.x) ** 2 + (view.y[i] - own.y) ** 2);
      if (distance > floor && distance < bestDistance) {
        best = i;
        bestDistance = distance;
      }
    }
    if (best < 0) return -1;
    after = best;
  }
  return after;
}

/** Mates spread out: a place near another mate moves away from him, one near the ball from the ball. */
function keepApart(outlook: Outlook, assignment: Assignment, into: Heading): void {
  const { view } = outlook;
  for (let i = 0; i < view.count; i++) {
    if (i === view.me || view.team[i] !== view.team[view.me] || i === assignment.chaser) continue;
    pushOff(into, view.x[i], view.y[i], 50);
  }
  pushOff(into, view.ballX, view.ballY, 75);
}

function pushOff(into: Heading, x: number, y: number, distance: number): void {
  const dx = into.x - x;
  const dy = into.y - y;
  const d = Math.sqrt(dx * dx + dy * dy);
  if (d >= distance || d < 1e-3) return;
  into.x = x + (dx / d) * distance;
  into.y = y + (dy / d) * distance;
}

function stepOutOfLane(outlook: Outlook, into: Heading): void {
  const { view, target } = outlook;
  const dx = target.x - view.ballX;
  const dy = target.y - view.ballY;
  const d = Math.sqrt(dx * dx + dy * dy) || 1;
  const along = ((into.x - view.ballX) * dx + (into.y - view.ballY) * dy) / d;
  const across = ((into.x - view.ballX) * dy - (into.y - view.ballY) * dx) / d;
  if (along < 0 || along > d || Math.abs(across) > 45) return;
  const move = (across >= 0 ? 45 : -45) - across;
  into.x += (dy / d) * move;
  into.y -= (dx / d) * move;
}

/** Where one waits while the others kick off, or the mate who does is on his way: own half, in shape. */
export function waitingPlace(outlook: Outlook, assignment: Assignment, into: Heading): Arrival {
  const { own, forwardX, forwardY, length, field } = outlook;
  const sideX = -forwardY;
  const sideY = forwardX;
  const breadth = breadthOf(field, sideX, sideY);
  const row = assignment.slot + 1;
  const across = assignment.role === 'chase' ? 0 : (row % 2 === 0 ? -1 : 1) * Math.ceil(row / 2) * 0.42 * breadth;
  const along =
    assignment.role === 'keep' ? Math.min(40, length * 0.08) : (assignment.role === 'chase' ? 0.31 : 0.3) * length;
  into.x =
    own.x + forwardX * along + sideX * (assignment.role === 'keep' ? 0 : clamp(across, -0.8 * breadth, 0.8 * breadth));
  into.y =
    own.y + forwardY * along + sideY * (assignment.role === 'keep' ? 0 : clamp(across, -0.8 * breadth, 0.8 * breadth));
  return 'stop';
}

/** Half of what the field measures along a direction. */
function breadthOf(field: Field, ux: number, uy: number): number {
  return (Math.abs(ux) * (field.x1 - field.x0) + Math.abs(uy) * (field.y1 - field.y0)) / 2;
}

export function keepInside(field: Field, into: Heading): void {
  into.x = clamp(into.x, field.x0 + INSET, Math.max(field.x1 - INSET, field.x0 + INSET));
  into.y = clamp(into.y, field.y0 + INSET, Math.max(field.y1 - INSET, field.y0 + INSET));
}

/** The nearest of several goals to a place. */
export function nearestMouth(mouths: readonly Mouth[], x: number, y: number): Mouth {
  let best = mouths[0];
  let least = Infinity;
  for (const mouth of mouths) {
    const distance = (mouth.x - x) ** 2 + (mouth.y - y) ** 2;
    if (distance < least) {
      least = distance;
      best = mouth;
    }
  }
  return best;
}
