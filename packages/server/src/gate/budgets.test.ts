import { expect, it } from 'vitest';
import { budgetKey, rangeKey } from '../http/address.ts';
import { RateLimit } from '../http/rate-limit.ts';
import { Budgets } from './budgets.ts';

const rates = { household: { burst: 2, refillMs: 1000 }, range: { burst: 4, refillMs: 1000 } };
const budgets = () => new Budgets(rates, (rate) => new RateLimit(rate, 3));
const from = (address: string) => ({ household: budgetKey(address), range: rangeKey(address) });

it('a household has one', () => {
  const some = budgets();
  const waits = ['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((address) => some.take(from(address), 0));
  expect(waits).toEqual([0, 0, 1]);
  expect(some.take(from('2001:db8::4'), 1500)).toBe(0);
  expect(some.take(from('203.0.113.1'), 0)).toBe(0);
});

it.each([
  ['IPv4 /24', (n: number) => `203.0.113.${n}`],
  ['IPv6 /48', (n: number) => `2001:db8:1:${n}::1`],
])('a range has one, however many of its addresses ask: %s', (_, address) => {
  const some = budgets();
  const waits = [1, 2, 3, 4, 5].map((n) => some.take(from(address(n)), 0));
  expect(waits).toEqual([0, 0, 0, 0, 1]);
  expect(some.take(from('198.51.100.1'), 0)).toBe(0);
});
