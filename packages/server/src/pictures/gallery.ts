// Pictures that were drawn and are good for a while: of a room one in ten seconds, of a recording for as long as there is space.
import { join } from 'node:path';
import type { HostedRoom } from '../rooms/room.ts';
import { CannotPaint, type Paints } from './painter.ts';
import { type Order, stillOf } from './still.ts';

/** A picture of a room is shown for so long, and for as long as nothing moves there. */
export const FRESH_MS = 10_000;
/** A recording that could not be drawn is not tried again at once: each try may cost a thread its time. */
const FAILED_FOR_MS = 60_000;
/** Pictures kept of each kind: about 60 kB a piece. */
const MAX_KEPT = 64;

interface Hung {
  readonly png: Promise<Buffer>;
  /** Of the room's log and its tick: the same is the same picture. Empty for a recording. */
  readonly moment: string;
  readonly madeMs: number;
}

export class Gallery {
  private readonly painter: Paints;
  private readonly rooms = new Map<string, Hung>();
  private readonly recordings = new Map<string, Hung>();

  constructor(painter: Paints) {
    this.painter = painter;
  }

  /** `admit` is called before anything is drawn; it throws where this one may not have that. Rejects as the painter does. */
  room(room: HostedRoom, admit: () => void, nowMs = performance.now()): Promise<Buffer> {
    const { state, epoch } = room;
    const moment = `${epoch}.${state.tick}`;
    const known = this.rooms.get(room.id);
    if (known?.moment === moment) return known.png;
    // Another life of the room, perhaps another room: its picture is nobody's business any more.
    const same = known?.moment.startsWith(`${epoch}.`) === true;
    if (same && nowMs - known.madeMs < FRESH_MS) return known.png;
    admit();
    const order: Order = { kind: 'room', stadium: state.stadium.text, still: stillOf(state, room.name()) };
    return this.hang(this.rooms, room.id, moment, order, same ? known : undefined, nowMs);
  }

  /** The same of a recording; `file` is what the shelf found. */
  recording(id: string, file: { folder: string; name: string }, admit: () => void): Promise<Buffer> {
    const known = this.recordings.get(id);
    if (known) {
      // Last asked for goes last, so the first of the map is the one that nobody wants.
      this.recordings.delete(id);
      this.recordings.set(id, known);
      return known.png;
    }
    admit();
    const order: Order = { kind: 'recording', path: join(file.folder, file.name) };
    return this.hang(this.recordings, id, '', order, undefined, 0);
  }

  /** Everybody who asks from now on waits for this one; where it fails, the one before is still there. */
  private hang(
    wall: Map<string, Hung>,
    id: string,
    moment: string,
    order: Order,
    before: Hung | undefined,
    madeMs: number,
  ): Promise<Buffer> {
    const hung = { moment, madeMs, png: this.painter.paint(order) };
    wall.delete(id);
    wall.set(id, hung);
    if (wall.size > MAX_KEPT) wall.delete(wall.keys().next().value as string);
    const takeDown = () => {
      if (wall.get(id) !== hung) return;
      if (before) wall.set(id, before);
      else wall.delete(id);
    };
    hung.png.catch((error: unknown) => {
      if (order.kind === 'recording' && error instanceof CannotPaint) setTimeout(takeDown, FAILED_FOR_MS).unref();
      else takeDown();
    });
    return hung.png;
  }
}
