// physics.md §7.3: a disc against a half-plane.
import type { Planes } from './arena.ts';
import { interact } from './flags.ts';
import type { World } from './world.ts';

export function collidePlane(world: World, a: number, planes: Planes, p: number): void {
  const { x, y, vx, vy } = world;
  if (!interact(world.cMask[a], world.cGroup[a], planes.cMask[p], planes.cGroup[p])) return;
  const nx = planes.nx[p];
  const ny = planes.ny[p];
  const pen = planes.dist[p] - (nx * x[a] + ny * y[a]) + world.radius[a];
  if (!(pen > 0)) return;
  x[a] += nx * pen;
  y[a] += ny * pen;
  let vn = vx[a] * nx + vy[a] * ny;
  if (vn < 0) {
    vn = vn * (world.bCoef[a] * planes.bCoef[p] + 1);
    vx[a] -= vn * nx;
    vy[a] -= vn * ny;
  }
}
