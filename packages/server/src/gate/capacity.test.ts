import { expect, it } from 'vitest';
import { Capacity, COST, usedCpuMs } from './capacity.ts';

/** A server whose limit is 0.8 of a core; time passes in seconds, with so much of a core in use. */
function server(most = 0.8) {
  let nowMs = 5000;
  let cpuMs = 700;
  const told: (readonly [boolean, number])[] = [];
  const capacity = new Capacity({
    ...{ most, cpuMs: () => cpuMs, now: () => nowMs },
    changed: (reached, load) => told.push([reached, Math.round(load * 100) / 100]),
  });
  const pass = (share: number, seconds = 1) => {
    nowMs += seconds * 1000;
    cpuMs += seconds * 1000 * share;
    capacity.look();
  };
  const busyAfter = (...shares: number[]) =>
    shares.map((share) => {
      pass(share);
      return capacity.busy;
    });
  return { capacity, told, pass, busyAfter };
}

it('is busy when five seconds are above the limit together, until five are well below it, and tells both once', () => {
  const { busyAfter, told } = server();
  expect(busyAfter(0.4, 0.4, 0.4, 0.4, 0.4, 0.4)).not.toContain(true);
  expect(busyAfter(0.9, 0.9, 0.9, 0.9, 0.9)).toEqual([false, false, false, false, true]);
  // Below the limit, but not far enough.
  expect(busyAfter(0.75, 0.75, 0.75, 0.75, 0.75, 0.75)).not.toContain(false);
  expect(busyAfter(0.6, 0.6)).toEqual([true, false]);
  expect(busyAfter(0.75, 0.75, 0.75, 0.75, 0.75, 0.75)).not.toContain(true);
  expect(told).toEqual([
    [true, 0.9],
    [false, 0.69],
  ]);
});

it('ends under any limit that can be set', () => {
  const { busyAfter } = server(0.01);
  expect(busyAfter(1, 0, 0, 0, 0, 0)).toEqual([true, true, true, true, true, false]);
});

it('a short peak is no reason, nor is the start', () => {
  const { busyAfter } = server();
  expect(server().busyAfter(1, 1, 1, 0.5, 0.2)).not.toContain(true);
  expect(busyAfter(0.5, 0.5, 0.5, 0.5, 1, 1, 1, 0.5)).not.toContain(true);
});

it('a look that comes late counts for as long as it was', () => {
  const { capacity, pass } = server();
  for (let i = 0; i < 4; i++) pass(0.5);
  pass(1, 6);
  expect(capacity.load).toBeCloseTo(0.8);
});

it('counts who has come until the measure knows him: a crowd cannot slip in before it', () => {
  const { capacity, pass } = server();
  for (let i = 0; i < 5; i++) pass(0.5);
  let seats = 0;
  for (; !capacity.busy && seats < 1000; seats++) capacity.expect(COST.seat);
  expect(seats).toBeCloseTo(0.3 / COST.seat, -1);
  for (let i = 0; i < 4; i++) {
    pass(0.5);
    expect(capacity.busy).toBe(true);
  }
  pass(0.5);
  pass(0.5);
  expect(capacity.busy).toBe(false);
});

it('without a limit it is never busy', () => {
  const { capacity, busyAfter, told } = server(0);
  capacity.expect(2);
  expect(busyAfter(1, 1, 1, 1, 1, 1)).not.toContain(true);
  expect([capacity.load, told]).toEqual([1, []]);
});

it('the processor time that it goes by is what was computed, and not what was waited', () => {
  const beforeMs = usedCpuMs();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  expect(usedCpuMs() - beforeMs).toBeLessThan(100);
  const startMs = usedCpuMs();
  const endMs = performance.now() + 10_000;
  while (usedCpuMs() - startMs < 20 && performance.now() < endMs);
  expect(usedCpuMs() - startMs).toBeGreaterThanOrEqual(20);
});
