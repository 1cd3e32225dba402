import { expect, test } from 'vitest';
import { Shelves } from './sheet.ts';
import { shorten, stampRadius } from './stamps.ts';

test('a long nick ends in an ellipsis, between whole letters', () => {
  const measure = (text: string) => [...text].length;
  expect(shorten('Bobby', 5, measure)).toBe('Bobby');
  expect(shorten('Bobby Charlton', 7, measure)).toBe('Bobby…');
  expect(shorten('⚽⚽🥅🥅', 3, measure)).toBe('⚽⚽…');
});

test('radii that differ by less than a quarter of a pixel share a picture', () => {
  expect(stampRadius(13.1)).toBe(stampRadius(13.05));
  expect(stampRadius(100_000)).toBe(160);
});

test('shelves fill from left to right, then down, then are full', () => {
  const shelves = new Shelves(100);
  expect(shelves.place(60, 30)).toEqual({ x: 0, y: 0 });
  expect(shelves.place(40, 50)).toEqual({ x: 60, y: 0 });
  expect(shelves.place(40, 50)).toEqual({ x: 0, y: 50 });
  expect(shelves.place(70, 50)).toBeNull();
  expect(shelves.place(101, 1)).toBeNull();
});
