// The doors of the three streams: who may read, in which form, from where. What flows is the feeds' business.
import type { Request, RequestHandler, Response } from 'express';
import { readWish, type Wish } from '../feeds/cursor.ts';
import type { Feeds } from '../feeds/feeds.ts';
import { READ_CORS, type Reader } from '../feeds/sse.ts';
import type { HostedRoom, RoomDirectory } from '../rooms/room.ts';
import { sameSecret } from '../secret.ts';
import { Problem } from './problem.ts';
import { findRoom } from './rooms.ts';
import type { Traffic } from './traffic.ts';

/** The address whose budget of open streams a request counts against. */
export type BudgetOf = (req: Request) => string;

/** What a stream is opened with. */
export interface Streaming {
  readonly feeds: Feeds;
  readonly traffic: Traffic;
  readonly budgetOf: BudgetOf;
}

export const preflight: RequestHandler = (_req, res) => {
  res.writeHead(204, READ_CORS).end();
};

export function lobbyStream(streaming: Streaming): RequestHandler {
  return (req, res) => open(streaming, req, res, (reader, wish) => streaming.feeds.lobby.attach(reader, wish));
}

export function roomStream(
  kind: 'match' | 'events',
  directory: RoomDirectory,
  streaming: Streaming,
): RequestHandler<{ id: string }> {
  return (req, res) => {
    const room = findRoom(directory, req.params.id);
    checkKey(room, queryOf(req).get('k') ?? '');
    const feed = streaming.feeds.of(room.id)?.[kind];
    if (!feed) throw new Problem('not-found', 'This room is just closing.', { where: 'id' });
    open(streaming, req, res, (reader, wish) => feed.attach(reader, wish));
  };
}

/** Today's key counts, whatever key a cursor was earned with. */
export function checkKey(room: HostedRoom, given: string): void {
  const key = room.watchKey();
  if (key === '') return;
  if (given === '') throw new Problem('forbidden', 'This room is watched with its watch link only.', { where: 'k' });
  if (!sameSecret(given, key)) throw new Problem('forbidden', 'This watch link is no longer good.', { where: 'k' });
}

export function open(
  { feeds, traffic, budgetOf }: Streaming,
  req: Request<object>,
  res: Response,
  attach: (reader: Reader, wish: Wish) => void,
): void {
  const query = queryOf(req);
  const wish = readWish(req, query);
  if (!/^(start|live|\d{1,10})?$/.test(wish.from)) {
    throw new Problem('bad-request', '`from` is `start`, `live` or a tick.', { where: 'from' });
  }
  const budget = budgetOf(req as Request);
  switch (feeds.streams.admits(budget)) {
    case 'too-many':
      throw new Problem('too-many', `More than ${feeds.streams.limits.perAddress} streams from one address.`, {
        retryAfter: 10,
      });
    case 'full':
      throw new Problem('server-full', 'This server has as many readers as it can serve.', { retryAfter: 30 });
    case 'yes': {
      const reader = feeds.streams.start(req, res, budget);
      if (!reader) return;
      traffic.becomes(req.socket, 'sse');
      reader.whenGone(() => traffic.becomes(req.socket, 'http'));
      attach(reader, wish);
    }
  }
}

/** Always one string per name, whatever a query holds. */
export function queryOf(req: Request<object>): URLSearchParams {
  const at = req.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : req.url.slice(at + 1));
}
