import { describe, expect, it } from 'vitest';
import { sceneOf } from '../../test/kit/index.ts';
import { Contacts } from './contacts.ts';

describe('stepWorld', () => {
  it('[physics §6] moves by the old speed, then adds gravity, then damps; immovable discs glide too', () => {
    const disc = { pos: [1, 2], speed: [4, 0], gravity: [0, 2], damping: 0.5, invMass: 0 };
    const { world, step } = sceneOf({ discs: [disc] });
    step();
    expect([world.x[0], world.y[0], world.vx[0], world.vy[0]]).toEqual([5, 2, 2, 1]);
  });

  it('[physics §7] an immovable disc ignores planes, segments and vertices, but not discs', () => {
    const walls = {
      planes: [{ normal: [1, 0], dist: 100 }],
      vertexes: [
        { x: 3, y: 0 },
        { x: 3, y: 40 },
      ],
      segments: [{ v0: 0, v1: 1 }],
    };
    const { world, step, contacts } = sceneOf({ discs: [{ pos: [0, 20], invMass: 0 }, { pos: [15, 20] }], ...walls });
    step();
    expect([world.x[0], world.y[0]]).toEqual([0, 20]);
    expect(contacts.count).toBe(1);
    expect(world.x[1]).toBe(110);
  });

  it('[physics §7] each contact moves the disc that the next one tests', () => {
    // Pushed out of the left disc into the right one: 0-1 comes before 1-2.
    const discs = [{ pos: [0, 0], invMass: 0 }, { pos: [15, 0] }, { pos: [38, 0], invMass: 0 }];
    const { world, step, contacts } = sceneOf({ discs });
    step();
    expect([contacts.count, contacts.earlier(0), contacts.later(0), contacts.earlier(1), contacts.later(1)]).toEqual([
      2, 0, 1, 1, 2,
    ]);
    expect(world.x[1]).toBe(18);
  });

  it('[physics §4] joints come after collisions', () => {
    const joints = [{ d0: 0, d1: 1, length: 30 }];
    const { world, step } = sceneOf({ discs: [{ pos: [0, 0] }, { pos: [16, 0] }], joints });
    step();
    // Apart to 20 by the contact; then the rod adds 5 and 2.5 of the missing 10.
    expect(world.x[1] - world.x[0]).toBe(27.5);
  });

  it('notes any number of contacts', () => {
    const contacts = new Contacts();
    for (let i = 0; i < 200; i++) contacts.add(i, i + 1);
    expect([contacts.count, contacts.earlier(150), contacts.later(199)]).toEqual([200, 150, 200]);
    contacts.clear();
    expect(contacts.count).toBe(0);
  });
});
