// Which room *Play now* and *Watch* mean.
import type { RoomListing } from '@touchline/shared/protocol';

/** Bots give way to people, so they take no seat from anybody; a room in its last match lets nobody in. */
export const hasSeat = (room: RoomListing): boolean => room.players < room.maxPlayers && room.closing === 'no';

/**
 * Where somebody alone has football soonest: an open door and a free seat; then company, then a match that runs,
 * then the standing room. Ties go by id, so that friends who press together land together.
 */
export function bestRoom(listings: Iterable<RoomListing>): RoomListing | undefined {
  return first(
    [...listings].filter((room) => !room.hasPassword && hasSeat(room)),
    [
      (room) => Number(room.players > 0),
      (room) => room.players,
      (room) => Number(room.phase !== 'none'),
      (room) => Number(room.standing),
    ],
  );
}

/** The match that is most worth a look: people first, then those already watched. */
export function bestToWatch(listings: Iterable<RoomListing>): RoomListing | undefined {
  return first(
    [...listings].filter((room) => room.watchable),
    [
      (room) => Number(room.phase !== 'none'),
      (room) => room.players,
      (room) => room.viewers,
      (room) => Number(room.standing),
    ],
  );
}

/** Order of the board: rooms that can be joined, then by company. */
export function byInterest(a: RoomListing, b: RoomListing): number {
  return (
    Number(hasSeat(b)) - Number(hasSeat(a)) ||
    b.players - a.players ||
    Number(b.standing) - Number(a.standing) ||
    (a.id < b.id ? -1 : 1)
  );
}

type Measure = (room: RoomListing) => number;

function first(rooms: RoomListing[], measures: readonly Measure[]): RoomListing | undefined {
  const compare = (a: RoomListing, b: RoomListing): number => {
    for (const measure of measures) {
      const difference = measure(b) - measure(a);
      if (difference !== 0) return difference;
    }
    return a.id < b.id ? -1 : 1;
  };
  return rooms.sort(compare)[0];
}
