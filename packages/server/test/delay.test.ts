// A room that keeps its viewers behind: nothing that the public can ask for is ahead of the delay, on a whole server.
import type { FeedHeader, RoomListing } from '@touchline/shared/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Running } from '../src/main.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';

const DELAY_SECONDS = 2;

let server: Running;
beforeAll(async () => {
  server = await boot('--bots', '0');
});
afterAll(() => server.stop());

/** The first line of a stream whose event has this name. */
async function first<T>(path: string, event: string): Promise<T> {
  const gone = new AbortController();
  const answer = await fetch(server.url + path, {
    headers: { accept: 'application/x-ndjson' },
    signal: gone.signal,
  });
  let text = '';
  try {
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString();
      const lines = text.split('\n').slice(0, -1);
      for (const line of lines) {
        const told = JSON.parse(line) as { event: string; data: T };
        if (told.event === event) return told.data;
      }
    }
  } finally {
    gone.abort();
  }
  throw new Error(`no ${event} in ${path}`);
}

it('card, feed, rewind, events, lobby and link tell of a match when its delay is over', async () => {
  const settings = { ...OPEN_ROOM, name: 'Late', delay: DELAY_SECONDS };
  const room = await server.rooms.create(settings, { openedBy: 'lobby', standing: false });
  const ann = await Guest.join(server, room.id, { nick: 'Ann' }).then((guest) => guest.seated());
  ann.ask('team', { id: ann.id, team: 1 });
  await until('a side', () => ann.self?.team === 1);
  ann.ask('start', {});
  await until('a match', () => ann.state?.phase !== 'none');
  const startedMs = performance.now();
  const startTick = room.state.tick;
  const card = async () => (await (await fetch(`${server.url}/api/rooms/${room.id}`)).json()) as RoomListing;
  const age = () => performance.now() - startedMs;

  const path = `/api/rooms/${room.id}`;
  const [listing, header, past, snapshot, list] = await Promise.all([
    card(),
    first<FeedHeader>(`${path}/feed`, 'header'),
    first<FeedHeader>(`${path}/feed?from=${startTick + 10}`, 'header'),
    first<{ phase: string; tick: number }>(`${path}/events`, 'room'),
    first<readonly RoomListing[]>('/api/lobby', 'rooms'),
  ]);
  const page = await (await fetch(`${server.url}/watch/${room.id}`)).text();
  expect(age()).toBeLessThan(DELAY_SECONDS * 1000);
  expect([listing.phase, listing.delay]).toEqual(['none', DELAY_SECONDS]);
  expect(header.delay).toBe(DELAY_SECONDS);
  for (const { head } of [header, past]) expect(head).toBeLessThan(startTick);
  expect([snapshot.phase, snapshot.tick < startTick]).toEqual(['none', true]);
  expect(list.find(({ id }) => id === room.id)?.phase).toBe('none');
  expect(page).not.toContain('Red 0');

  while ((await card()).phase === 'none') await new Promise((resolve) => setTimeout(resolve, 20));
  expect(age()).toBeGreaterThan(DELAY_SECONDS * 1000 - 50);
  // Who plays is not held up.
  expect(ann.state?.tick).toBeGreaterThan(startTick + 60);
  await ann.leave();
});
