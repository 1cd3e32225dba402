// Where people reach the server, as requests and proxies tell it.
import { expect, it } from 'vitest';
import { publicOrigin, TrustedProxies } from './address.ts';

const NOBODY = new TrustedProxies([]);
const LOOPBACK = new TrustedProxies(['loopback']);
const PEER = '::ffff:127.0.0.1';

it('is what the request says, on plain http', () => {
  expect(publicOrigin(PEER, { host: 'Example.org' }, NOBODY)).toBe('http://example.org');
  expect(publicOrigin(PEER, { host: 'localhost:2567' }, NOBODY)).toBe('http://localhost:2567');
  expect(publicOrigin(PEER, { host: '[::1]:2567' }, NOBODY)).toBe('http://[::1]:2567');
});

it('a trusted proxy knows better, anybody else does not', () => {
  const headers = { host: 'inside:80', 'x-forwarded-host': 'play.example.org', 'x-forwarded-proto': 'https' };
  expect(publicOrigin(PEER, headers, LOOPBACK)).toBe('https://play.example.org');
  expect(publicOrigin(PEER, headers, NOBODY)).toBe('http://inside:80');
  expect(publicOrigin('192.0.2.7', headers, LOOPBACK)).toBe('http://inside:80');
});

it('of several words the last one is the proxy’s own', () => {
  const headers = { host: 'a', 'x-forwarded-host': 'evil.example, good.example', 'x-forwarded-proto': 'http, https' };
  expect(publicOrigin(PEER, headers, LOOPBACK)).toBe('https://good.example');
  expect(publicOrigin(PEER, { host: 'a', 'x-forwarded-proto': 'javascript' }, LOOPBACK)).toBe('http://a');
});

it.each([
  undefined,
  '',
  'a b',
  'evil"><script>',
  'user@host',
  'host/path',
  'host:port',
  '-a',
  'a:123456',
  '[::1',
  'ü.de',
])('%j is no host', (host) => {
  expect(publicOrigin(PEER, { host }, NOBODY)).toBeNull();
});
