// One physics step of 1/60 s: integrate, collide, joints (physics.md §4 step 3).
import type { Arena } from './arena.ts';
import { collide } from './collide.ts';
import type { Contacts } from './contacts.ts';
import { integrate } from './integrate.ts';
import { solveJoints } from './joints.ts';
import type { World } from './world.ts';

/** Moves `world` on by one tick, in place; `contacts` receives the pairs of discs that touched. */
export function stepWorld(world: World, arena: Arena, contacts: Contacts): void {
  contacts.clear();
  integrate(world);
  collide(world, arena, contacts);
  solveJoints(world, arena.joints);
}
