// What a reader asks to start from: the header that its browser sends by itself, else the query.
import type { IncomingMessage } from 'node:http';

export interface Wish {
  /** Null: no cursor given. A header wins: it is newer than the address the page was opened with. */
  readonly cursor: string | null;
  /** `?from=`; empty when absent. */
  readonly from: string;
}

export function readWish(req: IncomingMessage, query: URLSearchParams): Wish {
  const header = req.headers['last-event-id'];
  const given = typeof header === 'string' && header !== '' ? header : query.get('lastEventId');
  return { cursor: given === null || given === '' ? null : given.slice(0, 64), from: query.get('from') ?? '' };
}
