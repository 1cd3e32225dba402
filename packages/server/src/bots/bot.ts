// A player made of arithmetic: state in, keys out, one byte per tick, like anybody's. It reads what a person sees
// (perceive.ts), decides a few times a second (roles.ts, aim.ts, places.ts) and holds keys in between (steer.ts).
// Promise: the same states and the same seed give the same keys; it never throws and never reads a clock.
import { ALL_KEYS, findPlayer, KEY, type MatchState, type Phase, type Player } from '@touchline/shared/match';
import type { BotLevel } from '@touchline/shared/protocol';
import { choosePlan, endangers, type Outlook, onTarget, type Plan } from './aim.ts';
import { type Chase, chaseBall, passBall } from './chase.ts';
import { type Field, fieldOf, mouthsOf } from './field.ts';
import { BallPath } from './intercept.ts';
import { Perception, View } from './perceive.ts';
import { keeperPlace, keepInside, lastManPlace, nearestMouth, supportPlace, waitingPlace } from './places.ts';
import { Random } from './random.ts';
import { type Assignment, assignRole, type Role } from './roles.ts';
import { SAVED_CHANGES, type Skill, skillOf } from './skill.ts';
import { type Arrival, detour, type Heading, steer } from './steer.ts';

// Scratch memory: rewritten from nothing by every decision, so sharing it between bots carries nothing over.
const view = new View();
const path = new BallPath();
const heading: Heading = { x: 0, y: 0 };
const assignment: Assignment = {
  role: 'support',
  slot: 0,
  slots: 0,
  alone: false,
  mine: 0,
  ours: 0,
  theirs: 0,
  chaser: -1,
  rival: -1,
};

const DIRECTIONS = KEY.up | KEY.down | KEY.left | KEY.right;
/** A press lasts this long even when it hit at once, and no longer than that when it hit nothing. */
const MIN_PRESS_TICKS = 4;
const MAX_PRESS_TICKS = 14;
/** Kick range of physics.md §5.2, less a little. */
const KICK_GAP = 3.6;
/** Ticks by which the opponent must be first at the ball for a side's only player to stay back. */
const LAST_MAN_LEAD = 4;
/** Pushing without getting anywhere for so long is a jam; so long does one then do something else. */
const JAM_TICKS = 45;
const JAM_MOVE = 7;
const ESCAPE_TICKS = 28;

export class Bot {
  readonly playerId: number;
  readonly level: BotLevel;
  private readonly skill: Skill;
  private readonly random: Random;
  private readonly perception: Perception;
  private readonly plan: Plan = { play: 'dribble', x: 1, y: 0, targetX: 0, targetY: 0, value: 0 };
  private readonly chase: Chase = { round: 0 };
  private role: Role = 'support';
  private phase: Phase = 'none';
  private keys = 0;
  private decideAt = -1;
  private changes = SAVED_CHANGES;
  private lastTick = -1;
  private pressedAt = -1;
  private releasedAt = -100;
  private aimTurn = 0;
  /** How the kick-off is taken: an angle off straight ahead, and ticks to wait before. */
  private kickOffTurn = 0;
  private kickOffDelay = 0;
  private phaseTick = 0;
  private hand = 0;
  private jamX = 0;
  private jamY = 0;
  private jamBallX = 0;
  private jamBallY = 0;
  private jamSince = 0;
  private escapeUntil = -1;
  private escapeX = 0;
  private escapeY = 0;

  constructor(playerId: number, level: BotLevel, seed: number) {
    this.playerId = playerId;
    this.level = level;
    this.skill = skillOf(level);
    this.random = new Random(Math.imul(seed | 0, 0x9e3779b1) ^ playerId);
    this.perception = new Perception(this.skill, this.random);
  }

