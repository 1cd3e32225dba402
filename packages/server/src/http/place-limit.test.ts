import { expect, it } from 'vitest';
import { PlaceLimit } from './place-limit.ts';

const limit = () => new PlaceLimit({ household: { burst: 2, refillMs: 1000 }, range: { burst: 4, refillMs: 1000 } }, 3);

it('a household has a budget, and another one has its own', () => {
  const some = limit();
  expect(['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((address) => some.take(address, 0))).toEqual([0, 0, 1]);
  expect(some.take('2001:db8::4', 1500)).toBe(0);
  expect(some.take('203.0.113.1', 0)).toBe(0);
});

it.each([
  ['IPv4 /24', (n: number) => `203.0.113.${n}`],
  ['IPv6 /48', (n: number) => `2001:db8:1:${n}::1`],
])('a range has a budget, however many of its addresses ask: %s', (_, address) => {
  const some = limit();
  expect([1, 2, 3, 4, 5].map((n) => some.take(address(n), 0))).toEqual([0, 0, 0, 0, 1]);
  expect(some.take('198.51.100.1', 0)).toBe(0);
});
