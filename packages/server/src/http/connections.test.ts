// Connections that take their time, and households that have too many.
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
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

it('nobody has the default five minutes to ask, nor for ever to read', () => {
  const { headersTimeout, requestTimeout, timeout, maxConnections } = boundedServer();
  expect({ headersTimeout, requestTimeout, timeout, maxConnections }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    timeout: 60_000,
    maxConnections: 16_384,
  });
});
