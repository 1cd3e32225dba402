import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../test/kit/index.ts';
import { collideSegment } from './disc-segment.ts';

/** A wall from (-50, 0) to (50, 0) and a disc of radius 10; where the disc is afterwards. */
function against(wall: object, x: number, y: number, vy = 0): number[] {
  const vertexes = [
    { x: -50, y: 0 },
    { x: 50, y: 0 },
  ];
  const segments = [{ v0: 0, v1: 1, ...wall }];
  const { world, arena } = sceneOf({ discs: [{ speed: [0, vy] }], vertexes, segments });
  world.x[0] = x;
  world.y[0] = y;
  collideSegment(world, 0, arena.segments, 0);
  return [world.x[0], world.y[0], world.vy[0]];
}

describe('collideSegment', () => {
  it('[physics §7.4] without bias a wall has two sides', () => {
    expect(against({}, 0, 4, -2)).toEqual([0, 10, 1]);
    expect(against({}, 0, -4, 2)).toEqual([0, -10, -1]);
    expect(against({}, 0, 10, -2)).toEqual([0, 10, -2]);
  });

  it('[physics §7.4] the ends are half-open: a centre beside them, or right above them, passes', () => {
    expect(against({}, 50, 4)).toEqual([50, 4, 0]);
    expect(against({}, -50, 4)).toEqual([-50, 4, 0]);
    expect(against({}, 49.99, 4)).toEqual([49.99, 10, 0]);
  });

  it('[physics §7.4] with bias one side is solid: up for a wall that runs to the right', () => {
    expect(against({ bias: 6 }, 0, -4)).toEqual([0, -10, 0]);
    // A little behind the wall: still pushed to the solid side.
    expect(against({ bias: 6 }, 0, 5)).toEqual([0, -10, 0]);
    expect(against({ bias: 6 }, 0, 6.5)).toEqual([0, 6.5, 0]);
    expect(against({ bias: -6 }, 0, -5)).toEqual([0, 10, 0]);
    expect(against({ bias: -6 }, 0, -6.5)).toEqual([0, -6.5, 0]);
  });

  it('[physics §7.4] an arc acts where it is, from inside and from outside', () => {
    // curveF 1: a quarter; centre (0, 50), radius √5000, the arc passes above through (0, 50 - √5000).
    const top = 50 - Math.sqrt(5000);
    expect(against({ curveF: 1 }, 0, top + 4)[1]).toBeCloseTo(top + 10, 9);
    expect(against({ curveF: 1 }, 0, top - 4)[1]).toBeCloseTo(top - 10, 9);
    // Outside of the quarter, at the same radius.
    expect(against({ curveF: 1 }, 0, 50 + Math.sqrt(5000) - 4)[1]).toBe(50 + Math.sqrt(5000) - 4);
  });

  it('[physics §7.4] an arc of more than half a circle is what the short one leaves out', () => {
    const long = { curveF: -1 };
    const bottom = -50 + Math.sqrt(5000);
    expect(against(long, 0, -50 - Math.sqrt(5000) + 4)[1]).toBeCloseTo(-50 - Math.sqrt(5000) + 10, 9);
    expect(against(long, 0, bottom - 4)[1]).toBe(bottom - 4);
  });

  it('[physics §7.4] positive bias makes the outside of an arc solid', () => {
    const top = 50 - Math.sqrt(5000);
    expect(against({ curveF: 1, bias: 6 }, 0, top + 5)[1]).toBeCloseTo(top - 10, 9);
    expect(against({ curveF: 1, bias: 6 }, 0, top + 7)[1]).toBe(top + 7);
  });

  it('[physics §7.4] a NaN distance counts as near, and spreads', () => {
    expect(against({}, Number.NaN, 100)).toEqual([Number.NaN, Number.NaN, 0]);
  });

  it('[physics §7.4] the very centre of an arc is not pushed', () => {
    const small = [
      { x: -1, y: 0 },
      { x: 1, y: 0 },
    ];
    const segments = [{ v0: 0, v1: 1, curveF: -1 }];
    const { world, arena } = sceneOf({ discs: [{ pos: [0, -1] }], vertexes: small, segments });
    collideSegment(world, 0, arena.segments, 0);
    expect([world.x[0], world.y[0]]).toEqual([0, -1]);
  });
});
