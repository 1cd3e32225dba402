// physics.md §7.5: a disc against a corner.
import type { Vertices } from './arena.ts';
import { interact } from './flags.ts';
import type { World } from './world.ts';

export function collideVertex(world: World, a: number, vertices: Vertices, v: number): void {
  const { x, y, vx, vy, radius } = world;
  if (!interact(world.cMask[a], world.cGroup[a], vertices.cMask[v], vertices.cGroup[v])) return;
  const dx = x[a] - vertices.x[v];
  const dy = y[a] - vertices.y[v];
  const d2 = dx * dx + dy * dy;
  if (!(d2 > 0 && d2 <= radius[a] * radius[a])) return;
  const d = Math.sqrt(d2);
  const nx = dx / d;
  const ny = dy / d;
  const pen = radius[a] - d;
  x[a] += nx * pen;
  y[a] += ny * pen;
  let vn = nx * vx[a] + ny * vy[a];
  if (vn < 0) {
    vn = vn * (world.bCoef[a] * vertices.bCoef[v] + 1);
    vx[a] -= nx * vn;
    vy[a] -= ny * vn;
  }
}
