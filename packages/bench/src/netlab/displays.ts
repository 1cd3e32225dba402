// Ways of showing a match that comes over a line: the game's own, as it was drawn, and three others on the very same arrivals
// and keys.

import { runTick } from '@touchline/shared/log';
import { apply, cloneState, copyState, findPlayer, type MatchState, step } from '@touchline/shared/match';
import { KeyGate } from '@touchline/shared/protocol';
import type { Stadiums } from '@touchline/shared/stadium';
import { bodiesOf } from './seat.ts';
import { BALL, type Frame, type Spot, type Trace } from './trace.ts';

export interface Display {
  readonly name: string;
  /** Where bodies are drawn, one entry per frame of the trace. */
  readonly frames: readonly ReadonlyMap<number, Spot>[];
}

/** What is known at a frame. */
interface Known {
  /** The newest confirmed state. */
  readonly state: MatchState;
  /** The one of a tick before. */
  readonly before: ReadonlyMap<number, Spot>;
  /** Newest own input in it. */
  readonly ack: number;
  readonly gate: KeyGate;
  /** Ticks confirmed, by number: places. */
  readonly past: ReadonlyMap<number, ReadonlyMap<number, Spot>>;
}

/** One frame of a way of showing. */
export type Draw = (frame: Frame, known: Known) => ReadonlyMap<number, Spot>;

/** The four, in the order of the tables. */
export function displaysOf(trace: Trace, stadiums: Stadiums): readonly Display[] {
  return [
    { name: 'touchline', frames: trace.frames.map(({ shown }) => shown) },
    { name: 'no prediction', frames: draw(trace, stadiums, newest) },
    { name: 'own disc only', frames: draw(trace, stadiums, ownOnly(trace, stadiums)) },
    { name: 'extrapolation', frames: draw(trace, stadiums, extrapolated) },
  ];
}

/** Runs through a trace as a page would: whatever has arrived before a frame is known in it. */
export function draw(trace: Trace, stadiums: Stadiums, drawFrame: Draw): ReadonlyMap<number, Spot>[] {
  const state = cloneState(trace.start);
  const gate = new KeyGate();
  const past = new Map([[state.tick, bodiesOf(state)]]);
  let before = bodiesOf(state);
  let ack = 0;
  let next = 0;
  return trace.frames.map((frame) => {
    for (; next < frame.arrived; next++) {
      const { commands, ack: used } = trace.arrivals[next];
      before = bodiesOf(state);
      runTick(state, commands, stadiums, []);
      for (let seq = ack + 1; seq <= used; seq++) gate.pass(trace.keys[seq] ?? 0);
      gate.settle(findPlayer(state, trace.selfId)?.input ?? 0);
      ack = Math.max(ack, used);
      past.set(state.tick, bodiesOf(state));
    }
    return drawFrame(frame, { state, before, ack, gate, past });
  });
}

/** No prediction: what came last. */
const newest: Draw = (frame, { state, before }) => {
  const now = bodiesOf(state);
  return new Map([...now].map(([id, spot]) => [id, midway(before.get(id) ?? spot, spot, frame.alpha)]));
};

/** Everything flies on as it flew when it was last heard of, to the moment that own inputs are ahead. */
const extrapolated: Draw = (frame, { state, ack }) => {
  const { world, players } = state;
  const ticks = frame.seq - ack - 1 + frame.alpha;
  const bodies = new Map<number, Spot>();
  const place = (id: number, disc: number) =>
    bodies.set(id, { x: world.x[disc] + world.vx[disc] * ticks, y: world.y[disc] + world.vy[disc] * ticks });
  place(BALL, 0);
  for (const { id, disc } of players) if (disc >= 0) place(id, disc);
  return bodies;
};

/** Ticks that the others are shown late, to have two to draw between when the line shakes. */
const BUFFER_TICKS = 2;

/** The own disc runs ahead alone, through everybody; the others are drawn between confirmed ticks. */
function ownOnly({ selfId, keys }: Trace, stadiums: Stadiums): Draw {
  let ahead: MatchState | null = null;
  const gate = new KeyGate();
  let playback = Number.NaN;
  return (frame, known) => {
    const { state, past, ack } = known;
    ahead ??= cloneState(state);
    copyState(ahead, state);
    gate.copy(known.gate);
    const self = findPlayer(ahead, selfId);
    for (let d = 0; d < ahead.world.count; d++) if (d !== self?.disc) ahead.world.cGroup[d] = 0;
    let before = bodiesOf(ahead);
    for (let seq = ack + 1; seq <= frame.seq; seq++) {
      before = bodiesOf(ahead);
      if (self && self.team !== 0) {
        apply(ahead, { type: 'input', id: selfId, keys: gate.pass(keys[seq] ?? 0) }, stadiums);
      }
      step(ahead, []);
      gate.settle(self?.input ?? 0);
    }
    // Played a little slower or faster until it lies where it should.
    const wanted = state.tick - BUFFER_TICKS;
    const off = wanted - (playback + 1);
    playback = Math.abs(off) < 10 ? playback + 1 + Math.max(-0.1, Math.min(0.1, off / 10)) : wanted;
    playback = Math.min(playback, state.tick);
    const earlier = past.get(Math.floor(playback)) ?? bodiesOf(state);
    const later = past.get(Math.floor(playback) + 1) ?? earlier;
    const shown = new Map([...earlier].map(([id, spot]) => [id, midway(spot, later.get(id) ?? spot, playback % 1)]));
    const own = bodiesOf(ahead).get(selfId);
    if (own) shown.set(selfId, midway(before.get(selfId) ?? own, own, frame.alpha));
    return shown;
  };
}

/** A spot, `alpha` of the way from `a` to `b`. */
export function midway(a: Spot, b: Spot, alpha: number): Spot {
  return { x: a.x + (b.x - a.x) * alpha, y: a.y + (b.y - a.y) * alpha };
}