  /** The keys to hold in the coming tick, a byte of `keys.ts`. Call it once per tick, between steps. */
  think(state: MatchState): number {
    const self = findPlayer(state, this.playerId);
    if (!self || self.disc < 0 || self.team === 0 || state.pause > 0) return this.rest(state.tick);
    const { world } = state;
    if (!Number.isFinite(world.x[self.disc] + world.y[self.disc] + world.vx[self.disc] + world.vy[self.disc])) {
      return this.rest(state.tick);
    }
    const field = fieldOf(state.stadium);
    if (state.phase !== this.phase) this.enterPhase(state);
    // What one holds is what the state says: a line-up takes the keys off a player.
    this.keys = self.input & ALL_KEYS;
    if (state.tick !== this.lastTick + 1) this.decideAt = -1;
    this.lastTick = state.tick;
    this.changes = Math.min(SAVED_CHANGES, this.changes + 1 / this.skill.changeTicks);
    this.perception.record(state, field);

    let directions = this.keys & DIRECTIONS;
    if (state.tick >= this.decideAt || this.decideAt > state.tick + this.skill.decideTicks) {
      this.decideAt = state.tick + this.skill.decideTicks;
      directions = this.decide(state, field, self);
    }
    const kick = this.kickKey(state, field, self);
    return this.press(state.tick, directions, kick);
  }

  private rest(tick: number): number {
    this.keys = 0;
    this.pressedAt = -1;
    this.lastTick = tick;
    this.decideAt = -1;
    return 0;
  }

  private enterPhase(state: MatchState): void {
    this.phase = state.phase;
    this.phaseTick = state.tick;
    this.decideAt = -1;
    this.escapeUntil = -1;
    this.jamSince = state.tick;
    if (state.phase !== 'kickOff') return;
    this.perception.forget();
    this.kickOffTurn = this.random.centred() * 0.9;
    this.kickOffDelay = 20 + Math.floor(this.random.next() * 25);
  }

  /** Fingers are not faster than people's: a change of direction waits until one is saved up; a kick may borrow. */
  private press(tick: number, directions: number, kick: boolean): number {
    let keys = this.keys;
    if (kick !== ((keys & KEY.kick) !== 0)) {
      keys ^= KEY.kick;
      this.changes--;
      if (kick) this.pressedAt = tick;
      else this.releasedAt = tick;
    }
    if (directions !== (keys & DIRECTIONS) && (this.changes >= 1 || keys !== this.keys)) {
      if (keys === this.keys) this.changes--;
      keys = (keys & KEY.kick) | directions;
    }
    this.keys = keys;
    return keys;
  }

  private outlook(team: 1 | 2, field: Field): Outlook {
    const x = view.ballKnown ? view.ballX : view.x[view.me];
    const y = view.ballKnown ? view.ballY : view.y[view.me];
    const own = nearestMouth(mouthsOf(field, team), x, y);
    const target = nearestMouth(mouthsOf(field, team === 1 ? 2 : 1), x, y);
    const dx = target.x - own.x;
    const dy = target.y - own.y;
    const length = Math.sqrt(dx * dx + dy * dy);
    const known = length > 1;
    return {
      view,
      field,
      own,
      target,
      forwardX: known ? dx / length : team === 1 ? 1 : -1,
      forwardY: known ? dy / length : 0,
      length: known ? length : 100,
      vision: this.skill.vision,
    };
  }

  /** Where to go, as direction keys. */
  private decide(state: MatchState, field: Field, self: Player): number {
    this.perception.look(view, state, field, self);
    // A player who has just come is not in the past yet.
    if (view.me < 0) return 0;
    const { me } = view;
    const outlook = this.outlook(self.team as 1 | 2, field);
    let arrival: Arrival = 'stop';
    // Without a ball everybody takes his place as if it lay in the middle.
    if (!view.ballKnown) path.predict(field, (field.x0 + field.x1) / 2, (field.y0 + field.y1) / 2, 0, 0);
    else path.predict(field, view.ballX, view.ballY, view.ballVx, view.ballVy);
    assignRole(assignment, view, field, path, outlook.own, this.role);
    this.role = assignment.role;
    if (view.ballKnown) arrival = this.place(state, outlook, self);
    else this.strollHome(outlook);
    const px = view.x[me];
    const py = view.y[me];
    this.watchForJam(state, px, py, outlook);
    if (state.tick < this.escapeUntil) {
      heading.x = px + this.escapeX * 60;
      heading.y = py + this.escapeY * 60;
      arrival = 'through';
    }
    this.hand = detour(field, px, py, heading, this.hand);
    const held = this.keys & DIRECTIONS;
    return steer(field, px, py, view.vx[me], view.vy[me], heading.x, heading.y, arrival, this.skill.pace, held);
  }

