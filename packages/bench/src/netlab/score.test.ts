import { cloneState, KEY } from '@touchline/shared/match';
import { expect, it } from 'vitest';
import { kickOff } from '../../../shared/test/kit/index.ts';
import { claimsOf, scoreDisplay, scoreInputs, usesOf } from './score.ts';
import type { Arrival, Frame, Spot, Trace } from './trace.ts';
import { Truth } from './truth.ts';

const STEP_MS = 1000 / 60;

/** One player runs to the right; his inputs are used `delay` ticks after they are sent, and told `delay` ticks later. */
function runner(delay: number, ticks: number, skip = -1): Trace {
  const start = cloneState(kickOff('classic', { red: 1, blue: 0 }).state);
  const [{ id }] = start.players;
  const arrivals: Arrival[] = [];
  const frames: Frame[] = [];
  const keys: number[] = [];
  let ack = 0;
  for (let n = 1; n <= ticks; n++) {
    // In one tick the server has nothing, in the next it passes over what came too late.
    const used = Math.max(0, n - delay);
    if (n !== skip) ack = used;
    const commands = n === delay + 1 ? [{ type: 'input', id, keys: KEY.right } as const] : [];
    arrivals.push({ atMs: (n + delay) * STEP_MS, tick: start.tick + n, ack, commands });
  }
  for (let n = 1; n <= ticks; n++) {
    keys[n] = KEY.right;
    const arrived = Math.max(0, n - delay);
    frames.push({ atMs: n * STEP_MS, arrived, seq: n, waiting: false, alpha: 1, shown: new Map() });
  }
  return { selfId: id, start, arrivals, frames, keys };
}

function draw(trace: Trace, truth: Truth, place: (own: (ticks: number) => Spot, frame: number) => Spot) {
  const claims = claimsOf(trace, truth);
  const frames = trace.frames.map((_, f) => {
    const claim = claims[f];
    const shown = new Map<number, Spot>();
    if (!claim) return shown;
    const own = (ticks: number) => truth.at(trace.selfId, claim.moment + ticks) as Spot;
    return shown.set(trace.selfId, place(own, f));
  });
  return scoreDisplay([{ trace, truth, display: { name: 'drawn', frames } }]);
}

it('finds the tick in which an input was used', () => {
  const trace = runner(5, 100);
  expect(usesOf(trace)[1]).toBe(trace.start.tick + 6);
  expect(usesOf(trace)[99]).toBe(0);
});

it('calls the truth right, and what lags behind late by as much', () => {
  const trace = runner(5, 200);
  const truth = new Truth(trace, new Map());
  const right = draw(trace, truth, (own) => own(0));
  expect(right.own.max).toBe(0);
  expect(right.latencyFrames).toBe(0);
  expect(draw(trace, truth, (own) => own(-7)).latencyFrames).toBe(7);
});

it('sees a jump, and no jump where a body only moves', () => {
  const trace = runner(5, 200);
  const truth = new Truth(trace, new Map());
  expect(draw(trace, truth, (own) => own(0)).largestJump).toBeLessThan(0.01);
  const jumping = draw(trace, truth, (own, f) => ({ x: own(0).x, y: own(0).y + (f >= 100 ? 12 : 0) }));
  expect(jumping.largestJump).toBeCloseTo(12, 1);
  expect(jumping.teleportsPerMinute).toBeGreaterThan(0);
});

it('counts ticks without an input and inputs that were passed over', () => {
  const smooth = scoreInputs([runner(5, 200)]);
  const late = scoreInputs([runner(5, 200, 50)]);
  const one = 100 / 199;
  expect(smooth.passedOver).toBe(0);
  expect(late.passedOver).toBeCloseTo(one, 5);
  expect(late.held - smooth.held).toBeCloseTo(one, 1);
});
