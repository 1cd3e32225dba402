// GET /api/rooms/:id/preview.png, GET /api/recordings/:id/preview.png: the pictures behind links.
import type { Request, RequestHandler } from 'express';
import type { Gallery } from '../pictures/gallery.ts';
import { FRESH_MS } from '../pictures/gallery.ts';
import { CannotPaint, PainterBusy } from '../pictures/painter.ts';
import type { RoomDirectory } from '../rooms/room.ts';
import type { RecordingShelf } from '../store/store.ts';
import { Problem } from './problem.ts';
import { findRoom } from './rooms.ts';
import { checkKey, queryOf } from './streams.ts';

const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** Called before something is drawn for a request; throws a Problem when its sender has had enough. */
export type Admit = (req: Request) => void;

export function roomPicture(directory: RoomDirectory, gallery: Gallery, admit: Admit): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const room = findRoom(directory, req.params.id);
    checkKey(room, queryOf(req).get('k') ?? '');
    const png = await painted(gallery.room(room, () => admit(req as Request)));
    // Behind a key it is for whoever has the key, and for no cache on the way.
    const whose = room.watchKey() === '' ? 'public' : 'private';
    res.setHeader('Cache-Control', `${whose}, max-age=${FRESH_MS / 1000}`);
    res.type('png').send(png);
  };
}

export function recordingPicture(
  recordings: RecordingShelf,
  gallery: Gallery,
  admit: Admit,
): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const file = await recordings.find(id);
    if (file === null) throw new Problem('not-found', 'There is no such recording.', { where: 'id' });
    const png = await painted(gallery.recording(id, file, () => admit(req as Request)));
    res.setHeader('Cache-Control', `public, max-age=${WEEK_SECONDS}`);
    res.type('png').send(png);
  };
}

async function painted(picture: Promise<Buffer>): Promise<Buffer> {
  try {
    return await picture;
  } catch (error) {
    if (error instanceof PainterBusy) {
      throw new Problem('server-full', 'Many pictures are being drawn; try again in a moment.', { retryAfter: 5 });
    }
    if (error instanceof CannotPaint) throw new Problem('not-found', 'There is no picture of this.', { where: 'id' });
    throw error;
  }
}
