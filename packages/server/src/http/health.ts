// GET /healthz: is it alive, and how full. For load balancers and monitors.
import type { RequestHandler } from 'express';
import type { Feeds } from '../feeds/feeds.ts';
import type { RoomDirectory } from '../rooms/room.ts';
import type { RecordingShelf } from '../store/store.ts';

export function health(directory: RoomDirectory, feeds: Feeds, recordings: RecordingShelf): RequestHandler {
  return (_req, res) => {
    const listings = directory.list().map((room) => room.listing());
    const sum = (key: 'players' | 'viewers') => listings.reduce((total, listing) => total + listing[key], 0);
    res.setHeader('Cache-Control', 'no-store');
    res.json({
      ok: true,
      rooms: listings.length,
      players: sum('players'),
      viewers: sum('viewers'),
      streams: { open: feeds.streams.open, waiting: feeds.streams.stalled, ...feeds.streams.counts },
      recordings: recordings.health,
      uptime: Math.floor(process.uptime()),
    });
  };
}
