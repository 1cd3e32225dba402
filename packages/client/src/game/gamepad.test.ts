import { KEY } from '@touchline/shared/match';
import { expect, test } from 'vitest';
import { stickKeys } from './directions.ts';
import { padKeys } from './gamepad.ts';

const pad = (axes: number[], pressed: number[] = []) => ({
  axes,
  buttons: Array.from({ length: 17 }, (_, i) => ({ pressed: pressed.includes(i) })),
});

test('a stick goes eight ways, each an eighth of the circle wide', () => {
  const around = [8, 10, 2, 6, 4, 5, 1, 9];
  around.forEach((keys, eighth) => {
    for (const off of [-20, 0, 20]) {
      const angle = ((45 * eighth + off) * Math.PI) / 180;
      expect(stickKeys(Math.cos(angle), Math.sin(angle), 0.3)).toBe(keys);
    }
  });
});

test('a small push is none', () => {
  expect(stickKeys(3, 4, 6)).toBe(0);
  expect(stickKeys(Number.NaN, 0, 0.3)).toBe(0);
});

test('stick, cross and any face button', () => {
  expect(padKeys(pad([0.1, -0.9]))).toBe(KEY.up);
  expect(padKeys(pad([0, 0], [13, 14]))).toBe(KEY.down | KEY.left);
  for (const face of [0, 1, 2, 3]) expect(padKeys(pad([0, 0], [face]))).toBe(KEY.kick);
  expect(padKeys({ axes: [], buttons: [] })).toBe(0);
});
