// From traces to figures. The one question: a frame answers the player's newest key; where did bodies really stand in the
// tick in which the server used that key? The distance is the error (docs/netcode.md, "What is measured").
import { quantile } from '../measure.ts';
import type { Display } from './displays.ts';
import { BALL, length, type Spot, type Trace } from './trace.ts';
import type { Truth } from './truth.ts';

/** After others have let go of it, a body counts as touched for so long: corrections fade meanwhile. */
const FADE_TICKS = 30;
/** A displacement in one frame that the body did not have in truth within so many ticks is no motion of its own. */
const MOTION_TICKS = 30;
const VISIBLE_PX = 2;
const TELEPORT_PX = 10;
const STEP_MS = 1000 / 60;

/** Of distances in map units, which are pixels at the usual zoom. */
export interface Distances {
  readonly frames: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export interface DisplayScore {
  readonly name: string;
  /** By how many ticks the own disc as drawn lags behind the newest key. */
  readonly latencyFrames: number;
  /** Own disc while nobody else could touch it or the ball in front of it. */
  readonly ownAlone: Distances;
  readonly own: Distances;
  /** The ball, in frames in which nobody else could have touched it in ticks that had to be guessed, or just before. */
  readonly ballFree: Distances;
  /** The ball, in frames in which somebody else could. */
  readonly ballContested: Distances;
  readonly others: Distances;
  /** Displacements of more than 2 px in a frame that are no motion, of all bodies, per player and minute. */
  readonly visiblePerMinute: number;
  /** The same above 10 px. */
  readonly teleportsPerMinute: number;
  /** Largest displacement in a frame beyond any motion, px. */
  readonly largestJump: number;
}

export interface InputScore {
  readonly sent: number;
  /** Percent of inputs that were passed over: the tick was moved by a later one. */
  readonly passedOver: number;
  /** Percent of ticks in which the server had no input and let the last one hold. */
  readonly held: number;
  /** Median of the time from sending an input to the patch that shows it used. */
  readonly roundTripMs: number;
}

/** Ticks in which inputs were used, by sequence number; 0 where that is not known. */
export function usesOf({ arrivals, keys }: Trace): number[] {
  const uses: number[] = new Array(keys.length).fill(0);
  let seen = 0;
  for (const { tick, ack } of arrivals) while (seen < ack && seen < keys.length - 1) uses[++seen] = tick;
  return uses;
}

/** What a frame claims to show and what was known when it was drawn. */
export interface Claim {
  /** In ticks and parts of one. */
  readonly moment: number;
  readonly tick: number;
  readonly known: number;
}

/** One claim per frame; null where it cannot be judged. */
export function claimsOf(trace: Trace, truth: Truth): (Claim | null)[] {
  const uses = usesOf(trace);
  return trace.frames.map(({ arrived, seq, waiting, alpha }) => {
    const known = trace.arrivals[arrived - 1]?.tick ?? truth.from;
    const tick = uses[seq] ?? 0;
    if (waiting || tick <= known - 120 || !truth.has(tick - 1) || tick === 0) return null;
    return { moment: tick - 1 + alpha, tick, known };
  });
}

/** Scores one way of showing, over all players. */
export function scoreDisplay(
  seats: readonly { readonly trace: Trace; readonly truth: Truth; readonly display: Display }[],
): DisplayScore {
  const errors = { ownAlone: [], own: [], ballFree: [], ballContested: [], others: [] } as Record<string, number[]>;
  const lags: number[] = [];
  let visible = 0;
  let teleports = 0;
  let largestJump = 0;
  let minutes = 0;
  for (const { trace, truth, display } of seats) {
    const { selfId } = trace;
    const claims = claimsOf(trace, truth);
    lags.push(lagOf(trace, truth, display, claims));
    minutes += claims.filter(Boolean).length / 3600;
    const late = new Set<number>();
    for (let f = 0; f < claims.length; f++) {
      const claim = claims[f];
      if (!claim || truth.cutIn(claim.known - FADE_TICKS, claim.tick)) continue;
      const before = claims[f - 1] ? display.frames[f - 1] : undefined;
      const elapsed = before ? (trace.frames[f].atMs - trace.frames[f - 1].atMs) / STEP_MS : 0;
      const steady = before && !truth.cutIn(claim.tick - MOTION_TICKS, claim.tick + MOTION_TICKS);
      const first = claim.known + 1;
      const contested = truth.contested(selfId, claim);
      const free = !truth.metIn(BALL, selfId, first - FADE_TICKS, claim.tick);
      for (const [id, shown] of display.frames[f]) {
        const real = truth.at(id, claim.moment);
        if (!real) continue;
        const error = distance(shown, real);
        if (id === BALL) {
          if (contested) errors.ballContested.push(error);
          else if (free) errors.ballFree.push(error);
        } else if (id === selfId) {
          errors.own.push(error);
          if (!disturbed(truth, selfId, claim)) errors.ownAlone.push(error);
        } else errors.others.push(error);
        const was = before?.get(id);
        if (!steady || !was) continue;
        const jump = beyondMotion(truth, id, claim.moment, elapsed, { x: shown.x - was.x, y: shown.y - was.y });
        largestJump = Math.max(largestJump, jump);
        if (jump > TELEPORT_PX) teleports++;
        // A correction that takes several frames is one.
        if (jump <= VISIBLE_PX) late.delete(id);
        else if (!late.has(id)) {
          late.add(id);
          visible++;
        }
      }
    }
  }
  return {
    name: seats[0].display.name,
    latencyFrames: quantile(lags, 0.5),
    ownAlone: spread(errors.ownAlone),
    own: spread(errors.own),
    ballFree: spread(errors.ballFree),
    ballContested: spread(errors.ballContested),
    others: spread(errors.others),
    visiblePerMinute: visible / minutes,
    teleportsPerMinute: teleports / minutes,
    largestJump,
  };
}

/** The shift in ticks at which the own disc as drawn fits its true path best. */
function lagOf(trace: Trace, truth: Truth, display: Display, claims: readonly (Claim | null)[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let lag = 0; lag <= 60; lag++) {
    const misses: number[] = [];
    for (let f = 0; f < claims.length; f += 3) {
      const claim = claims[f];
      const shown = display.frames[f].get(trace.selfId);
      const real = claim && truth.at(trace.selfId, claim.moment - lag);
      if (shown && real) misses.push(Math.min(50, distance(shown, real)));
    }
    const miss = misses.reduce((sum, one) => sum + one, 0) / misses.length;
    if (miss < least - 1e-6) {
      least = miss;
      best = lag;
    }
  }
  return best;
}

/** How much of a displacement cannot be the body's own motion: the distance to the nearest that it really had about then. */
function beyondMotion(truth: Truth, id: number, moment: number, elapsed: number, moved: Spot): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = -MOTION_TICKS; k <= MOTION_TICKS; k++) {
    const a = truth.at(id, moment + k - elapsed);
    const b = truth.at(id, moment + k);
    if (a && b) least = Math.min(least, length(moved.x - (b.x - a.x), moved.y - (b.y - a.y)));
  }
  return Number.isFinite(least) ? least : 0;
}

