import { expect, it } from 'vitest';
import { recordingId } from './recording-id.ts';

const SEGMENT = { epoch: 'abcd1234', tick: 4711 };

it('[recording] the id of a listed match is the room’s and eight letters that follow from where its log began', () => {
  // Links of this id are out in the world.
  expect(recordingId('sunday-league', SEGMENT)).toBe('sunday-league-cu7w7ntf');
  expect(recordingId('x'.repeat(32), SEGMENT)).toMatch(/^x{32}-[a-z2-7]{8}$/);
});

it('[recording] is another one for another room, another life of its log, another match', () => {
  const ids = [
    recordingId('a', SEGMENT),
    recordingId('b', SEGMENT),
    recordingId('a', { ...SEGMENT, epoch: 'abcd1235' }),
    recordingId('a', { ...SEGMENT, tick: 4712 }),
    ...Array.from({ length: 1000 }, (_, tick) => recordingId('a', { epoch: 'zzzzzzzz', tick })),
  ];
  expect(new Set(ids.map((id) => id.slice(-8))).size).toBe(ids.length);
});
