// Compiled geometry against physics.md §3, computed here a second time from its words; planes, joints, drawing.
import { expect, test } from 'vitest';
import { loadStadium } from './load.ts';
import type { Stadium } from './pitch.ts';

function stadium(changes: object): Stadium {
  const file = { name: 'Test', width: 400, height: 200, bg: {}, ...changes };
  const loaded = loadStadium(JSON.stringify(file));
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium;
}

/** Numbers that show every regrouping in the last bit. */
const [ax, ay, bx, by] = [-171.3, 55.55, 0.3, -98.7];
const vertexes = [
  { x: ax, y: ay },
  { x: bx, y: by },
];

test('[physics §3] a straight segment has its end points and the normal on the left hand of v0 → v1', () => {
  const { segments } = stadium({ vertexes, segments: [{ v0: 0, v1: 1, bias: 2 }] }).pitch.arena;
  const [ex, ey] = [ax - bx, ay - by];
  const length = Math.sqrt(ex * ex + ey * ey);
  expect([segments.ax[0], segments.ay[0], segments.bx[0], segments.by[0]]).toEqual([ax, ay, bx, by]);
  expect([segments.nx[0], segments.ny[0]]).toEqual([-ey / length, ex / length]);
  expect([segments.curved[0], segments.k[0], segments.bias[0]]).toEqual([0, Infinity, 2]);
});

test('[physics §7.4] from (0, 0) to (1, 0) the normal is (-0, -1): up', () => {
  const up = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
  ];
  const { segments } = stadium({ vertexes: up, segments: [{ v0: 0, v1: 1 }] }).pitch.arena;
  expect([segments.nx[0], segments.ny[0]]).toEqual([-0, -1]);
});

test.each([0.57, 0.1, 0, -0.31, 1.0000000000000002])(
  '[physics §3] an arc of k = %d: centre, radius, bounding vectors',
  (k) => {
    const { segments } = stadium({ vertexes, segments: [{ v0: 0, v1: 1, curveF: k }] }).pitch.arena;
    const [hx, hy] = [0.5 * (bx - ax), 0.5 * (by - ay)];
    const [cx, cy] = [ax + hx - hy * k, ay + hy + hx * k];
    const sign = k <= 0 ? -1 : 1;
    expect([segments.cx[0], segments.cy[0], segments.curved[0]]).toEqual([cx, cy, 1]);
    expect(segments.r[0]).toBe(Math.sqrt((ax - cx) * (ax - cx) + (ay - cy) * (ay - cy)));
    expect([segments.t0x[0], segments.t0y[0]]).toEqual([sign * (cy - ay), sign * (ax - cx)]);
    expect([segments.t1x[0], segments.t1y[0]]).toEqual([sign * (by - cy), sign * (cx - bx)]);
  },
);

test('[physics §3] a negative curve: the end points are those after the exchange', () => {
  const { segments } = stadium({ vertexes, segments: [{ v0: 0, v1: 1, curve: -90, bias: 3 }] }).pitch.arena;
  expect([segments.ax[0], segments.ay[0], segments.bx[0], segments.by[0]]).toEqual([bx, by, ax, ay]);
  expect([segments.k[0], segments.bias[0]]).toEqual([1.0000000000000002, -3]);
});

test('[stadium-format §5.5] the normal of a plane gets length 1, dist stays; a zero normal is NaN', () => {
  const planes = [
    { normal: [3, 4], dist: -50 },
    { normal: [0, 0], dist: 1 },
  ];
  const compiled = stadium({ planes }).pitch.arena.planes;
  expect([compiled.nx[0], compiled.ny[0], compiled.dist[0]]).toEqual([0.6, 0.8, -50]);
  expect([compiled.nx[1], compiled.ny[1], compiled.dist[1]]).toEqual([NaN, NaN, 1]);
});

test('[stadium-format §5.6] a joint without a length keeps the distance of its discs', () => {
  const discs = [{ pos: [3, 4] }, { pos: 5 }];
  const joints = [
    { d0: 0, d1: 1 },
    { d0: 1, d1: 2, strength: 0.5, color: [1, 2, 3] },
    { d0: 0, d1: 2, length: [4, 8] },
  ];
  const { pitch, drawing } = stadium({ discs, joints });
  expect([...pitch.arena.joints.min]).toEqual([5, 5, 4]);
  expect([...pitch.arena.joints.max]).toEqual([5, 5, 8]);
  expect([...pitch.arena.joints.strength]).toEqual([Infinity, 0.5, Infinity]);
  expect(drawing.joints).toEqual([{ color: 0 }, { color: 0x010203 }, { color: 0 }]);
});

test('[stadium-format §2] what a match and a screen are given', () => {
  const compiled = stadium({
    ...{ vertexes, segments: [{ v0: 0, v1: 1, vis: false, color: 'transparent' }], spawnDistance: 7 },
    ...{ kickOffReset: 'full', canBeStored: false, cameraFollow: 'player', maxViewWidth: 9, redSpawnPoints: [[1, 2]] },
  });
  expect(compiled.canBeStored).toBe(false);
  expect(compiled.pitch).toMatchObject({ width: 400, spawnDistance: 7, fullReset: true, redSpawns: [[1, 2]] });
  expect(compiled.drawing.segments).toEqual([{ visible: false, color: -1 }]);
  expect(compiled.drawing).toMatchObject({ cameraFollow: 'player', maxViewWidth: 9 });
});
