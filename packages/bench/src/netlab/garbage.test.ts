// What is thrown away has to be collected, and that costs a frame. Memory that a step and a frame take while nothing happens.
import { cloneState, copyState, step } from '@touchline/shared/match';
import { expect, it } from 'vitest';
import { STEP_MS } from '../../../client/src/net/interpolate.ts';
import { Prediction } from '../../../client/src/net/prediction.ts';
import { kickOff } from '../../../shared/test/kit/index.ts';

const WARM_UP = 2000;
const ROUNDS = 9;
const CALLS = 200;

/** Bytes per call, once the engine has compiled what it runs: the least of the rounds in which nothing was collected. */
function bytesPerCall(call: () => void): number {
  for (let i = 0; i < WARM_UP; i++) call();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < CALLS; i++) call();
    return (process.memoryUsage().heapUsed - before) / CALLS;
  });
  return Math.min(...rounds.filter((bytes) => bytes >= 0));
}

it('a step of 6v6 throws nothing away', () => {
  const { state } = kickOff('classic', { red: 6, blue: 6 });
  expect(bytesPerCall(() => step(state, []))).toBeLessThan(60);
});

it('a frame that steps twelve ticks again throws away less than one object a tick', () => {
  const { state } = kickOff('classic', { red: 6, blue: 6 });
  const confirmed = cloneState(state);
  let sent = 0;
  const link = { send: () => ++sent, acked: 0 };
  const prediction = new Prediction(link, () => (sent >> 4) & 15);
  prediction.restart(1);
  prediction.adopt(confirmed, 0);
  let nowMs = 0;
  for (let i = 0; i < 13; i++) prediction.frame(nowMs++ * STEP_MS);
  const bytes = bytesPerCall(() => {
    link.acked++;
    copyState(confirmed, state);
    prediction.confirm(link.acked);
    prediction.frame(nowMs++ * STEP_MS);
  });
  // Numbers that are passed on, boxed; it was 7,500.
  expect(bytes).toBeLessThan(600);
});
