import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../test/kit/index.ts';
import { solveJoints } from './joints.ts';

/** Disc 0 at (12, 0), disc 1 at (0, 0), one joint between them; x and vx of both after it has been solved. */
function tie(joint: object, first: object = {}, second: object = {}) {
  const discs = [
    { pos: [12, 0], radius: 1, ...first },
    { pos: [0, 0], radius: 1, ...second },
  ];
  const { world, arena } = sceneOf({ discs, joints: [{ d0: 0, d1: 1, ...joint }] });
  solveJoints(world, arena.joints);
  return { x: [...world.x], vx: [...world.vx] };
}

describe('solveJoints', () => {
  it('[physics §8] a rod corrects half of its error, shared by mass, twice', () => {
    expect(tie({ length: 10 }).x).toEqual([11.25, 0.75]);
    expect(tie({ length: 10 }, { invMass: 0 }).x).toEqual([12, 1.5]);
  });

  it('[physics §8] two immovable discs on a rod are moved, on a spring they are not', () => {
    const still = { invMass: 0 };
    expect(tie({ length: 10 }, still, still).x).toEqual([11.25, 0.75]);
    const spring = tie({ length: 10, strength: 0.5 }, still, still);
    expect(spring.x).toEqual([12, 0]);
    expect(spring.vx).toEqual([0, 0]);
  });

  it('[physics §8] a rod takes the speed along it, both ways', () => {
    expect(tie({ length: 12 }, { speed: [2, 0] }).vx).toEqual([1, 1]);
    expect(tie({ length: 12 }, { speed: [-2, 0] }).vx).toEqual([-1, -1]);
  });

  it('[physics §8] a spring changes speeds only, twice per tick', () => {
    const { x, vx } = tie({ length: 10, strength: 0.5 });
    expect(x).toEqual([12, 0]);
    expect(vx).toEqual([-1, 1]);
  });

  it('[physics §8] a range is slack between its ends', () => {
    const free = tie({ length: [8, 15] }, { speed: [2, 0] });
    expect(free).toEqual({ x: [12, 0], vx: [2, 0] });
  });

  it('[physics §8] beyond the end of a range only what leads further is stopped', () => {
    expect(tie({ length: [4, 10] }, { speed: [2, 0] }).vx).toEqual([1, 1]);
    expect(tie({ length: [4, 10] }, { speed: [-2, 0] }).vx).toEqual([-2, 0]);
    expect(tie({ length: [14, 20] }, { speed: [-2, 0] }).vx).toEqual([-1, -1]);
    expect(tie({ length: [14, 20] }, { speed: [2, 0] }).vx).toEqual([2, 0]);
  });

  it('[physics §8] min ≥ max is one length, min', () => {
    expect(tie({ length: [10, 3] }).x).toEqual([11.25, 0.75]);
  });

  it('[physics §8] discs on one spot, and discs that are gone, are passed over', () => {
    expect(tie({ length: 5 }, { pos: [0, 0] }).x).toEqual([0, 0]);
    const { world, arena } = sceneOf({ discs: [{ pos: [12, 0] }, {}], joints: [{ d0: 0, d1: 1, length: 5 }] });
    world.count = 1;
    solveJoints(world, arena.joints);
    expect(world.x[0]).toBe(12);
  });
});
