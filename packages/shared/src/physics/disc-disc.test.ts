import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../test/kit/index.ts';
import { collideDiscs } from './disc-disc.ts';

describe('collideDiscs', () => {
  it('[physics §7.2] equal discs share the overlap and bounce by the product of their bCoef', () => {
    const { world } = sceneOf({
      discs: [
        { pos: [0, 0], speed: [2, 0] },
        { pos: [16, 0], speed: [-2, 0] },
      ],
    });
    expect(collideDiscs(world, 0, 1)).toBe(true);
    expect([...world.x]).toEqual([-2, 18]);
    // Closing speed 4, bCoef 0.5 · 0.5: vn = -4 · 1.25, half of it each.
    expect([...world.vx]).toEqual([-0.5, 0.5]);
  });

  it('[physics §7.2] an immovable disc leaves the whole way to the other', () => {
    const { world } = sceneOf({
      discs: [
        { pos: [0, 0], speed: [1, 0] },
        { pos: [16, 0], invMass: 0 },
      ],
    });
    collideDiscs(world, 0, 1);
    expect([...world.x]).toEqual([-4, 16]);
    expect([...world.vx]).toEqual([1 - 1.25, 0]);
  });

  it('[physics §7.2] touching exactly counts; separating discs keep their speed', () => {
    const { world } = sceneOf({ discs: [{ pos: [0, 0], speed: [-1, 0] }, { pos: [20, 0] }] });
    expect(collideDiscs(world, 0, 1)).toBe(true);
    expect([...world.vx]).toEqual([-1, 0]);
    world.x[1] = 20.000001;
    expect(collideDiscs(world, 0, 1)).toBe(false);
  });

  it('[physics §7.2] coincident centres do not interact', () => {
    const { world } = sceneOf({ discs: [{ pos: [5, 5] }, { pos: [5, 5] }] });
    expect(collideDiscs(world, 0, 1)).toBe(false);
    expect([...world.x]).toEqual([5, 5]);
  });

  it('[physics §7.2] two overlapping immovable discs become NaN', () => {
    const { world } = sceneOf({
      discs: [
        { pos: [0, 0], invMass: 0 },
        { pos: [5, 0], invMass: 0 },
      ],
    });
    collideDiscs(world, 0, 1);
    expect([...world.x]).toEqual([Number.NaN, Number.NaN]);
  });

  it('[physics §7.1] both masks must agree', () => {
    const pair = [
      { pos: [0, 0], cMask: ['red'] },
      { pos: [5, 0], cGroup: ['red'], cMask: ['blue'] },
    ];
    const { world } = sceneOf({ discs: pair });
    world.cGroup[0] = 1;
    expect(collideDiscs(world, 0, 1)).toBe(false);
    world.cGroup[0] = 4;
    expect(collideDiscs(world, 0, 1)).toBe(true);
  });
});