  /** Sets `heading` by phase and role. */
  private place(state: MatchState, outlook: Outlook, self: Player): Arrival {
    if (state.phase === 'goal' || state.phase === 'ended') {
      this.strollHome(outlook);
      return 'stop';
    }
    if (state.phase === 'kickOff') {
      const waits = state.tick - this.phaseTick < this.kickOffDelay;
      if (self.team !== state.kickOffTeam || this.role !== 'chase' || waits) {
        return waitingPlace(outlook, assignment, heading);
      }
      const c = Math.cos(this.kickOffTurn);
      const s = Math.sin(this.kickOffTurn);
      this.plan.play = 'clear';
      this.plan.x = outlook.forwardX * c - outlook.forwardY * s;
      this.plan.y = outlook.forwardX * s + outlook.forwardY * c;
      return chaseBall(outlook, path, assignment, this.plan, this.chase, heading);
    }
    if (assignment.alone && assignment.theirs + LAST_MAN_LEAD < assignment.mine) {
      const arrival = lastManPlace(outlook, path, assignment.theirs, heading);
      return passBall(outlook, heading) ? 'through' : arrival;
    }
    if (this.role !== 'chase') {
      const keeps = this.role === 'keep';
      const arrival = keeps ? keeperPlace(outlook, path, heading) : supportPlace(outlook, assignment, heading);
      return passBall(outlook, heading) ? 'through' : arrival;
    }
    const at = Math.min(Math.floor(assignment.mine), path.x.length - 1);
    const haste = assignment.theirs < assignment.mine + 15 ? 1.4 : 0.6;
    choosePlan(outlook, this.plan, path.x[at], path.y[at], haste);
    return chaseBall(outlook, path, assignment, this.plan, this.chase, heading);
  }

  private strollHome(outlook: Outlook): void {
    waitingPlace(outlook, assignment, heading);
    keepInside(outlook.field, heading);
  }

  /** One who runs and gets nowhere, or a ball that several press against a wall: let go and come again another way. */
  private watchForJam(state: MatchState, x: number, y: number, outlook: Outlook): void {
    const moved = Math.abs(x - this.jamX) + Math.abs(y - this.jamY) > JAM_MOVE;
    const rolled =
      view.ballKnown && Math.abs(view.ballX - this.jamBallX) + Math.abs(view.ballY - this.jamBallY) > JAM_MOVE * 2;
    const busy = (this.keys & DIRECTIONS) !== 0 && state.phase !== 'goal' && state.phase !== 'ended';
    if (!busy || moved || (rolled && this.role === 'chase')) {
      this.jamX = x;
      this.jamY = y;
      this.jamBallX = view.ballX;
      this.jamBallY = view.ballY;
      this.jamSince = state.tick;
      return;
    }
    if (state.tick - this.jamSince < JAM_TICKS) return;
    this.jamSince = state.tick;
    this.escapeUntil = state.tick + ESCAPE_TICKS + Math.floor(this.random.next() * ESCAPE_TICKS);
    // Away from what one pushes against, goal-side rather than not, and not where everybody else goes.
    let ax = x - heading.x - outlook.forwardX * 30 + this.random.centred() * 60;
    let ay = y - heading.y - outlook.forwardY * 30 + this.random.centred() * 60;
    const length = Math.sqrt(ax * ax + ay * ay) || 1;
    ax /= length;
    ay /= length;
    this.escapeX = ax;
    this.escapeY = ay;
  }

