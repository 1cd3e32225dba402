import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { ReceiveLimit } from './received.ts';

/** Of its burst, what one connection sends here: well below its own 16 KiB. */
const PART = 8192;
const FAR = '203.0.113.7';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection from `address`; `ended`: it was cut for what it sent. */
function connection(limit: ReceiveLimit, address = FAR) {
  const line = new EventEmitter();
  const flooded = vi.fn();
  const socket = Object.assign(new EventEmitter(), { readyState: 1, OPEN: 1, terminate: vi.fn(), pong: vi.fn() });
  limit.watch(socket as unknown as WebSocket, line as Socket, address, flooded);
  return {
    ...{ socket, flooded },
    send: (bytes: number) => void line.emit('data', Buffer.alloc(bytes)),
    ended: () => socket.terminate.mock.calls.length > 0,
  };
}

it('a connection may send so much at once, and goes on at its pace', () => {
  const one = connection(new ReceiveLimit());
  one.send(16_384);
  vi.advanceTimersByTime(1000);
  one.send(2048);
  expect(one.ended()).toBe(false);
  one.send(2048);
  expect([one.ended(), one.flooded.mock.calls.length]).toEqual([true, 1]);
});

it('the connections of one address have a bound together, those of the own network have none', () => {
  const endedOf = (address: string) => {
    const limit = new ReceiveLimit();
    return Array.from({ length: 20 }, () => connection(limit, address)).filter((one) => {
      one.send(PART);
      return one.ended();
    }).length;
  };
  // 96 KiB are twelve parts.
  expect(endedOf(FAR)).toBe(8);
  expect(endedOf('192.168.1.7')).toBe(0);
});

it('of many pings one in a tenth of a second is answered', () => {
  const { socket } = connection(new ReceiveLimit());
  const ping = () => socket.emit('ping', Buffer.from([1]));
  for (let i = 0; i < 50; i++) ping();
  expect(socket.pong).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  ping();
  expect(socket.pong).toHaveBeenCalledTimes(2);
});
