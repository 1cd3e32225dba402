// What a page could draw at best: the same prediction, corrected at once, on the same arrivals and keys, but told some of what
// others were going to press. What remains with all of it told is the machinery's; the rest is what nobody can know yet.
import { runTick } from '@touchline/shared/log';
import {
  apply,
  cloneState,
  copyState,
  findPlayer,
  KEY,
  type MatchEvent,
  type MatchState,
  pressKeys,
  step,
} from '@touchline/shared/match';
import { KeyGate } from '@touchline/shared/protocol';
import { type Stadiums, stockStadium } from '@touchline/shared/stadium';
import { quantile } from '../measure.ts';
import { type Draw, displaysOf, draw, midway } from './displays.ts';
import { runModel } from './model.ts';
import { claimsOf } from './score.ts';
import { bodiesOf } from './seat.ts';
import type { Shape } from './shape.ts';
import { BALL, between, length, type Spot, type Trace } from './trace.ts';
import { Truth } from './truth.ts';

/** One seed says as much about its match as about the line. */
const SEEDS = [1, 2, 3, 4];
const SECONDS = 20;
const PLAYERS = 6;

/** Keys that somebody else is taken to hold, `ahead` of `span` guessed ticks on. `held`: in the tick before; `real`: what he will. */
type Told = (held: number, real: number, ahead: number, span: number) => number;

export const BEST_OTHER = 'extrapolation';
export const AS_DRAWN = 'as it is drawn';
export const AT_ONCE = 'every correction at once';
export const HALF_AS_OLD = 'the same, news half as old';
export const KICKS_TOLD = 'the same, kicks told in advance';

const TOLD: Readonly<Record<string, Told>> = {
  [AT_ONCE]: (held) => held,
  'the same, directions told in advance': (held, real) => (real & ~KEY.kick) | (held & KEY.kick),
  [HALF_AS_OLD]: (held, real, ahead, span) => (ahead <= span / 2 ? real : held),
  [KICKS_TOLD]: (held, real) => (real & KEY.kick) | (held & ~KEY.kick),
};

/** Of the ball in a contested touch, on one line, over several matches. */
export interface Limits {
  readonly profile: string;
  readonly frames: number;
  /** 95th percentile of the error by way of showing, px. */
  readonly p95: Readonly<Record<string, number>>;
  /** Percent of the frames in which somebody else has kicked it with a key that was not down in any tick that the page knew. */
  readonly unheardPercent: number;
}

/** The game's own display and what it could be, in the order of the table. */
export const OURS: readonly string[] = [AS_DRAWN, ...Object.keys(TOLD)];

/** Plays matches in the model and asks how much of the error could have been known. */
export function limitsOf(profile: string, shape: Shape, seeds = SEEDS, seconds = SECONDS): Limits {
  const classic = stockStadium('Classic');
  if (!classic) throw new Error('no Classic');
  const stadiums = new Map([[classic.hash, classic]]);
  const errors = new Map<string, number[]>([BEST_OTHER, ...OURS].map((name) => [name, []]));
  let frames = 0;
  let unheard = 0;
  for (const seed of seeds) {
    const run = runModel({ shape, seconds, players: PLAYERS, seed });
    for (const whole of run.traces) {
      const trace = between(whole, run.fromMs, run.untilMs);
      const truth = new Truth(whole, stadiums);
      const future = new Future(whole, stadiums);
      const displays = displaysOf(trace, stadiums);
      const shown = new Map<string, readonly ReadonlyMap<number, Spot>[]>([
        [AS_DRAWN, displays[0].frames],
        [BEST_OTHER, displays[3].frames],
      ]);
      for (const [name, told] of Object.entries(TOLD))
        shown.set(name, draw(trace, stadiums, foretold(trace, stadiums, future, told)));
      claimsOf(trace, truth).forEach((claim, f) => {
        if (!claim || !truth.contested(trace.selfId, claim)) return;
        const real = truth.at(BALL, claim.moment);
        if (!real) return;
        frames++;
        if (future.kickedUnheard(trace.selfId, claim.known, claim.tick)) unheard++;
        for (const [name, drawn] of shown) {
          const ball = drawn[f].get(BALL);
          if (ball) errors.get(name)?.push(length(ball.x - real.x, ball.y - real.y));
        }
      });
    }
  }
  const p95 = Object.fromEntries([...errors].map(([name, all]) => [name, quantile(all, 0.95)]));
  return { profile, frames, p95, unheardPercent: (100 * unheard) / frames };
}

/** Steps ahead of the newest confirmed state as the page does, with the keys that it was told of. Nothing fades. */
function foretold({ selfId, keys }: Trace, stadiums: Stadiums, future: Future, told: Told): Draw {
  let ahead: MatchState | null = null;
  const gate = new KeyGate();
  return (frame, { state, ack, gate: known }) => {
    ahead ??= cloneState(state);
    copyState(ahead, state);
    gate.copy(known);
    let before = bodiesOf(ahead);
    for (let seq = ack + 1; seq <= frame.seq; seq++) {
      before = bodiesOf(ahead);
      for (const player of ahead.players) {
        if (player.id === selfId || player.disc < 0) continue;
        const real = future.keysOf(player.id, ahead.tick + 1) ?? player.input;
        pressKeys(player, told(player.input, real, seq - ack, frame.seq - ack));
      }
      apply(ahead, { type: 'input', id: selfId, keys: gate.pass(keys[seq] ?? 0) }, stadiums);
      step(ahead, []);
      gate.settle(findPlayer(ahead, selfId)?.input ?? 0);
    }
    const now = bodiesOf(ahead);
    return new Map([...now].map(([id, spot]) => [id, midway(before.get(id) ?? spot, spot, frame.alpha)]));
  };
}

/** Who held which keys in which tick, and who kicked. */
class Future {
  private readonly keys: ReadonlyMap<number, number>[] = [];
  private readonly kickers: readonly number[][] = [];

  constructor({ start, arrivals }: Trace, stadiums: Stadiums) {
    const state = cloneState(start);
    const kickers: number[][] = [];
    for (const { tick, commands } of arrivals) {
      const events: MatchEvent[] = [];
      runTick(state, commands, stadiums, events);
      this.keys[tick] = new Map(state.players.map(({ id, input }) => [id, input]));
      kickers[tick] = events.flatMap((event) => (event.type === 'kick' ? [event.player] : []));
    }
    this.kickers = kickers;
  }

  keysOf(id: number, tick: number): number | undefined {
    return this.keys[tick]?.get(id);
  }

  /** Has anybody but `selfId` kicked after tick `known`, up to `last`, who did not hold the kick in it? */
  kickedUnheard(selfId: number, known: number, last: number): boolean {
    for (let tick = known + 1; tick <= last; tick++) {
      const kicked = this.kickers[tick]?.some(
        (id) => id !== selfId && ((this.keysOf(id, known) ?? 0) & KEY.kick) === 0,
      );
      if (kicked) return true;
    }
    return false;
  }
}
