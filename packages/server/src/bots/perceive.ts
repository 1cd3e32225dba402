// The world as a bot sees it: late and a little blurred, like a person behind a screen. Its own body it feels at once.
import { MAX_PLAYERS, type MatchState, type Player } from '@touchline/shared/match';
import type { Field } from './field.ts';
import type { Random } from './random.ts';
import type { Skill } from './skill.ts';

/** What one look shows. Columns of players; `me` is the bot's own row. */
export class View {
  count = 0;
  me = -1;
  readonly id = new Int32Array(MAX_PLAYERS);
  readonly team = new Uint8Array(MAX_PLAYERS);
  readonly bot = new Uint8Array(MAX_PLAYERS);
  readonly x = new Float64Array(MAX_PLAYERS);
  readonly y = new Float64Array(MAX_PLAYERS);
  readonly vx = new Float64Array(MAX_PLAYERS);
  readonly vy = new Float64Array(MAX_PLAYERS);
  /** False where there is no ball to play, or it is nowhere. */
  ballKnown = false;
  ballX = 0;
  ballY = 0;
  ballVx = 0;
  ballVy = 0;
}

const HEAD = 5;
const PER_PLAYER = 7;
const ROW = HEAD + PER_PLAYER * MAX_PLAYERS;
/** A blur lasts for as long as a person would go on misjudging. */
const BLUR_TICKS = 30;

/** The last few ticks, kept to be seen late. */
export class Perception {
  private readonly rows: Float64Array;
  private readonly delay: number;
  private readonly blur: number;
  private readonly random: Random;
  private seen = 0;
  private lastTick = -1;
  private blurX = 0;
  private blurY = 0;
  private blurUntil = -1;

  constructor(skill: Skill, random: Random) {
    this.delay = skill.delayTicks;
    this.blur = skill.blur;
    this.random = random;
    this.rows = new Float64Array((skill.delayTicks + 1) * ROW);
  }

  /** Everybody has just been put elsewhere: what was seen before says nothing. */
  forget(): void {
    this.seen = 0;
  }

  /** Takes in the present tick. After a gap in ticks the past is forgotten. */
  record(state: MatchState, field: Field): void {
    if (state.tick !== this.lastTick + 1) this.seen = 0;
    this.lastTick = state.tick;
    const { rows } = this;
    const { world, players } = state;
    const at = (this.seen % (this.delay + 1)) * ROW;
    this.seen++;
    const ball = field.ball;
    const present = ball >= 0 && ball < world.count;
    rows[at] = present ? world.x[ball] : NaN;
    rows[at + 1] = present ? world.y[ball] : NaN;
    rows[at + 2] = present ? world.vx[ball] : NaN;
    rows[at + 3] = present ? world.vy[ball] : NaN;
    let count = 0;
    for (let i = 0; i < players.length && count < MAX_PLAYERS; i++) {
      const { id, team, bot, disc } = players[i];
      if (disc < 0 || team === 0) continue;
      const p = at + HEAD + count * PER_PLAYER;
      rows[p] = id;
      rows[p + 1] = team;
      rows[p + 2] = bot ? 1 : 0;
      rows[p + 3] = world.x[disc];
      rows[p + 4] = world.y[disc];
      rows[p + 5] = world.vx[disc];
      rows[p + 6] = world.vy[disc];
      count++;
    }
    rows[at + 4] = count;
    if (state.tick >= this.blurUntil || this.blurUntil > state.tick + BLUR_TICKS) {
      this.blurX = this.random.centred() * this.blur;
      this.blurY = this.random.centred() * this.blur;
      this.blurUntil = state.tick + BLUR_TICKS;
    }
  }

  /** Fills `view` with what is seen now: the past, carried on to the present by its speeds. */
  look(view: View, state: MatchState, field: Field, self: Player): void {
    const late = Math.min(this.delay, this.seen - 1);
    const at = ((this.seen - 1 - late) % (this.delay + 1)) * ROW;
    const { rows } = this;
    const { world } = state;
    const myX = world.x[self.disc];
    const myY = world.y[self.disc];
    this.lookAtBall(view, field, at, late, myX, myY);
    view.count = 0;
    view.me = -1;
    const count = rows[at + 4];
    const drift = field.drift[late];
    for (let i = 0; i < count; i++) {
      const p = at + HEAD + i * PER_PLAYER;
      const mine = rows[p] === self.id;
      const vx = mine ? world.vx[self.disc] : rows[p + 5];
      const vy = mine ? world.vy[self.disc] : rows[p + 6];
      const x = mine ? myX : rows[p + 3] + vx * drift;
      const y = mine ? myY : rows[p + 4] + vy * drift;
      if (!Number.isFinite(x + y + vx + vy)) continue;
      const row = view.count++;
      if (mine) view.me = row;
      view.id[row] = rows[p];
      view.team[row] = rows[p + 1];
      view.bot[row] = rows[p + 2];
      view.x[row] = x;
      view.y[row] = y;
      view.vx[row] = vx;
      view.vy[row] = vy;
    }
  }

  private lookAtBall(view: View, field: Field, at: number, late: number, myX: number, myY: number): void {
    const { rows } = this;
    const k = field.ballDamping;
    const carried = k < 1 ? (1 - k ** late) / (1 - k) : late;
    const vx = rows[at + 2];
    const vy = rows[at + 3];
    const x = rows[at] + vx * carried;
    const y = rows[at + 1] + vy * carried;
    view.ballKnown = Number.isFinite(x + y + vx + vy) && Math.abs(x) + Math.abs(y) < 1e6;
    if (!view.ballKnown) {
      view.ballX = view.ballY = view.ballVx = view.ballVy = 0;
      return;
    }
    const distance = Math.sqrt((x - myX) ** 2 + (y - myY) ** 2);
    const blur = Math.min(Math.max(distance / 100, 0.2), 1.5);
    const slowed = k ** late;
    view.ballX = x + this.blurX * blur;
    view.ballY = y + this.blurY * blur;
    view.ballVx = vx * slowed;
    view.ballVy = vy * slowed;
  }
}
