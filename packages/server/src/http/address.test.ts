import { expect, test } from 'vitest';
import { RateLimit } from '../rate-limit.ts';
import { budgetKey, clientAddress, isProxyEntry, TrustedProxies } from './address.ts';

const nobody = new TrustedProxies([]);
const proxies = new TrustedProxies(['loopback', '10.0.0.0/8', '2001:db8::/32']);

test('nobody is believed unless trusted', () => {
  expect(clientAddress('203.0.113.9', '1.2.3.4', nobody)).toBe('203.0.113.9');
  expect(clientAddress('127.0.0.1', '1.2.3.4', nobody)).toBe('127.0.0.1');
  expect(clientAddress('203.0.113.9', '1.2.3.4', proxies)).toBe('203.0.113.9');
  expect(clientAddress(undefined, '1.2.3.4', proxies)).toBe('');
});

test('behind trusted proxies the rightmost address that is not one of them counts', () => {
  expect(clientAddress('127.0.0.1', '1.2.3.4', proxies)).toBe('1.2.3.4');
  expect(clientAddress('::ffff:127.0.0.1', '6.6.6.6, 1.2.3.4, 10.1.1.1', proxies)).toBe('1.2.3.4');
  expect(clientAddress('2001:db8::5', ['6.6.6.6', '1.2.3.4'], proxies)).toBe('1.2.3.4');
  expect(clientAddress('127.0.0.1', undefined, proxies)).toBe('127.0.0.1');
  expect(clientAddress('127.0.0.1', 'rubbish', proxies)).toBe('127.0.0.1');
  expect(clientAddress('127.0.0.1', '1.2.3.4, rubbish, 10.0.0.1', proxies)).toBe('10.0.0.1');
});

test('IPv6 counts by /64', () => {
  expect(budgetKey('2001:db8::1')).toBe(budgetKey('2001:db8:0:0:ffff::2'));
  expect(budgetKey('2001:db8::1')).not.toBe(budgetKey('2001:db8:0:1::1'));
  expect(budgetKey('::1')).toBe('0:0:0:0::/64');
  expect(budgetKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(budgetKey('203.0.113.9')).toBe('203.0.113.9');
});

test('entries for trusted proxies are checked', () => {
  for (const good of ['loopback', '127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8']) expect(isProxyEntry(good)).toBe(true);
  for (const bad of ['', '*', 'localhost', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/x'])
    expect(isProxyEntry(bad)).toBe(false);
});

test('a rate limit: burst, refill, and a bounded memory', () => {
  const limit = new RateLimit({ burst: 2, refillMs: 10_000 }, 3);
  expect([limit.take('a', 0), limit.take('a', 0)]).toEqual([0, 0]);
  expect(limit.take('a', 0)).toBeCloseTo(10);
  expect(limit.take('a', 5000)).toBeCloseTo(5);
  expect(limit.take('a', 10_000)).toBe(0);
  expect(limit.take('a', 10_001)).toBeGreaterThan(9);
  for (let i = 0; i < 100; i++) limit.take(`key ${i}`, 10_001);
  expect(limit.size).toBe(3);
});

test('a rate limit forgets whom it could not refuse any more', () => {
  const limit = new RateLimit({ burst: 2, refillMs: 10_000 });
  limit.take('a', 0);
  limit.take('b', 0);
  limit.take('b', 0);
  limit.take('c', 9_999);
  expect(limit.size).toBe(3);
  limit.take('c', 10_000);
  expect(limit.size).toBe(2);
  expect(limit.take('b', 10_000)).toBe(0);
  expect(limit.take('b', 10_000)).toBeGreaterThan(0);
});
