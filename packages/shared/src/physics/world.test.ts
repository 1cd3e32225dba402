import { expect, it } from 'vitest';
import { digest } from './hash.ts';
import { addDisc, copyWorld, createWorld, type Disc, getDisc, INTS, REALS, removeDisc } from './world.ts';

const disc = (seed: number): Disc =>
  Object.fromEntries([...REALS, ...INTS].map((key, i) => [key, seed * 100 + i])) as unknown as Disc;

it('[physics §2] removing a disc closes the gap; later discs move down by one', () => {
  const world = createWorld(4);
  for (const seed of [1, 2, 3]) expect(addDisc(world, disc(seed))).toBe(seed - 1);
  removeDisc(world, 1);
  expect([world.count, getDisc(world, 0), getDisc(world, 1)]).toEqual([2, disc(1), disc(3)]);
});

it('[physics §2] a copy shares nothing, and refuses what it cannot hold', () => {
  const world = createWorld(2);
  addDisc(world, disc(1));
  addDisc(world, disc(2));
  const copy = createWorld(2);
  copyWorld(copy, world);
  world.x[0] = -1;
  expect(getDisc(copy, 0)).toEqual(disc(1));
  expect(() => addDisc(world, disc(3))).toThrow(RangeError);
  expect(() => copyWorld(createWorld(1), world)).toThrow(RangeError);
});

it('a digest is 16 hex digits and feels every byte, its place, and the length', () => {
  const bytes = new Uint8Array(300);
  const seen = new Set([digest(bytes), digest(bytes.slice(1))]);
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.slice();
    changed[i] = 1;
    seen.add(digest(changed));
  }
  expect(seen.size).toBe(302);
  expect([...seen].every((hash) => /^[0-9a-f]{16}$/.test(hash))).toBe(true);
});
