// GET /healthz: is it alive, and how full. For load balancers and monitors.
import type { RequestHandler } from 'express';
import type { Feeds } from '../feeds/feeds.ts';
import type { RoomDirectory } from '../rooms/room.ts';
import type { RecordingShelf } from '../store/store.ts';

interface Surroundings {
  readonly directory: RoomDirectory;
  readonly feeds: Feeds;
  readonly recordings: RecordingShelf;
  draining(): boolean;
}

/** 503 from the beginning of a drain: a balancer sends newcomers elsewhere. */
export function health({ directory, feeds, recordings, draining }: Surroundings): RequestHandler {
  return (_req, res) => {
    const listings = directory.list().map((room) => room.listing());
    const sum = (key: 'players' | 'viewers') => listings.reduce((total, listing) => total + listing[key], 0);
    res.setHeader('Cache-Control', 'no-store');
    const ending = draining();
    res.status(ending ? 503 : 200).json({
      ok: !ending,
      status: ending ? 'draining' : 'serving',
      rooms: listings.length,
      players: sum('players'),
      viewers: sum('viewers'),
      streams: { open: feeds.streams.open, waiting: feeds.streams.stalled, ...feeds.streams.counts },
      recordings: recordings.health,
      uptime: Math.floor(process.uptime()),
    });
  };
}
