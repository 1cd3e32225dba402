// Which pages may ask for a seat, as far as the request tells.
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { TrustedProxies } from './address.ts';
import { foreignTo } from './own-page.ts';

const LOOPBACK = new TrustedProxies(['loopback']);
const from = (headers: Record<string, string>) =>
  ({ headers, socket: { remoteAddress: '127.0.0.1' } }) as unknown as IncomingMessage;

it.each([
  ['no page', {}, false],
  ['its own', { origin: 'http://play.example.org' }, false],
  ['its own behind TLS', { origin: 'https://play.example.org' }, false],
  ['its own on a port that a proxy has left out', { origin: 'https://play.example.org:8443' }, false],
  ['another site', { origin: 'https://evil.example' }, true],
  ['a site beneath it', { origin: 'https://a.play.example.org' }, true],
  ['a site that only begins alike', { origin: 'https://play.example.org.evil.example' }, true],
  ['a frame without a site', { origin: 'null' }, true],
  ['nonsense', { origin: 'play.example.org' }, true],
])('%s', (_page, headers, foreign) => {
  const isForeign = foreignTo(undefined, new TrustedProxies([]));
  expect(isForeign(from({ host: 'Play.Example.org', ...headers }))).toBe(foreign);
});

it('the public URL is its own, whatever a proxy makes of the host', () => {
  const isForeign = foreignTo('https://play.example.org', LOOPBACK);
  expect(isForeign(from({ host: '127.0.0.1:2567', origin: 'https://play.example.org' }))).toBe(false);
  expect(isForeign(from({ host: '127.0.0.1:2567', origin: 'https://evil.example' }))).toBe(true);
});

it('beside the public URL no name counts but those of the own machine and network', () => {
  const isForeign = foreignTo('https://play.example.org', LOOPBACK);
  const asked = (name: string) => isForeign(from({ host: `${name}:2567`, origin: `http://${name}:2567` }));
  expect(asked('points-here.evil.example')).toBe(true);
  for (const name of ['localhost', '127.0.0.1', '[::1]', '192.168.1.7']) expect(asked(name)).toBe(false);
});

it('a trusted proxy may say by which host it was asked, anybody else may not', () => {
  const headers = { host: 'inside', 'x-forwarded-host': 'play.example.org', origin: 'https://play.example.org' };
  expect(foreignTo(undefined, LOOPBACK)(from(headers))).toBe(false);
  expect(foreignTo(undefined, new TrustedProxies([]))(from(headers))).toBe(true);
});

it('without a host of its own nothing is its own', () => {
  expect(foreignTo(undefined, LOOPBACK)(from({ host: '', origin: 'http://play.example.org' }))).toBe(true);
});
