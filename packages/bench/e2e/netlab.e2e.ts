// The network laboratory for a moment: the real server, SDK clients, shaped lines. Only what a noisy machine cannot spoil is
// asserted here; the exact promises are kept on the counted clock (src/netlab/model.test.ts).
import { expect, it } from 'vitest';
import { runLive } from '../src/netlab/live.ts';
import { resultOf } from '../src/netlab/results.ts';
import { PROFILES } from '../src/netlab/shape.ts';

it('answers in the next step on a cable of 60 ms, and is nearer to the truth than any other display', async () => {
  const shape = PROFILES.cable;
  const result = resultOf('cable', shape, await runLive({ shape, seconds: 2, players: 4, seed: 1 }, { brief: true }));
  const [ours, newest, ownOnly, extrapolation] = result.displays;
  expect(result.divergences).toBe(0);
  expect(ours.own.frames).toBeGreaterThan(200);
  expect(ours.latencyFrames).toBeLessThanOrEqual(1);
  expect(newest.latencyFrames).toBeGreaterThanOrEqual(3);
  expect(ours.own.median).toBeLessThan(newest.own.median / 5);
  for (const other of [newest, ownOnly]) expect(ours.others.median).toBeLessThan(other.others.median / 2);
  expect(ours.others.median).toBeLessThan(extrapolation.others.median);
  expect(result.inputs.roundTripMs).toBeGreaterThan(shape.rttMs - shape.jitterMs);
  expect(result.bytesPerSecond?.up).toBeGreaterThan(200);
});
