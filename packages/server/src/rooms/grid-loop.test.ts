import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { runOnGrid } from './grid-loop.ts';

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
});
