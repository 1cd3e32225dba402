// Who goes for the ball, who keeps goal, who supports. Every bot works it out for itself from what it sees: nobody
// gives orders, and people are counted like mates unless they stand about.
import type { Field, Mouth } from './field.ts';
import { type BallPath, interceptTick } from './intercept.ts';
import type { View } from './perceive.ts';

export type Role = 'chase' | 'keep' | 'support';

export interface Assignment {
  role: Role;
  /** Number among the supporters, from 0. */
  slot: number;
  /** Supporters of the team. */
  slots: number;
  /** Nobody else on its side: it attacks and keeps goal. */
  alone: boolean;
  /** Ticks until this bot, its team's first and the opponents' first reach the ball. */
  mine: number;
  ours: number;
  theirs: number;
  /** View rows of the teams' first at the ball, -1 without one. */
  chaser: number;
  rival: number;
}

/** Ticks a bot must be quicker by to take over from the one who is on his way; and what a keeper must be quicker by. */
const KEEP_CHASING = 8;
const LEAVE_GOAL = 14;
/** A person who stands still far from the ball is taken to let others go. */
const IDLE_SPEED = 0.25;
const IDLE_PENALTY = 60;
/** Units by which the present keeper may be farther from his goal than the next. */
const STAY_KEEPER = 60;

/** Fills `into` for the bot at `view.me`, whose role was `before`. */
export function assignRole(into: Assignment, view: View, field: Field, path: BallPath, own: Mouth, before: Role): void {
  const { me, team } = view;
  const touch = field.playerRadius + field.ballRadius;
  into.ours = Infinity;
  into.theirs = Infinity;
  into.chaser = -1;
  into.rival = -1;
  let bestCost = Infinity;
  for (let i = 0; i < view.count; i++) {
    const ticks = interceptTick(field, path, view.x[i], view.y[i], view.vx[i], view.vy[i], touch);
    if (i === me) into.mine = ticks;
    if (team[i] !== team[me]) {
      if (ticks < into.theirs) {
        into.theirs = ticks;
        into.rival = i;
      }
      continue;
    }
    let cost = ticks;
    if (i === me && before === 'chase') cost -= KEEP_CHASING;
    if (i === me && before === 'keep') cost += LEAVE_GOAL;
    if (view.bot[i] === 0 && ticks > 12 && Math.abs(view.vx[i]) + Math.abs(view.vy[i]) < IDLE_SPEED)
      cost += IDLE_PENALTY;
    if (cost < bestCost) {
      bestCost = cost;
      into.chaser = i;
    }
    if (ticks < into.ours) into.ours = ticks;
  }
  const keeper = findKeeper(view, own, into.chaser, before);
  into.slot = 0;
  into.slots = 0;
  into.alone = true;
  for (let i = 0; i < view.count; i++) {
    if (team[i] !== team[me]) continue;
    if (i !== me) into.alone = false;
    if (i === into.chaser || i === keeper) continue;
    if (i !== me && view.id[i] < view.id[me]) into.slot++;
    into.slots++;
  }
  into.role = into.chaser === me ? 'chase' : keeper === me ? 'keep' : 'support';
}

/** The nearest to the goal who does not chase; a person only counts while he stands near his goal. */
function findKeeper(view: View, own: Mouth, chaser: number, before: Role): number {
  let keeper = -1;
  let best = Infinity;
  for (let i = 0; i < view.count; i++) {
    if (view.team[i] !== view.team[view.me] || i === chaser) continue;
    let distance = Math.sqrt((view.x[i] - own.x) ** 2 + (view.y[i] - own.y) ** 2);
    if (view.bot[i] === 0 && distance > own.half * 2) continue;
    if (i === view.me && before === 'keep') distance -= STAY_KEEPER;
    if (distance < best) {
      best = distance;
      keeper = i;
    }
  }
  return keeper;
}
