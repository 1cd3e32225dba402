// physics.md §7.2: disc a (earlier in the list) against disc b (later).
import { interact } from './flags.ts';
import type { World } from './world.ts';

/** Separates and bounces the pair; true if they touched (touching exactly counts). */
export function collideDiscs(world: World, a: number, b: number): boolean {
  const { x, y, vx, vy, radius, invMass, bCoef, cMask, cGroup } = world;
  if (!interact(cMask[a], cGroup[a], cMask[b], cGroup[b])) return false;
  const dx = x[a] - x[b];
  const dy = y[a] - y[b];
  const d2 = dx * dx + dy * dy;
  const rs = radius[a] + radius[b];
  // Coincident centres do not interact; a NaN distance fails both tests.
  if (!(d2 > 0 && d2 <= rs * rs)) return false;
  const d = Math.sqrt(d2);
  const nx = dx / d;
  const ny = dy / d;
  // Two immovable discs give 0/0 = NaN here and vanish, as map makers know.
  const f = invMass[a] / (invMass[a] + invMass[b]);
  const pen = rs - d;
  const pa = pen * f;
  x[a] += nx * pa;
  y[a] += ny * pa;
  const pb = pen - pa;
  x[b] -= nx * pb;
  y[b] -= ny * pb;
  let vn = nx * (vx[a] - vx[b]) + ny * (vy[a] - vy[b]);
  if (vn < 0) {
    vn = vn * (bCoef[a] * bCoef[b] + 1);
    const va = f * vn;
    vx[a] -= nx * va;
    vy[a] -= ny * va;
    const vb = vn - va;
    vx[b] += nx * vb;
    vy[b] += ny * vb;
  }
  return true;
}
