import { expect, it } from 'vitest';
import { Recent } from './recent.ts';

it('counts what lies in the window, and forgets what left it', () => {
  const recent = new Recent(1000);
  for (let i = 0; i < 10; i++) recent.add('a', 500);
  expect(recent.of('a', 900)).toBe(10);
  expect(recent.of('a', 1500)).toBe(5);
  expect(recent.of('a', 2000)).toBe(0);
  recent.add('a', 2100);
  expect(recent.of('a', 2100)).toBe(1);
  expect(recent.of('b', 2100)).toBe(0);
});

it('remembers a bounded number of keys, those that came last', () => {
  const recent = new Recent(1000, 3);
  for (const key of ['a', 'b', 'a', 'c', 'd']) recent.add(key, 0);
  expect(recent.size).toBe(3);
  expect(recent.of('a', 0)).toBe(2);
  expect(recent.of('b', 0)).toBe(0);
});

it('keeps nothing of keys that left the window', () => {
  const recent = new Recent(1000);
  for (const key of ['a', 'b', 'c']) recent.add(key, 500);
  recent.add('c', 1500);
  expect(recent.size).toBe(3);
  recent.add('d', 2000);
  expect(recent.size).toBe(2);
  expect(recent.of('c', 2000)).toBe(1);
});
