import { createRoom } from '@touchline/shared/protocol';
import { expect, it } from 'vitest';
import { roomFile } from './room-file.ts';

const FILE = {
  ...{ version: 2, id: 'park', epoch: 'abcd1234', bootId: 'x', openedBy: 'lobby', standing: false, password: 'sesame' },
  ...{ settings: createRoom.parse({ name: 'Park' }), watchKey: 'k', bots: { perSide: 0, level: 2 }, waiting: true },
  ...{ bannedAddresses: ['192.0.2.1'], seats: [{ playerId: 3, key: 'a'.repeat(43) }] },
};

it('is read as it was written', () => {
  expect(roomFile.parse(JSON.parse(JSON.stringify(FILE)))).toEqual(FILE);
});

it('of the version before opens with everything but its seats, whose secrets are gone', () => {
  const before = { ...FILE, version: 1, seats: [{ playerId: 3, key: 'f'.repeat(64) }] };
  expect(roomFile.parse(before)).toEqual({ ...FILE, seats: [] });
});

it('of a version to come, or of no shape, is refused', () => {
  for (const other of [{ ...FILE, version: 3 }, null, 'x', {}]) expect(roomFile.safeParse(other).success).toBe(false);
});
