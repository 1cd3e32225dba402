import { beforeEach, expect, it } from 'vitest';
import { type QueueNews, waitInQueue } from './queue.ts';

class FakeStream {
  onerror: ((event: never) => void) | null = null;
  readyState = 0;
  private readonly listeners = new Map<string, (event: { data: string; lastEventId: string }) => void>();

  addEventListener(name: string, listener: (event: { data: string; lastEventId: string }) => void): void {
    this.listeners.set(name, listener);
  }

  say(name: string, body: object): void {
    this.listeners.get(name)?.({ data: JSON.stringify(body), lastEventId: '' });
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.(undefined as never);
  }

  close(): void {
    this.readyState = 2;
  }
}

let stream: FakeStream;
let url: string;
let news: QueueNews[];
let leave: () => void;
beforeEach(() => {
  stream = new FakeStream();
  news = [];
  leave = waitInQueue(
    'open-pitch',
    'a/b',
    (told) => news.push(told),
    (address) => {
      url = address;
      return stream;
    },
  );
});

it('tells every place, and holds the stream', () => {
  stream.say('place', { place: 2, waiting: 3 });
  stream.say('ping', { timeMs: 1 });
  stream.say('place', { place: 1, waiting: 2 });
  expect(url).toBe('/api/rooms/open-pitch/queue?ticket=a%2Fb');
  expect(news).toEqual([
    { kind: 'place', place: 2, waiting: 3 },
    { kind: 'place', place: 1, waiting: 2 },
  ]);
  expect(stream.readyState).toBe(0);
});

it('lets go of the stream when a seat is kept, and when the place is gone', () => {
  stream.say('seat', { seconds: 15 });
  expect(news).toEqual([{ kind: 'seat' }]);
  expect(stream.readyState).toBe(2);
  stream.say('end', { reason: 'missed' });
  expect(news.at(-1)).toEqual({ kind: 'over', reason: 'missed' });
});

it('lets the browser try again, and says so when the browser gives up', () => {
  stream.fail(0);
  expect(news).toEqual([]);
  stream.fail(2);
  expect(news).toEqual([{ kind: 'over', reason: 'lost' }]);
});

it('is left by closing the stream', () => {
  leave();
  expect(stream.readyState).toBe(2);
  expect(news).toEqual([]);
});
