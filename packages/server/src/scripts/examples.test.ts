// The scripts in `examples/`, played.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ScriptBench } from '../../test/kit/scripted.ts';
import { createStorage, sessionShelf } from './storage.ts';

const play = (name: string, storage = createStorage(sessionShelf())) =>
  ScriptBench.play(readFileSync(new URL(`../../../../examples/${name}`, import.meta.url), 'utf8'), storage);
const sides = ({ state }: ScriptBench) =>
  [1, 2, 0].map((team) => state.players.filter((player) => player.team === team).map(({ id }) => id));

afterEach(() => void vi.useRealTimers());

/** Until nothing moves any more. */
async function calm(bench: ScriptBench): Promise<void> {
  for (let before = ''; before !== JSON.stringify(sides(bench)); ) {
    before = JSON.stringify(sides(bench));
    await bench.ticks(4);
  }
  expect(bench.faults).toEqual([]);
}

/** Red scores until the match is over. */
async function redWins(bench: ScriptBench, touch?: () => Promise<void>): Promise<void> {
  for (let guard = 0; bench.state.phase !== 'ended' && guard < 10; guard++) {
    await touch?.();
    await bench.goalForRed();
    for (let i = 0; bench.state.phase === 'goal' && i < 200; i++) await bench.ticks();
  }
  for (let i = 0; bench.state.phase === 'ended' && i < 400; i++) await bench.ticks();
  expect(bench.faults).toEqual([]);
}

describe('winner-stays.js', () => {
  test('fills both sides evenly, starts by itself, and the losers give way', async () => {
    const bench = await play('winner-stays.js');
    for (let i = 0; i < 8; i++) await bench.join();
    await calm(bench);
    const [red, blue, waiting] = sides(bench);
    expect([red.length, blue.length, waiting]).toEqual([3, 3, [7, 8]]);
    expect(bench.state.phase).not.toBe('none');
    await redWins(bench);
    await calm(bench);
    const [stayed, challengers] = sides(bench);
    expect(stayed.toSorted()).toEqual(red.toSorted());
    expect(challengers).toEqual(expect.arrayContaining([7, 8]));
    expect(challengers).toHaveLength(3);
    expect(bench.said()).toContain('Red stay.');
    expect(bench.state.phase).not.toBe('none');
  });

  test('keeps two sides level when people come and go', async () => {
    const bench = await play('winner-stays.js');
    for (let i = 0; i < 4; i++) await bench.join();
    await calm(bench);
    const leave = (id: number) =>
      bench.command({ type: 'leave', id, by: 0, kicked: false, banned: false, reason: '' }).then(() => calm(bench));
    const [, blue] = sides(bench);
    for (const id of blue) await leave(id);
    const [red, now] = sides(bench);
    expect([red.length, now.length]).toEqual([1, 1]);
  });
});

describe('league-3v3.js', () => {
  test('counts goals and assists, rates both sides, and keeps the table', async () => {
    const storage = createStorage(sessionShelf());
    const bench = await play('league-3v3.js', storage);
    for (let i = 0; i < 6; i++) await bench.join();
    await calm(bench);
    const [[first, second], blue] = sides(bench);
    expect(blue).toHaveLength(3);
    const touch = async (id: number) => {
      const { x = 0, y = 0 } = bench.room.getPlayer(id)?.position ?? {};
      // A disc beside the ball touches it in the next tick.
      await bench.command({ type: 'disc', index: 0, change: { x: x + 25, y, vx: 0, vy: 0 } });
      await bench.ticks(2);
    };
    await redWins(bench, async () => {
      await touch(second);
      await touch(first);
    });
    const lines = bench.said();
    const name = (id: number) => `Player ${id}`;
    expect(lines).toContain(`Goal by ${name(first)}, with ${name(second)}`);
    const table = JSON.parse(storage.getItem('table') ?? '{}');
    const line = (id: number) => Object.values(table).find((one) => (one as { name: string }).name === name(id));
    expect(line(first)).toMatchObject({ games: 1, wins: 1, goals: 3, assists: 0, rating: 1016 });
    expect(line(second)).toMatchObject({ games: 1, wins: 1, goals: 0, assists: 3, rating: 1016 });
    expect(line(blue[0])).toMatchObject({ games: 1, wins: 0, rating: 984 });

    // The next evening.
    const next = await play('league-3v3.js', storage);
    const ana = await next.join('Ana');
    expect(await next.host.keeper?.hears(ana, '!top')).toBe(false);
    await next.ticks();
    expect(next.said().at(-1)).toMatch(/^1\. Ana: 1016 points.*\n2\. Player \d: /);
    expect(await next.host.keeper?.hears(ana, 'hello')).toBe(true);
  });
});

