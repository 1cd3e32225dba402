// Colours, flags and keywords: every row of stadium-format.md §4 and §1.
import { expect, test } from 'vitest';
import { formatColour, formatFlags, isKeyword, parseColour, parseFlags, toInt } from './forms.ts';

test.each([
  ['transparent', -1],
  [['transparent'], -1],
  ['FFCCCC', 0xffcccc],
  ['ffcccc', 0xffcccc],
  ['fff', 0x000fff],
  ['FFCCzz', 0x00ffcc],
  ['12FFCCCC', 0xffcccc],
  ['FFFFFFFF', -1],
  ['#FF0000', null],
  ['xyz', null],
  ['', null],
  [' FF', null],
  [[255, 204, 0], 0xffcc00],
  [[1.9, 2.9, 3.9], 0x010203],
  [[0, 0, 256], 0x000100],
  [[0, 0, -1], -1],
  [[], 0],
  [[null, 'a', 7], 7],
  [5, undefined],
  [true, undefined],
  [{}, undefined],
])('[stadium-format §4.1] the colour %j is %j', (written, colour) => {
  expect(parseColour(written)).toBe(colour);
});

test('[stadium-format §4.1] a colour written is a colour read', () => {
  for (const colour of [-1, 0, 1, 0x00ff00, 0xffffff]) expect(parseColour(formatColour(colour))).toBe(colour);
});

test.each([
  ['ball', 1],
  ['red', 2],
  ['blue', 4],
  ['redKO', 8],
  ['blueKO', 16],
  ['wall', 32],
  ['kick', 64],
  ['score', 128],
  ['c0', 268435456],
  ['c1', 536870912],
  ['c2', 1073741824],
  ['c3', -2147483648],
  ['all', 63],
])('[stadium-format §4.2] the flag %s is %i', (name, bit) => {
  expect(parseFlags([name])).toBe(bit);
  expect(parseFlags(formatFlags(bit))).toBe(bit);
});

test('[stadium-format §4.2] flags are united, unknown entries ignored, anything but a list refused', () => {
  expect(parseFlags(['red', 'blue', 'red'])).toBe(6);
  expect(parseFlags(['zzz', 5, null, ['ball'], 'Ball', 'toString', '__proto__'])).toBe(0);
  expect(parseFlags([])).toBe(0);
  for (const value of ['all', 63, { 0: 'ball' }, true]) expect(parseFlags(value)).toBeUndefined();
});

test('[stadium-format §8] every mask that flags can make is written back to itself', () => {
  for (let bits = 0; bits < 4096; bits++) {
    const mask = (bits & 255) | ((bits >> 8) << 28);
    expect(parseFlags(formatFlags(mask))).toBe(mask);
  }
});

test('[stadium-format §1] a keyword is compared loosely', () => {
  expect(isKeyword('full', 'full')).toBe(true);
  expect(isKeyword(['full'], 'full')).toBe(true);
  for (const value of [['full', 'full'], [['full']], [], 'Full', null, undefined, 1]) {
    expect(isKeyword(value, 'full')).toBe(false);
  }
});

test('[stadium-format §2] conversion to int truncates towards zero', () => {
  expect([600.9, -600.9, Number.NaN, Number.POSITIVE_INFINITY, '5'].map(toInt)).toEqual([600, -600, 0, 0, 0]);
});
