// Lookups see own keys of plain objects and nothing else.
import { expect, test } from 'vitest';
import { own } from './fields.ts';

test('[stadium-format §3] only own keys of plain objects are fields, and null is absent', () => {
  expect(own({ a: 0 }, 'a')).toBe(0);
  expect(own({ a: null }, 'a')).toBeUndefined();
  for (const key of ['toString', '__proto__', 'constructor']) expect(own({}, key)).toBeUndefined();
  for (const holder of [[1], 'text', 5, null, undefined]) expect(own(holder, 'length')).toBeUndefined();
});
