import { expect, test } from 'vitest';
import { shirtOf } from './kits.ts';

const none = { redKit: null, blueKit: null };
const plain = { angle: 0, textColor: 0, stripes: [0xffffff] };
const striped = { angle: 60, textColor: 0, stripes: [0xffffff, 0x000000] };

test('sides differ by colour and by mark', () => {
  expect(shirtOf(1, none, false).band).toBe('stripe');
  expect(shirtOf(2, none, false).band).toBe('hoop');
  expect(shirtOf(1, none, false).stripes).not.toEqual(shirtOf(2, none, false).stripes);
});

test("a room's own kit wins; of one colour it keeps its side's mark, stripes stay as they are", () => {
  expect(shirtOf(2, { ...none, blueKit: plain }, false)).toEqual({ ...plain, band: 'hoop' });
  expect(shirtOf(1, { ...none, redKit: striped }, false)).toEqual({ ...striped, band: 'none' });
});

test('the clear pair wins over every kit', () => {
  const kits = { redKit: plain, blueKit: plain };
  expect(shirtOf(1, kits, true).stripes).not.toEqual(shirtOf(2, kits, true).stripes);
  expect(shirtOf(1, kits, true)).toBe(shirtOf(1, none, true));
});

test('one kit is one shirt, so that a picture is not painted again', () => {
  const state = { ...none, redKit: plain };
  expect(shirtOf(1, state, false)).toBe(shirtOf(1, state, false));
});