describe('futsal.js', () => {
  const started = async () => {
    const bench = await play('futsal.js');
    await bench.kickOff();
    expect(bench.state.stadium.name).toBe('Futsal court');
    bench.said();
    return bench;
  };
  const place = (bench: ScriptBench, id: number, x: number, y: number, vx = 0) =>
    bench.command({ type: 'playerDisc', id, change: { x, y, vx, vy: 0 } });
  const ball = (bench: ScriptBench, x: number, y: number, vx = 0, vy = 0) =>
    bench.command({ type: 'disc', index: 0, change: { x, y, vx, vy } });

  test.each([
    ['Kick-in for Blue', 100, 160, 0, 12, 100, 170],
    ['Goal kick for Blue', 350, 120, 12, 0, 310, 0],
    ['Corner for Blue', -350, 120, -12, 0, -356, 166],
  ])('%s after red touched it last', async (words, x, y, vx, vy, spotX, spotY) => {
    const bench = await started();
    const [[red], [blue]] = sides(bench);
    await place(bench, blue, 0, -160);
    await ball(bench, 0, 0);
    await place(bench, red, 20, 0);
    await bench.ticks(2);
    await ball(bench, x, y, vx, vy);
    for (let i = 0; i < 60 && !bench.host.announced.includes(words); i++) await bench.ticks();
    expect(bench.said()).toContain(words);
    await bench.ticks(2);
    expect(bench.room.getBallPosition()).toEqual({ x: spotX, y: spotY });
    // Who is not to take it is kept off.
    await place(bench, red, spotX - 20, spotY - 10);
    await bench.ticks(2);
    const at = bench.room.getPlayer(red)?.position ?? { x: 0, y: 0 };
    expect(Math.hypot(at.x - spotX, at.y - spotY)).toBeGreaterThan(65);
    expect(bench.faults).toEqual([]);
  });

  test('a free kick for whoever is run into away from the ball', async () => {
    const bench = await started();
    const [[red], [blue]] = sides(bench);
    await ball(bench, 0, 100);
    await bench.ticks(200);
    await place(bench, blue, 200, -50);
    await place(bench, red, 162, -50, 6);
    await bench.ticks(3);
    expect(bench.said()).toEqual(['Red ran into Blue.', 'Free kick for Blue']);
  });
});

describe('guard.ts', () => {
  test('warns who stands idle, then takes him off; whoever moves stays', async () => {
    const bench = await play('guard.ts');
    const { red, blue } = await bench.kickOff();
    for (let second = 0; second < 13; second++) {
      await bench.ticks(60);
      await bench.command({ type: 'input', id: blue, keys: second % 2 === 0 ? 1 : 0 });
    }
    expect(bench.host.whispers.map(({ to }) => to)).toEqual([red]);
    expect(sides(bench)).toEqual([[red], [blue], []]);
    for (let second = 0; second < 7; second++) {
      await bench.ticks(60);
      await bench.command({ type: 'input', id: blue, keys: second % 2 === 0 ? 1 : 0 });
    }
    expect(sides(bench)).toEqual([[], [blue], [red]]);
    expect(bench.faults).toEqual([]);
  });

  test('lets more than half vote somebody out, once each, in time', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const bench = await play('guard.ts');
    const ids = [await bench.join('Ana'), await bench.join('Bo B'), await bench.join(), await bench.join()];
    const [ana, bob, cid, dan] = ids;
    const say = async (id: number, text: string) => {
      expect(await bench.host.keeper?.hears(id, text)).toBe(false);
      await bench.ticks();
    };
    await say(ana, '!kick bo_b');
    await say(ana, `!kick #${bob}`);
    expect(bench.said().at(-1)).toBe(`Out with Bo B? 1 of 2: !kick #${bob}`);
    vi.advanceTimersByTime(46_000);
    await say(cid, `!kick #${bob}`);
    expect(bench.state.players).toHaveLength(4);
    await say(cid, `!kick #${cid}`);
    await say(dan, `!kick #${ana}`);
    expect(bench.said()).toContain('The vote about Bo B is not over.');
    await say(dan, `!kick #${bob}`);
    expect(bench.state.players.map(({ id }) => id)).toEqual([ana, cid, dan]);
    expect(bench.faults).toEqual([]);
  });
});
