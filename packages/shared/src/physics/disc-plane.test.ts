import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../test/kit/index.ts';
import { collidePlane } from './disc-plane.ts';

describe('collidePlane', () => {
  it('[physics §7.3] pushes a disc out and turns its speed round by the product of the bCoef', () => {
    const planes = [{ normal: [0, 1], dist: -100 }];
    const { world, arena } = sceneOf({ discs: [{ pos: [7, -95], speed: [3, -2] }], planes });
    collidePlane(world, 0, arena.planes, 0);
    expect([world.x[0], world.y[0], world.vx[0], world.vy[0]]).toEqual([7, -90, 3, 1]);
  });

  it('[physics §7.3] lets a disc be that only just touches, or leaves', () => {
    const planes = [{ normal: [0, 1], dist: -100 }];
    const { world, arena } = sceneOf({ discs: [{ pos: [0, -90], speed: [0, -2] }], planes });
    collidePlane(world, 0, arena.planes, 0);
    expect([world.y[0], world.vy[0]]).toEqual([-90, -2]);
    world.y[0] = -95;
    world.vy[0] = 2;
    collidePlane(world, 0, arena.planes, 0);
    expect([world.y[0], world.vy[0]]).toEqual([-90, 2]);
  });
});
