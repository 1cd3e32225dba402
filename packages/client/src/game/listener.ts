// What a match sounds like: happenings and the ball's path in, calls of the mixer out. Bounces are no events of a step; they are
// heard in the ball's velocity, where it changes by more than damping, gravity and kicks explain.
import type { MatchState } from '@touchline/shared/match';
import { interact } from '@touchline/shared/physics';
import type { Goal } from '@touchline/shared/stadium';
import type { Sounds } from './sounds.ts';
import type { Happening, View } from './view.ts';
import { distanceToSegment } from './walls.ts';

/** Ticks over which a change of velocity can still be told apart from what a ball does by itself. */
const LONGEST_GAP_TICKS = 8;
/** Map units per tick; less is rolling along a wall. */
const SOFTEST = 0.5;
const NEAR = 3;
const BOUNCE_GAP_TICKS = 4;
/** From this far out a ball begins to lift the crowd, map units. */
const EXCITING = 320;
const FASTEST = 8;

/** What was last heard of the ball. */
export class Listener {
  tick = -1;
  vx = 0;
  vy = 0;
  /** Tick of the last bounce that sounded. */
  bounced = -100;
}

/** The ball's velocity after `ticks` ticks without any touch (physics.md §6). */
export function coast(v: number, damping: number, gravity: number, ticks: number): number {
  let speed = v;
  for (let i = 0; i < ticks; i++) speed = damping * (speed + gravity);
  return speed;
}

/**
 * The part of the ball's change of velocity since the last frame that nothing but a bounce explains, map units per tick; 0 when time
 * went back (a rollback), leapt, or somebody kicked.
 */
export function unexplained(before: Listener, state: MatchState, kicked: boolean): number {
  const { world } = state;
  const ticks = state.tick - before.tick;
  if (kicked || ticks < 1 || ticks > LONGEST_GAP_TICKS || before.tick < 0 || world.count === 0) return 0;
  const dx = world.vx[0] - coast(before.vx, world.damping[0], world.gx[0], ticks);
  const dy = world.vy[0] - coast(before.vy, world.damping[0], world.gy[0], ticks);
  const change = Math.hypot(dx, dy);
  return Number.isFinite(change) ? change : 0;
}

/** What the ball lies against, if anything: a player's body, a post (any unmoving disc) or a wall. */
export function beside(state: MatchState): 'player' | 'post' | 'wall' | null {
  const { world, stadium } = state;
  const x = world.x[0];
  const y = world.y[0];
  // It may have moved on for a frame or two since it hit.
  const reach = world.radius[0] + NEAR + 3 * Math.hypot(world.vx[0], world.vy[0]);
  for (let i = 1; i < world.count; i++) {
    if (!interact(world.cMask[0], world.cGroup[0], world.cMask[i], world.cGroup[i])) continue;
    if (Math.hypot(world.x[i] - x, world.y[i] - y) > reach + world.radius[i]) continue;
    return i < stadium.pitch.discs.length && world.invMass[i] === 0 ? 'post' : 'player';
  }
  const { segments, planes } = stadium.pitch.arena;
  for (let i = 0; i < segments.count; i++) {
    if (!interact(world.cMask[0], world.cGroup[0], segments.cMask[i], segments.cGroup[i])) continue;
    if (distanceToSegment(segments, i, x, y) < reach) return 'wall';
  }
  for (let i = 0; i < planes.count; i++) {
    if (!interact(world.cMask[0], world.cGroup[0], planes.cMask[i], planes.cGroup[i])) continue;
    if (planes.nx[i] * x + planes.ny[i] * y - planes.dist[i] < reach) return 'wall';
  }
  return null;
}

/** How much there is to shout about, 0 to 1: the ball is near a goal, more so when it flies towards it. */
export function excitement(state: MatchState): number {
  const { world } = state;
  if (state.phase !== 'playing' || state.pause > 0 || world.count === 0) return 0;
  let most = 0;
  for (const goal of state.stadium.pitch.goals)
    most = Math.max(most, danger(goal, world.x[0], world.y[0], world.vx[0], world.vy[0]));
  return most;
}

function danger(goal: Goal, x: number, y: number, vx: number, vy: number): number {
  const dx = (goal.p0x + goal.p1x) / 2 - x;
  const dy = (goal.p0y + goal.p1y) / 2 - y;
  const distance = Math.hypot(dx, dy);
  if (!(distance < EXCITING)) return 0;
  const towards = distance > 0 ? (vx * dx + vy * dy) / (distance * FASTEST) : 0;
  return Math.min(1, (1 - distance / EXCITING) * (0.6 + Math.min(0.6, Math.max(0, towards))));
}

/** Lets one frame be heard. */
export function listen(listener: Listener, view: View, sounds: Sounds): void {
  const { state } = view;
  const { world } = state;
  const kicked = view.happenings.some((happening) => happening.event?.type === 'kick');
  const moved = view.happenings.some(movesBall);
  for (const happening of view.happenings) hear(happening, view, sounds);

  const impact = moved ? 0 : unexplained(listener, state, kicked);
  if (impact > SOFTEST && state.tick - listener.bounced >= BOUNCE_GAP_TICKS) {
    const what = beside(state);
    const pan = panOf(view, 0);
    if (what === 'post') sounds.post(impact, pan);
    else if (what === 'wall') sounds.wall(impact, pan);
    else if (what === 'player') sounds.touch(impact, pan);
    if (what) listener.bounced = state.tick;
  }
  sounds.crowd(view.still ? 0 : excitement(state), state.phase !== 'none' && !view.still);

  if (state.tick < listener.tick) listener.bounced = Math.min(listener.bounced, state.tick);
  listener.tick = state.tick;
  listener.vx = world.count > 0 ? world.vx[0] : 0;
  listener.vy = world.count > 0 ? world.vy[0] : 0;
}

/** Was the ball put somewhere, or given another speed, by something that is no touch? */
function movesBall({ event, command }: Happening): boolean {
  if (event) return event.type === 'positionsReset';
  return command.type === 'disc' || command.type === 'start' || command.type === 'stadium';
}

function hear({ event, command }: Happening, view: View, sounds: Sounds): void {
  switch (event?.type ?? command?.type) {
    case 'kick':
      sounds.kick(Math.hypot(view.state.world.vx[0], view.state.world.vy[0]), panOf(view, 0));
      return;
    case 'goal':
      sounds.goal();
      return;
    case 'positionsReset':
      sounds.whistle('kickOff');
      return;
    case 'start':
      sounds.whistle('kickOff');
      sounds.cue();
      return;
    case 'pause':
      if (command?.type === 'pause') sounds.whistle(command.paused ? 'half' : 'kickOff');
      if (command?.type === 'pause' && !command.paused) sounds.cue();
      return;
    case 'timeUp':
      sounds.whistle('half');
      return;
    case 'matchEnd':
      sounds.whistle('end');
      return;
    case 'announce':
      // room-scripts.md R19: 0 is none.
      if (command?.type === 'announce' && command.sound > 0) sounds.chat();
      return;
    case 'chat':
      sounds.chat();
      return;
  }
}

/** Left to right, a little. */
function panOf(view: View, disc: number): number {
  const width = view.state.stadium.pitch.width;
  const pan = (0.5 * view.x[disc]) / width;
  return Number.isFinite(pan) ? Math.min(0.5, Math.max(-0.5, pan)) : 0;
}
