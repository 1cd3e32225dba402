import type { QueueShut } from '@touchline/shared/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { QUEUE_LIMITS, type Seats } from './queue.ts';
import { type Told, WaitingRooms } from './waiting-rooms.ts';

const FULL: Seats = { max: 2, held: 0, taken: 2, strangers: 2 };
let rooms: WaitingRooms;
afterEach(() => {
  rooms.stop();
  vi.useRealTimers();
});

function open() {
  vi.useFakeTimers();
  const seats = new Map<string, Seats | QueueShut>([['park', FULL]]);
  let tickets = 0;
  rooms = new WaitingRooms({
    seatsOf: (id) => seats.get(id) ?? 'room-closed',
    newTicket: () => `ticket ${++tickets}`,
    now: () => Date.now(),
  });
  const enter = (key: string) => rooms.enter('park', { key, known: false, address: key }) ?? '';
  const watch = (ticket: string) => {
    const told: Told[] = [];
    return { told, close: rooms.watch('park', ticket, (what) => told.push(what)) };
  };
  return { seats, enter, watch };
}

it('tells everybody his place at once and at every change, and nothing between', () => {
  const { seats, enter, watch } = open();
  const [a, b] = [watch(enter('a')), watch(enter('b'))];
  vi.advanceTimersByTime(2000);
  seats.set('park', { ...FULL, taken: 1, strangers: 1 });
  vi.advanceTimersByTime(1000);
  // The first time he was alone.
  expect(a.told.map(({ kind }) => kind)).toEqual(['waiting', 'waiting', 'seat']);
  expect(b.told).toEqual([
    { kind: 'waiting', place: 2, waiting: 2 },
    { kind: 'waiting', place: 1, waiting: 1 },
  ]);
  seats.set('park', FULL);
  rooms.seated('park', 'a');
  vi.advanceTimersByTime(1000);
  expect(a.told.at(-1)).toEqual({ kind: 'end', reason: 'seated' });
  expect(b.told.length).toBe(2);
});

it('tells one who did not come in time, and remembers nobody when nobody waits', () => {
  const { seats, enter, watch } = open();
  const a = watch(enter('a'));
  seats.set('park', { ...FULL, taken: 1, strangers: 1 });
  vi.advanceTimersByTime(QUEUE_LIMITS.rightMs + 1000);
  expect(a.told.at(-1)).toEqual({ kind: 'end', reason: 'missed' });
  expect(rooms.size).toBe(0);
});

it('ends an older stream of the same ticket, whose closing then means nothing', () => {
  const { enter, watch } = open();
  const ticket = enter('a');
  const first = watch(ticket);
  const second = watch(ticket);
  first.close();
  vi.advanceTimersByTime(QUEUE_LIMITS.awayMs * 2);
  expect(first.told.at(-1)).toEqual({ kind: 'end', reason: 'elsewhere' });
  expect(second.told).toEqual([{ kind: 'waiting', place: 1, waiting: 1 }]);
});

it('keeps the place over a short break, and not over a long one', () => {
  const { enter, watch } = open();
  const ticket = enter('a');
  watch(ticket).close();
  vi.advanceTimersByTime(QUEUE_LIMITS.awayMs - 500);
  const again = watch(ticket);
  expect(again.told).toEqual([{ kind: 'waiting', place: 1, waiting: 1 }]);
  again.close();
  vi.advanceTimersByTime(QUEUE_LIMITS.awayMs + 500);
  expect(rooms.has('park', ticket)).toBe(false);
  expect(watch(ticket).told).toEqual([{ kind: 'end', reason: 'missed' }]);
});

it('tells those who wait when the room is gone', () => {
  const { seats, enter, watch } = open();
  const a = watch(enter('a'));
  seats.delete('park');
  vi.advanceTimersByTime(1000);
  expect(a.told.at(-1)).toEqual({ kind: 'end', reason: 'room-closed' });
  expect(rooms.size).toBe(0);
  expect(rooms.admits('park', { key: 'x', known: false, address: 'x' })).toBe(false);
});

it('tells those who wait when nobody gets in any more, and when the server ends', () => {
  const { seats, enter, watch } = open();
  const a = watch(enter('a'));
  seats.set('park', 'room-closing');
  vi.advanceTimersByTime(1000);
  expect(a.told.at(-1)).toEqual({ kind: 'end', reason: 'room-closing' });
  expect(rooms.size).toBe(0);

  seats.set('park', FULL);
  const b = watch(enter('b'));
  rooms.stop();
  expect(b.told.at(-1)).toEqual({ kind: 'end', reason: 'server-closing' });
});
