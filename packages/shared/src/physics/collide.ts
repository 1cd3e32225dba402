// physics.md §7: one pass in a fixed order, in place; each contact moves the discs that the next one tests.
import type { Arena } from './arena.ts';
import type { Contacts } from './contacts.ts';
import { collideDiscs } from './disc-disc.ts';
import { collidePlane } from './disc-plane.ts';
import { collideSegment } from './disc-segment.ts';
import { collideVertex } from './disc-vertex.ts';
import type { World } from './world.ts';

export function collide(world: World, arena: Arena, contacts: Contacts): void {
  const { planes, segments, vertices } = arena;
  const { invMass, count } = world;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      if (collideDiscs(world, a, b)) contacts.add(a, b);
    }
    if (invMass[a] === 0) continue;
    for (let p = 0; p < planes.count; p++) collidePlane(world, a, planes, p);
    for (let s = 0; s < segments.count; s++) collideSegment(world, a, segments, s);
    for (let v = 0; v < vertices.count; v++) collideVertex(world, a, vertices, v);
  }
}
