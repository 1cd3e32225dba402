import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../test/kit/index.ts';
import { collideVertex } from './disc-vertex.ts';

function at(x: number, vx: number): number[] {
  const { world, arena } = sceneOf({
    discs: [{ pos: [x, 0], speed: [vx, 0] }],
    vertexes: [{ x: 0, y: 0, bCoef: 0.5 }],
  });
  collideVertex(world, 0, arena.vertices, 0);
  return [world.x[0], world.vx[0]];
}

describe('collideVertex', () => {
  it('[physics §7.5] pushes a disc away and bounces it', () => expect(at(6, -2)).toEqual([10, 0.5]));
  it('[physics §7.5] touching exactly counts', () => expect(at(10, -2)).toEqual([10, 0.5]));
  it('[physics §7.5] a disc that leaves keeps its speed', () => expect(at(6, 2)).toEqual([10, 2]));
  it('[physics §7.5] a disc right on the corner does not interact', () => expect(at(0, 1)).toEqual([0, 1]));
});
