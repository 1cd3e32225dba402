// physics.md §8: springs and rods, twice over the list, after all collisions.
import type { Joints } from './arena.ts';
import type { World } from './world.ts';

export function solveJoints(world: World, joints: Joints): void {
  for (let pass = 0; pass < 2; pass++) {
    for (let j = 0; j < joints.count; j++) solveJoint(world, joints, j);
  }
}

function solveJoint(world: World, joints: Joints, j: number): void {
  const { x, y, vx, vy, invMass } = world;
  const a = joints.d0[j];
  const b = joints.d1[j];
  if (a >= world.count || b >= world.count) return;
  const dx = x[a] - x[b];
  const dy = y[a] - y[b];
  const d = Math.sqrt(dx * dx + dy * dy);
  if (d <= 0) return;
  const nx = dx / d;
  const ny = dy / d;
  let f = invMass[a] / (invMass[a] + invMass[b]);
  if (Number.isNaN(f)) f = 0.5;

  const min = joints.min[j];
  const max = joints.max[j];
  let target: number;
  let side: number;
  if (min >= max) {
    target = min;
    side = 0;
  } else if (d <= min) {
    target = min;
    side = 1;
  } else if (d >= max) {
    target = max;
    side = -1;
  } else return;
  const e = target - d;

  const strength = joints.strength[j];
  if (Number.isFinite(strength)) {
    const g = strength * e * 0.5;
    const gx = nx * g;
    const gy = ny * g;
    vx[a] += gx * invMass[a];
    vy[a] += gy * invMass[a];
    vx[b] -= gx * invMass[b];
    vy[b] -= gy * invMass[b];
    return;
  }

  const ea = e * f;
  x[a] += nx * ea * 0.5;
  y[a] += ny * ea * 0.5;
  const eb = e - ea;
  x[b] -= nx * eb * 0.5;
  y[b] -= ny * eb * 0.5;
  const vn = nx * (vx[a] - vx[b]) + ny * (vy[a] - vy[b]);
  if (side * vn <= 0) {
    const va = f * vn;
    vx[a] -= nx * va;
    vy[a] -= ny * va;
    const vb = vn - va;
    vx[b] += nx * vb;
    vy[b] += ny * vb;
  }
}
