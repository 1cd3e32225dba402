// GET /api/rooms, GET /api/rooms/:id, POST /api/rooms: the rooms as cards, and how a new one is opened from the lobby.
import { type CreatedRoom, createRoom } from '@touchline/shared/protocol';
import { json, type RequestHandler } from 'express';
import type { HostedRoom, RoomDirectory } from '../rooms/room.ts';
import type { ArenaStore } from './arena-store.ts';
import { BUSY, Problem } from './problem.ts';

export const roomBody = json({ limit: 4096, type: 'application/json' });

export function listRooms(directory: RoomDirectory): RequestHandler {
  return (_req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.json(directory.list().flatMap((room) => (room.unlisted ? [] : room.listing())));
  };
}

/** An unlisted room answers too: whoever knows its id was given the link. */
export function showRoom(directory: RoomDirectory): RequestHandler<{ id: string }> {
  return (req, res) => {
    const room = findRoom(directory, req.params.id);
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Access-Control-Allow-Origin', '*');
    res.json(room.listing());
  };
}

/** `busy`: can the server carry no more? */
export function openRoom(directory: RoomDirectory, arenas: ArenaStore, busy: () => boolean): RequestHandler {
  return async (req, res) => {
    const parsed = createRoom.safeParse(req.body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Problem('bad-request', issue.message, { where: issue.path.join('.') || 'body' });
    }
    if (!arenas.find(parsed.data.stadium)) {
      throw new Problem('bad-request', 'No stadium has this name or hash here.', { where: 'stadium' });
    }
    if (busy()) throw new Problem('server-busy', BUSY, { retryAfter: 5 });
    const room = await directory.create(parsed.data, { openedBy: 'lobby', standing: false });
    const answer: CreatedRoom = { id: room.id, watchKey: room.watchKey() };
    res.status(201).setHeader('Cache-Control', 'no-store');
    res.json(answer);
  };
}

export function findRoom(directory: RoomDirectory, id: string): HostedRoom {
  const room = directory.get(id);
  if (!room) throw new Problem('not-found', 'There is no such room; it may have closed.', { where: 'id' });
  return room;
}
