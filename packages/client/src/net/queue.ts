// A place in the queue of a full room: the stream that tells it, until a seat is kept for us or the place is gone.
import type { QueueEnd, QueueEvents, QueuePlace } from '@touchline/shared/protocol';
import type { EventStream } from './feed.ts';

/** `over`: the place is gone, and `reason` says why; `lost`: the server does not know it any more. */
export type QueueNews =
  | ({ readonly kind: 'place' } & QueuePlace)
  | { readonly kind: 'seat' }
  | { readonly kind: 'over'; readonly reason: QueueEnd['reason'] | 'lost' };

interface QueueStream extends EventStream {
  readonly readyState: number;
}

/** `EventSource.CLOSED`: the browser will not try again. */
const CLOSED = 2;

const openStream = (url: string) => new EventSource(url) as unknown as QueueStream;

/**
 * Keeps the place until there is nothing to wait for; returns the way out of the queue. While the line is down the browser
 * opens the stream again by itself, and the server keeps the place for ten seconds.
 */
export function waitInQueue(
  roomId: string,
  ticket: string,
  tell: (news: QueueNews) => void,
  open: (url: string) => QueueStream = openStream,
): () => void {
  const stream = open(`/api/rooms/${encodeURIComponent(roomId)}/queue?ticket=${encodeURIComponent(ticket)}`);
  const on = <K extends keyof QueueEvents>(name: K, hear: (body: QueueEvents[K]) => void) =>
    stream.addEventListener(name, ({ data }) => hear(JSON.parse(data) as QueueEvents[K]));
  const finish = (news: QueueNews) => {
    stream.close();
    tell(news);
  };
  on('place', (place) => tell({ kind: 'place', ...place }));
  on('seat', () => finish({ kind: 'seat' }));
  on('end', ({ reason }) => finish({ kind: 'over', reason }));
  stream.onerror = () => {
    if (stream.readyState === CLOSED) finish({ kind: 'over', reason: 'lost' });
  };
  return () => stream.close();
}
