import type { RoomListing } from '@touchline/shared/protocol';
import { expect, it } from 'vitest';
import { bestRoom, bestToWatch, byInterest } from './best-room.ts';

const room = (id: string, part: Partial<RoomListing> = {}): RoomListing => ({
  id,
  name: id,
  players: 0,
  bots: 0,
  maxPlayers: 12,
  viewers: 0,
  hasPassword: false,
  watchable: true,
  standing: false,
  stadium: 'Classic',
  arena: '0'.repeat(32),
  phase: 'none',
  red: 0,
  blue: 0,
  seconds: 0,
  delay: 0,
  closing: 'no',
  scoreLimit: 3,
  timeLimit: 3,
  ...part,
});

it('prefers company, whatever the bots do', () => {
  const rooms = [
    room('bots', { bots: 8, phase: 'playing', standing: true }),
    room('two', { players: 2 }),
    room('five', { players: 5 }),
  ];
  expect(bestRoom(rooms)?.id).toBe('five');
});
it('never leads to a locked door or a full room', () => {
  const rooms = [room('locked', { players: 5, hasPassword: true }), room('full', { players: 12 }), room('quiet')];
  expect(bestRoom(rooms)?.id).toBe('quiet');
});
it('takes a running match before a waiting one, and the standing room before another empty one', () => {
  expect(bestRoom([room('a', { players: 3 }), room('b', { players: 3, phase: 'playing' })])?.id).toBe('b');
  expect(bestRoom([room('a'), room('b', { standing: true })])?.id).toBe('b');
});
it('goes by id when nothing else decides, so that friends land together', () => {
  expect(bestRoom([room('b'), room('a')])?.id).toBe('a');
  expect(bestRoom([room('a'), room('b')])?.id).toBe('a');
});
it('is nothing when there is nothing', () => {
  expect(bestRoom([])).toBeUndefined();
  expect(bestRoom([room('full', { players: 12 })])).toBeUndefined();
});
it('watches where a match is on, full or not', () => {
  const rooms = [
    room('idle', { players: 9 }),
    room('full', { players: 12, phase: 'playing' }),
    room('secret', { players: 13, maxPlayers: 16, phase: 'playing', watchable: false }),
  ];
  expect(bestToWatch(rooms)?.id).toBe('full');
});
it('lists open rooms before full ones', () => {
  const rooms = [
    room('full', { players: 12 }),
    room('one', { players: 1 }),
    room('standing', { standing: true }),
    room('empty'),
  ];
  expect(rooms.sort(byInterest).map(({ id }) => id)).toEqual(['one', 'standing', 'empty', 'full']);
});
