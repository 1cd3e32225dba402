// The private files of rooms, beside their logs: written whole and renamed into place, one after the other for each room.
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { RoomFile } from '../rooms/room-file.ts';
import type { Disk } from './disk.ts';

/** `<room>.room.json` is a room that is open. */
export const ROOM_FILE = '.room.json';
/** Beside it: the room went on without a log, and viewers may have seen more than what is here. */
export const BEHIND = '.behind';
const MODE = 0o600;

export class RoomFiles {
  private readonly disk: Disk;
  private readonly folder: string;
  private readonly log: Logger;
  private readonly queues = new Map<string, Promise<void>>();

  constructor(disk: Disk, folder: string, log: Logger) {
    this.disk = disk;
    this.folder = folder;
    this.log = log;
  }

  /** Resolves when the file is there, or cannot be written, which is told. `file` is asked as late as possible. */
  save(id: string, file: () => RoomFile): Promise<void> {
    return this.queue(id, async () => {
      const path = this.pathOf(id);
      await this.disk.write(`${path}.new`, Buffer.from(JSON.stringify(file())), MODE);
      await this.disk.rename(`${path}.new`, path);
    });
  }

  /** The room is closed for good. */
  remove(id: string): Promise<void> {
    return this.queue(id, async () => {
      await this.disk.remove(this.pathOf(id));
      await this.disk.remove(this.pathOf(id) + BEHIND);
    });
  }

  /** Notes whether the room goes on without its log. */
  markBehind(id: string, behind: boolean): Promise<void> {
    const path = this.pathOf(id) + BEHIND;
    return this.queue(id, () => (behind ? this.disk.write(path, new Uint8Array(), MODE) : this.disk.remove(path)));
  }

  private pathOf(id: string): string {
    return join(this.folder, id + ROOM_FILE);
  }

  /** After all that was asked for this room before. */
  private queue(id: string, work: () => Promise<void>): Promise<void> {
    const done = (this.queues.get(id) ?? Promise.resolve()).then(work).catch((error) => {
      this.log.error(
        { err: error, ...codeOf(error), room: id },
        'the file of a room cannot be written; a restart would not know it as it is',
      );
    });
    this.queues.set(id, done);
    void done.then(() => this.queues.get(id) === done && this.queues.delete(id));
    return done;
  }
}

/** The system's word for it, where a reader of the log finds it. */
function codeOf(error: unknown): { readonly code?: unknown } {
  const { code } = Object(error) as { code?: unknown };
  return { code };
}
