import { expect, it } from 'vitest';
import { rangeKey } from '../http/address.ts';
import { RateLimit } from '../http/rate-limit.ts';
import { Budgets } from './budgets.ts';

const rates = {
  address: { burst: 2, refillMs: 1000 },
  range: { burst: 4, refillMs: 1000 },
  key: { burst: 3, refillMs: 1000 },
};
const budgets = () => new Budgets(rates, (rate) => new RateLimit(rate, 3));
const asking = (address: string, key: string) => ({ address, range: rangeKey(address), key });

it('a household has one, whatever keys it brings', () => {
  const some = budgets();
  const waits = [1, 2, 3].map((n) => some.take(asking('203.0.113.1', `key ${n}`), 0));
  expect(waits).toEqual([0, 0, 1]);
  expect(some.take(asking('203.0.113.1', 'key 4'), 1500)).toBe(0);
});

it('a key has one, wherever it comes from', () => {
  const some = budgets();
  const waits = [1, 2, 3, 4].map((n) => some.take(asking(`198.51.${n}.1`, 'key'), 0));
  expect(waits).toEqual([0, 0, 0, 1]);
});

it.each([
  ['IPv4 /24', (n: number) => `203.0.113.${n}`],
  ['IPv6 /48', (n: number) => `2001:db8:1:${n}::1`],
])('a range has one, however many of its addresses ask: %s', (_, address) => {
  const some = budgets();
  const waits = [1, 2, 3, 4, 5].map((n) => some.take(asking(address(n), `key ${n}`), 0));
  expect(waits).toEqual([0, 0, 0, 0, 1]);
  expect(some.take(asking('198.51.100.1', 'key'), 0)).toBe(0);
});
