// The ten stock stadiums against the facts of physics.md §9.1.
import { expect, test } from 'vitest';
import { readCurve } from './curve.ts';
import { loadStadium } from './load.ts';
import type { Stadium } from './pitch.ts';
import { STOCK_NAMES, stockStadium } from './stock.ts';

function stock(name: string): Stadium {
  const stadium = stockStadium(name);
  if (stadium === undefined) throw new Error(`no stock stadium ${name}`);
  return stadium;
}

test('[physics §9.1] ten names, in order', () => {
  expect(STOCK_NAMES.join(', ')).toBe(
    'Classic, Easy, Small, Big, Rounded, Hockey, Big Hockey, Big Easy, Big Rounded, Huge',
  );
});

test('[physics §9.1] names match whatever their spaces and case; each is compiled once', () => {
  expect(stockStadium('bighockey')).toBe(stock('Big Hockey'));
  expect(stockStadium('BIG HOCKEY')).toBe(stock('Big Hockey'));
  expect(stockStadium('Biggest')).toBeUndefined();
  expect(stockStadium('')).toBeUndefined();
});

test.each([
  ['Classic', 420, 200, 277.5, 370, 64, 20, 14, 6],
  ['Easy', 420, 200, 277.5, 370, 90, 20, 14, 6],
  ['Small', 420, 200, 240, 320, 55, 20, 14, 6],
  ['Big', 600, 270, 400, 550, 80, 20, 14, 6],
  ['Rounded', 420, 200, 277.5, 370, 64, 28, 18, 6],
  ['Hockey', 420, 204, 208.5, 278, 68, 20, 14, 8],
  ['Big Hockey', 600, 270, 292.5, 390, 90, 20, 14, 8],
  ['Big Easy', 600, 270, 400, 550, 95, 20, 14, 6],
  ['Big Rounded', 600, 270, 400, 550, 80, 28, 18, 6],
  ['Huge', 750, 350, 400, 700, 100, 20, 14, 6],
])('[physics §9.1] %s has its size, goals and counts', (name, width, height, spawn, gx, g, v, s, p) => {
  const { pitch, drawing, canBeStored } = stock(name);
  expect(pitch).toMatchObject({ width, height, spawnDistance: spawn, fullReset: false, redSpawns: [], blueSpawns: [] });
  expect(spawn).toBe(Math.min(400, 0.75 * gx));
  expect(pitch.goals).toEqual([
    { p0x: gx, p0y: -g, p1x: gx, p1y: g, team: 2 },
    { p0x: -gx, p0y: -g, p1x: -gx, p1y: g, team: 1 },
  ]);
  expect(pitch.discs.map((disc) => [disc.x, disc.y, disc.radius, disc.invMass, disc.color])).toEqual([
    [0, 0, 10, 1, 0xffffff],
    [gx, -g, 8, 0, 0xccccff],
    [gx, g, 8, 0, 0xccccff],
    [-gx, -g, 8, 0, 0xffcccc],
    [-gx, g, 8, 0, 0xffcccc],
  ]);
  const { vertices, segments, planes, joints } = pitch.arena;
  expect([vertices.count, segments.count, planes.count, joints.count]).toEqual([v, s, p, 0]);
  expect([...planes.bCoef]).toEqual([0, 0, 0, 0, 1, 1, 1, 1].slice(0, p));
  expect([...planes.cMask]).toEqual([63, 63, 63, 63, 1, 1, 1, 1].slice(0, p));
  expect([...planes.dist].slice(0, 4)).toEqual([-height, -height, -width, -width]);
  expect(drawing).toMatchObject({ maxViewWidth: 0, cameraFollow: 'ball' });
  expect(drawing.segments.map(({ visible }) => visible)).toEqual([...Array(s).keys()].map((i) => i < 6));
  expect(canBeStored).toBe(true);
});

test('[physics §9.1] Classic: masks and order of vertices and segments', () => {
  const { vertices, segments } = stock('Classic').pitch.arena;
  expect([...vertices.cMask]).toEqual([...Array(8).fill(1), ...Array(4).fill(6), ...Array(8).fill(0)]);
  expect([...vertices.cGroup].slice(7, 13)).toEqual([32, 24, 24, 24, 24, 32]);
  expect([...segments.cGroup]).toEqual([32, 32, 32, 32, 32, 32, 24, 24, 8, 16, 32, 32, 32, 32]);
  expect([...segments.cMask]).toEqual([1, 1, 1, 1, 1, 1, 6, 6, 6, 6, 1, 1, 1, 1]);
  expect([...segments.curved]).toEqual([1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0]);
  expect([...segments.ax]).toEqual([378, 400, 400, -400, -400, -378, 0, 0, 0, 0, 370, 370, -370, -370]);
  expect([...segments.ay]).toEqual([-64, 42, 42, -42, 42, 64, -200, 75, -75, 75, -170, 64, 170, -64]);
  expect([...segments.bx]).toEqual([400, 400, 378, -378, -400, -400, 0, 0, 0, 0, 370, 370, -370, -370]);
  expect([...segments.by]).toEqual([-42, -42, 64, -64, -42, 42, -75, 200, 75, -75, -64, 170, 64, -170]);
});

test('[physics §9.1] the corners of the rounded ones and the ice', () => {
  const corners = (name: string) => {
    const { segments, vertices } = stock(name).pitch.arena;
    const last = [...Array(4).keys()].map((i) => segments.count - 4 + i);
    return { k: last.map((i) => segments.k[i]), ends: last.map((i) => [segments.ax[i], segments.bx[i]]), vertices };
  };
  expect(corners('Rounded').ends).toEqual([
    [-370, -295],
    [-295, -370],
    [370, 295],
    [295, 370],
  ]);
  expect(corners('Hockey').ends).toEqual([
    [-398, -298],
    [-298, -398],
    [398, 298],
    [298, 398],
  ]);
  expect(corners('Hockey').k).toEqual(Array(4).fill(readCurve(90).k));
  expect([...corners('Hockey').vertices.cMask].slice(0, 8)).toEqual(Array(8).fill(63));
  expect([...stock('Hockey').pitch.arena.planes.nx].slice(6)).toEqual([1, -1]);
  expect(stock('Hockey').drawing.background).toEqual({
    ...{ type: 'hockey', width: 398, height: 182, kickOffRadius: 75, cornerRadius: 100, goalLine: 120, color: 0 },
  });
});

test('[physics §9.4] the arcs carry the k of curve 90 and curve 180', () => {
  const { k } = stock('Classic').pitch.arena.segments;
  expect([k[0], k[2], k[3], k[5]]).toEqual(Array(4).fill(readCurve(90).k));
  expect([k[8], k[9]]).toEqual(Array(2).fill(readCurve(180).k));
});

test.each(STOCK_NAMES)('[stadium-format §8] %s reads back from its own text', (name) => {
  const stadium = stock(name);
  expect(loadStadium(stadium.text)).toStrictEqual({ ok: true, stadium, warnings: [] });
});
