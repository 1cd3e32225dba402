// The queue of a full room: POST /api/rooms/:id/queue takes a place, GET …/queue?ticket= tells it.
import { QUEUE_TICKET, type QueueEvents, type QueueTicket } from '@touchline/shared/protocol';
import { json, type Request, type RequestHandler } from 'express';
import type { Feeds } from '../feeds/feeds.ts';
import { jsonMessage } from '../feeds/message.ts';
import type { Reader } from '../feeds/sse.ts';
import type { Gate } from '../gate/gate.ts';
import type { RoomDirectory } from '../rooms/room.ts';
import { Problem } from './problem.ts';
import { findRoom } from './rooms.ts';
import { type BudgetOf, open, queryOf, type Streaming } from './streams.ts';

export const queueBody = json({ limit: 2048, type: 'application/json' });

/** What one who waits is told: `gate/waiting-rooms.ts`. */
type Told =
  | { readonly kind: 'waiting'; readonly place: number; readonly waiting: number }
  | { readonly kind: 'seat'; readonly untilMs: number }
  | { readonly kind: 'end'; readonly reason: QueueEvents['end']['reason'] };

/** The queues as routes use them. */
export interface Queues {
  has(roomId: string, ticket: string): boolean;
  watch(roomId: string, ticket: string, tell: (told: Told) => void): () => void;
}

/** What is said on joining is said here, and checked alike: only who would be given a free seat waits for one. */
export function queueUp(
  gate: Pick<Gate, 'enqueue'>,
  directory: RoomDirectory,
  budgetOf: BudgetOf,
): RequestHandler<{ id: string }> {
  return (req, res) => {
    const room = findRoom(directory, req.params.id);
    const queued = gate.enqueue(req.body, { roomId: room.id, address: budgetOf(req as unknown as Request) });
    // The refusal is the one of a join, for programs; its code stands in `where`.
    if (typeof queued === 'string') {
      const code = queued === 'too-many' || queued === 'server-busy' ? queued : 'forbidden';
      throw new Problem(code, `No place in the queue: ${queued}.`, { where: queued });
    }
    const answer: QueueTicket = { ...queued, watchKey: room.watchKey() };
    res.status(201).setHeader('Cache-Control', 'no-store');
    res.json(answer);
  };
}

export function queueStream(
  directory: RoomDirectory,
  queues: Queues,
  streaming: Streaming,
): RequestHandler<{ id: string }> {
  return (req, res) => {
    const room = findRoom(directory, req.params.id);
    const ticket = queryOf(req).get('ticket') ?? '';
    if (!QUEUE_TICKET.test(ticket) || !queues.has(room.id, ticket))
      throw new Problem('not-found', 'This place in the queue is no longer yours. Ask for a seat again.', {
        where: 'ticket',
      });
    open(streaming, req, res, (reader) => attach(reader, room.id, ticket, queues, streaming.feeds));
  };
}

/** Everything that is to be known is told again on every connection: the ids only count. */
function attach(reader: Reader, roomId: string, ticket: string, queues: Queues, feeds: Feeds): void {
  let count = 0;
  const tell = <K extends keyof QueueEvents>(event: K, body: QueueEvents[K]) =>
    reader.send(jsonMessage(event, String(count++), body));
  const leave = queues.watch(roomId, ticket, (told) => {
    if (told.kind === 'waiting') tell('place', { place: told.place, waiting: told.waiting });
    else if (told.kind === 'seat')
      tell('seat', { seconds: Math.max(0, Math.floor((told.untilMs - performance.now()) / 1000)) });
    else {
      tell('end', { reason: told.reason });
      reader.end('rotated');
    }
  });
  const rest = feeds.streams.beat({ ping: () => tell('ping', { timeMs: Date.now() }) });
  reader.whenGone(() => {
    rest();
    leave();
  });
}
