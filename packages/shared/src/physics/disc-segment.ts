// physics.md §7.4: a disc against a straight or curved wall, two-sided or, with a bias, one-sided.
import type { Segments } from './arena.ts';
import { interact } from './flags.ts';
import type { World } from './world.ts';

export function collideSegment(world: World, a: number, segments: Segments, i: number): void {
  if (!interact(world.cMask[a], world.cGroup[a], segments.cMask[i], segments.cGroup[i])) return;
  const { x, y, vx, vy } = world;
  let s: number;
  let nx: number;
  let ny: number;
  if (segments.curved[i] === 0) {
    const ux = segments.bx[i] - segments.ax[i];
    const uy = segments.by[i] - segments.ay[i];
    const qx = x[a] - segments.bx[i];
    const qy = y[a] - segments.by[i];
    if ((x[a] - segments.ax[i]) * ux + (y[a] - segments.ay[i]) * uy <= 0 || qx * ux + qy * uy >= 0) return;
    nx = segments.nx[i];
    ny = segments.ny[i];
    s = nx * qx + ny * qy;
  } else {
    const wx = x[a] - segments.cx[i];
    const wy = y[a] - segments.cy[i];
    const inside = segments.t0x[i] * wx + segments.t0y[i] * wy > 0 && segments.t1x[i] * wx + segments.t1y[i] * wy > 0;
    if (inside === segments.k[i] <= 0) return;
    const d = Math.sqrt(wx * wx + wy * wy);
    if (d === 0) return;
    s = d - segments.r[i];
    nx = wx / d;
    ny = wy / d;
  }

  let bias = segments.bias[i];
  if (bias === 0) {
    if (s < 0) {
      s = -s;
      nx = -nx;
      ny = -ny;
    }
  } else {
    if (bias < 0) {
      bias = -bias;
      s = -s;
      nx = -nx;
      ny = -ny;
    }
    if (s < -bias) return;
  }

  const radius = world.radius[a];
  // Not `s < radius`: a NaN distance goes on and spreads, as in the reference.
  if (s >= radius) return;
  const pen = radius - s;
  x[a] += nx * pen;
  y[a] += ny * pen;
  let vn = nx * vx[a] + ny * vy[a];
  if (vn < 0) {
    vn = vn * (world.bCoef[a] * segments.bCoef[i] + 1);
    vx[a] -= nx * vn;
    vy[a] -= ny * vn;
  }
}
