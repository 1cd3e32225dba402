// Waiting for a seat of a room that is full: how one queues up, and what the stream tells. docs/streams.md describes it for people.
import { z } from 'zod';

/** Answer of `POST /api/rooms/:id/queue`, whose body is what a join says (`joinOptions`). */
export const queueTicket = z.object({
  watchKey: z.string().describe('For `?k=` of the watch link, to watch meanwhile; empty where none is needed.'),
  ticket: z
    .string()
    .describe('For `GET /api/rooms/{id}/queue?ticket=`. Whoever has it has the place: not to be passed on.'),
});
export type QueueTicket = z.output<typeof queueTicket>;

export const QUEUE_TICKET = /^[\w-]{22}$/;

/**
 * `GET /api/rooms/:id/queue?ticket=`: ids are a count.
 *   place  QueuePlace: first, and at every change
 *   seat   QueueSeat: a seat is kept for the ticket's key; an ordinary join takes it
 *   ping   { timeMs }: every 10 s
 *   end    QueueEnd: the ticket is worth nothing any more
 */
export interface QueueEvents {
  readonly place: QueuePlace;
  readonly seat: QueueSeat;
  readonly ping: { readonly timeMs: number };
  readonly end: QueueEnd;
}

export interface QueuePlace {
  /** 1: the next free seat is his. */
  readonly place: number;
  /** People who wait. */
  readonly waiting: number;
}

export interface QueueSeat {
  /** So long it is kept. */
  readonly seconds: number;
}

/** `missed`: nobody took the seat that was kept; `elsewhere`: the same key waits in another place. */
export interface QueueEnd {
  readonly reason: 'seated' | 'missed' | 'elsewhere' | QueueShut;
}

/** Why there is no seat of the room to wait for: it is gone, or lets nobody new in until it or the server ends. */
export type QueueShut = 'room-closed' | 'room-closing' | 'server-closing';
