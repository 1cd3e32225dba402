// physics.md §6: every disc moves by its speed, then the speed is damped. Immovable discs glide too.
import type { World } from './world.ts';

export function integrate(world: World): void {
  const { x, y, vx, vy, gx, gy, damping, count } = world;
  for (let i = 0; i < count; i++) {
    x[i] = x[i] + vx[i];
    y[i] = y[i] + vy[i];
    vx[i] = damping[i] * (vx[i] + gx[i]);
    vy[i] = damping[i] * (vy[i] + gy[i]);
  }
}
