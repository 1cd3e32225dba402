import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { phaseOf, runOnGrid } from './grid-loop.ts';

const until = (condition: () => boolean) =>
  new Promise<void>((resolve) => {
    const look = () => (condition() ? resolve() : setTimeout(look, 1));
    look();
  });

describe('grid loop', () => {
  it('keeps to the grid: as many ticks as time has passed', async () => {
    let ticks = 0;
    const startMs = performance.now();
    const stop = runOnGrid(60, () => ticks++);
    await until(() => ticks >= 30);
    const elapsedMs = performance.now() - startMs;
    stop();
    expect(ticks).toBeGreaterThanOrEqual(Math.floor(elapsedMs / (1000 / 60)) - 6);
    expect(ticks).toBeLessThanOrEqual(Math.ceil(elapsedMs / (1000 / 60)) + 1);
  });

  it('makes up for a short stall and sheds a long one', async () => {
    let ticks = 0;
    const stop = runOnGrid(60, () => ticks++);
    await until(() => ticks >= 2);
    const blockMs = (ms: number) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
    };
    blockMs(500);
    const before = ticks;
    await new Promise((resolve) => setTimeout(resolve, 0));
    await until(() => ticks > before);
    expect(ticks - before).toBeLessThanOrEqual(6);
    stop();
  });

  it('reads what came during a hitch before it makes up for the ticks', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const near = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [far] = (await once(server, 'connection')) as [Socket];
    let ticks = 0;
    let heardAt = -1;
    far.on('data', () => {
      heardAt = ticks;
    });
    const stop = runOnGrid(60, () => {
      if (++ticks !== 5) return;
      near.write('an input');
      const endMs = performance.now() + 60;
      while (performance.now() < endMs);
    });
    await until(() => ticks >= 8);
    stop();
    near.destroy();
    server.close();
    expect(heardAt).toBe(5);
  });

  it('can be stopped from inside a tick', async () => {
    let ticks = 0;
    const stop = runOnGrid(60, () => {
      ticks++;
      stop();
    });
    await until(() => ticks > 0);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(ticks).toBe(1);
  });

  it('ticks of many loops are spread over the period', async () => {
    const phases = [0, 1, 2, 3, 4, 5, 6].map(phaseOf);
    expect(phases).toEqual([0, 0.5, 0.25, 0.75, 0.125, 0.625, 0.375]);
    const dues: number[][] = [[], [], [], []];
    const stops = dues.map((times) => runOnGrid(60, (latenessMs) => times.push(performance.now() - latenessMs)));
    await until(() => dues.every((times) => times.length >= 5));
    for (const stop of stops) stop();
    const periodMs = 1000 / 60;
    // A reading may be late, never early. A little is added, or a place at 0 might read as one at the end.
    const places = dues
      .map((times) => Math.min(...times.map((time) => (time + periodMs / 32) % periodMs)))
      .sort((a, b) => a - b);
    const gaps = places.map((place, i) =>
      i === 0 ? place + periodMs - places[places.length - 1] : place - places[i - 1],
    );
    for (const gap of gaps) expect(gap).toBeCloseTo(periodMs / 4, 1);
  });

  it('a loop that has ended leaves its place on the grid to the next, once', async () => {
    const stopFirst = runOnGrid(60, () => {});
    const placeOf = async () => {
      const dues: number[] = [];
      const stop = runOnGrid(60, (latenessMs) => dues.push(performance.now() - latenessMs));
      await until(() => dues.length >= 5);
      stop();
      stop();
      return Math.min(...dues.map((due) => ((due * 60) / 1000) % 1));
    };
    for (let i = 0; i < 3; i++) expect(await placeOf()).toBeCloseTo(0.5, 1);
    stopFirst();
  });
});
