// Connections that take their time, and households that have too many.
import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { TrustedProxies } from './address.ts';
import { boundedServer, ConnectionLimit } from './connections.ts';

const connection = (remoteAddress: string) =>
  Object.assign(new EventEmitter(), { remoteAddress, destroyed: false, destroy: () => {} }) as unknown as Socket;
/** How many of five connections are let be. */
const kept = (limit: ConnectionLimit, address: (n: number) => string) => {
  const sockets = Array.from({ length: 5 }, (_, n) => connection(address(n)));
  let cut = 0;
  for (const socket of sockets) {
    socket.destroy = () => {
      cut++;
      return socket;
    };
    limit.take(socket);
  }
  return { sockets, count: sockets.length - cut };
};

it('a household has so many connections, and the next when one has closed', () => {
  const limit = new ConnectionLimit(new TrustedProxies([]), 3);
  const { sockets, count } = kept(limit, (n) => `2001:db8:1:1::${n}`);
  expect(count).toBe(3);
  expect(kept(limit, () => '2001:db8:1:2::1').count).toBe(3);
  for (const socket of sockets.slice(0, 3)) socket.emit('close');
  expect(limit.households).toBe(1);
  expect(kept(limit, () => '2001:db8:1:1::9').count).toBe(3);
});

it('proxies and neighbours bring many people', () => {
  const limit = new ConnectionLimit(new TrustedProxies(['203.0.113.7']), 3);
  for (const address of ['203.0.113.7', '::ffff:127.0.0.1', '::1', '192.168.1.7', 'fe80::1%eth0'])
    expect(kept(limit, () => address).count).toBe(5);
  expect(kept(limit, () => '203.0.113.8').count).toBe(3);
  expect(limit.households).toBe(1);
});

const HERE = '203.0.113.9';
const rates = (burst: number) => {
  const rate = { burst, refillMs: 1000 };
  return { household: rate, range: { burst: 100, refillMs: 1000 } };
};

it('a household has so many new connections in a while', () => {
  const limit = new ConnectionLimit(new TrustedProxies([]), 100, { arrivals: rates(3) });
  expect(kept(limit, () => HERE).count).toBe(3);
  expect(kept(limit, () => '203.0.113.10').count).toBe(3);
});

it('a household that floods is cut off, and not heard for ten seconds; neighbours are', () => {
  const limit = new ConnectionLimit(new TrustedProxies([]), 100, { flood: rates(5) });
  const { sockets } = kept(limit, () => HERE);
  const cut = vi.fn();
  for (const socket of sockets) socket.destroy = cut;
  const asked = (nowMs: number, address = HERE) => limit.takeRequest(address, nowMs);
  const nowMs = performance.now();
  expect(Array.from({ length: 6 }, () => asked(nowMs))).toEqual([true, true, true, true, true, false]);
  expect(cut).toHaveBeenCalledTimes(5);
  expect(kept(limit, () => HERE).count).toBe(0);
  expect(asked(nowMs + 9_999)).toBe(false);
  expect(asked(nowMs + 10_001)).toBe(true);
  expect(asked(nowMs, '203.0.113.10')).toBe(true);
  // A proxy that nobody has named may be everybody.
  for (let i = 0; i < 10; i++) expect(asked(nowMs, '127.0.0.1')).toBe(true);
});

it('nobody has the default five minutes to ask, nor for ever to read', () => {
  const http = boundedServer();
  const { headersTimeout, requestTimeout, maxConnections } = http;
  expect({ headersTimeout, requestTimeout, maxConnections }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    maxConnections: 16_384,
  });
  const socket = new Socket();
  http.emit('request', { socket });
  expect(socket.timeout).toBe(60_000);
});