  /** Is the kick key to be held in this tick? One press, one kick: it is let go once it has fired. */
  private kickKey(state: MatchState, field: Field, self: Player): boolean {
    const held = (this.keys & KEY.kick) !== 0;
    if (held) {
      const pressed = state.tick - this.pressedAt;
      if (!self.kickArmed) return pressed < MIN_PRESS_TICKS;
      return pressed < MAX_PRESS_TICKS;
    }
    if (state.phase !== 'playing' && state.phase !== 'kickOff') return false;
    if (state.tick - this.releasedAt < 5 || state.tick % this.skill.kickLookTicks !== 0) return false;
    this.perception.look(view, state, field, self);
    if (!view.ballKnown || view.me < 0) return false;
    const { me } = view;
    const near = field.playerRadius + field.ballRadius + KICK_GAP;
    const fromX = view.ballX;
    const fromY = view.ballY;
    for (let ahead = 0; ahead <= this.skill.anticipateTicks; ahead++) {
      view.ballX = fromX + view.ballVx * ahead;
      view.ballY = fromY + view.ballVy * ahead;
      const dx = view.ballX - view.x[me] - view.vx[me] * field.drift[ahead];
      const dy = view.ballY - view.y[me] - view.vy[me] * field.drift[ahead];
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance > 1e-6 && distance < near) return this.wantsKick(state, field, self, dx / distance, dy / distance);
      if (distance > near + 60) break;
    }
    // Each new touch of the ball is aimed anew.
    this.aimTurn = this.random.centred() * this.skill.aimError;
    return false;
  }

  private wantsKick(state: MatchState, field: Field, self: Player, nx: number, ny: number): boolean {
    const outlook = this.outlook(self.team as 1 | 2, field);
    const { own, target, forwardX, forwardY, length } = outlook;
    const kx = view.ballVx + field.kickStrength * (nx - ny * this.aimTurn);
    const ky = view.ballVy + field.kickStrength * (ny + nx * this.aimTurn);
    const speed = Math.sqrt(kx * kx + ky * ky);
    if (!(speed > 0.5)) return false;
    const ux = kx / speed;
    const uy = ky / speed;
    const { ballX, ballY } = view;
    if (endangers(own, ballX, ballY, ux, uy)) return false;
    if (state.phase === 'kickOff') return ux * this.plan.x + uy * this.plan.y > 0.9;
    const toTarget = Math.sqrt((target.x - ballX) ** 2 + (target.y - ballY) ** 2);
    const pressed = this.rivalNear(self.team, 30);
    if (toTarget < Math.min(330, length * 0.6) && onTarget(target, ballX, ballY, ux, uy, field.ballRadius)) {
      if (this.plan.play === 'shoot' || pressed || toTarget < 120) return true;
    }
    const onward = ux * forwardX + uy * forwardY;
    if (this.role === 'chase') {
      const aligned = ux * this.plan.x + uy * this.plan.y;
      if (this.plan.play === 'pass' && aligned > 0.97) return true;
      if (this.plan.play === 'clear' && aligned > 0.8 && (pressed || aligned > 0.95)) return true;
      if (state.tick < this.escapeUntil) return true;
    }
    // Whoever else the ball comes to plays it out of danger.
    const home = ((ballX - own.x) * forwardX + (ballY - own.y) * forwardY) / length;
    if (home < 0.3 && onward > 0.35 && (pressed || this.role === 'keep')) return true;
    return pressed && onward > 0.75 && toTarget > 150;
  }

  /** Is an opponent within reach of the ball? */
  private rivalNear(team: number, gap: number): boolean {
    for (let i = 0; i < view.count; i++) {
      if (view.team[i] === team) continue;
      const dx = view.x[i] - view.ballX;
      const dy = view.y[i] - view.ballY;
      if (Math.sqrt(dx * dx + dy * dy) < gap + 25) return true;
    }
    return false;
  }
}