/** What became of the inputs of all players. */
export function scoreInputs(traces: readonly Trace[]): InputScore {
  let sent = 0;
  let passedOver = 0;
  let held = 0;
  let ticks = 0;
  const trips: number[] = [];
  for (const { frames, arrivals } of traces) {
    const first = frames[0];
    const last = frames.at(-1);
    if (!first || !last) continue;
    const sentMs = new Map(frames.map(({ seq, atMs }) => [seq, atMs]));
    sent += last.seq - first.seq;
    for (let i = 1; i < arrivals.length; i++) {
      const { atMs, ack } = arrivals[i];
      if (atMs < first.atMs || atMs > last.atMs) continue;
      const used = ack - arrivals[i - 1].ack;
      ticks++;
      if (used === 0) held++;
      else passedOver += used - 1;
      const fromMs = sentMs.get(ack);
      if (used > 0 && fromMs !== undefined) trips.push(atMs - fromMs);
    }
  }
  return {
    sent,
    passedOver: (100 * passedOver) / Math.max(1, sent),
    held: (100 * held) / Math.max(1, ticks),
    roundTripMs: trips.length > 0 ? quantile(trips, 0.5) : 0,
  };
}

/** Play is normal when the own disc is right to 3 px, which is a tick of running, and inputs take no longer than before, give or take three ticks. */
const NORMAL_PX = 3;
const NORMAL_TICKS = 3;

/**
 * Milliseconds from the end of a stall until play is normal for good, looking `withinMs` far; `trace` of the one who had it.
 * The game's own display is judged, as it was drawn.
 */
export function recoveryMs(trace: Trace, truth: Truth, fromMs: number, endMs: number, withinMs: number): number {
  const uses = usesOf(trace);
  const claims = claimsOf(trace, truth);
  const usedMs = new Map(trace.arrivals.map(({ tick, atMs }) => [tick, atMs]));
  const trip = ({ seq, atMs }: Trace['frames'][number]) => (usedMs.get(uses[seq]) ?? Number.POSITIVE_INFINITY) - atMs;
  const usual = quantile(
    trace.frames
      .filter(({ atMs, waiting }) => atMs < fromMs - 1000 && !waiting)
      .map(trip)
      .slice(-300),
    0.9,
  );
  let lastBadMs = endMs;
  trace.frames.forEach((frame, f) => {
    if (frame.atMs < endMs || frame.atMs > endMs + withinMs) return;
    const claim = claims[f];
    const shown = frame.shown.get(trace.selfId);
    // What others do to him, or to the ball at his feet, is no after-effect of the stall.
    if (claim && disturbed(truth, trace.selfId, claim)) return;
    const real = claim && truth.at(trace.selfId, claim.moment);
    const right = claim && shown && real && distance(shown, real) <= NORMAL_PX;
    if (!right || trip(frame) > usual + NORMAL_TICKS * STEP_MS) lastBadMs = frame.atMs;
  });
  return lastBadMs - endMs;
}

/** Could anybody else have moved this player's disc, or the ball that it touches, in ticks that had to be guessed or just before? */
function disturbed(truth: Truth, id: number, { known, tick }: Claim): boolean {
  const first = known + 1 - FADE_TICKS;
  if (truth.cutIn(first, tick) || truth.metIn(id, id, first, tick)) return true;
  return truth.metIn(BALL, id, first, tick) && truth.onBall(id, first, tick);
}

function spread(values: readonly number[]): Distances {
  if (values.length === 0) return { frames: 0, median: 0, p95: 0, max: 0 };
  const max = values.reduce((most, value) => Math.max(most, value), 0);
  return { frames: values.length, median: quantile(values, 0.5), p95: quantile(values, 0.95), max };
}

function distance(a: Spot, b: Spot): number {
  return length(a.x - b.x, a.y - b.y);
}
