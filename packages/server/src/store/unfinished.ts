// What an earlier process left behind: rooms that were open, as far as their logs are whole, and logs that belong to none.
import { join } from 'node:path';
import { LogFormatError, readFrames } from '@touchline/shared/log';
import type { Logger } from 'pino';
import type { Unfinished } from '../rooms/room.ts';
import { type RoomFile, roomFile } from '../rooms/room-file.ts';
import { EXTENSION } from './archive.ts';
import type { Disk } from './disk.ts';
import { BEHIND, ROOM_FILE } from './room-files.ts';
import { runThrough } from './run-through.ts';

export interface Leftovers {
  readonly rooms: readonly Unfinished[];
  /** Names of logs that no room goes on with. */
  readonly logs: readonly string[];
  /** Ids of rooms that cannot go on. */
  readonly lost: readonly string[];
}

interface Surroundings {
  /** Of the machine, now. */
  readonly bootId: string;
  /** Random, `[a-z0-9]`, of that length. */
  readonly slug: (length: number) => string;
  readonly log: Logger;
}

/** Reads the folder of the live files. Never rejects: what cannot be read is told and left to become a recording. */
export async function readLeftovers(
  disk: Disk,
  folder: string,
  { bootId, slug, log }: Surroundings,
): Promise<Leftovers> {
  const names = (await disk.list(folder).catch(() => [])).map(({ name }) => name);
  const logs = names.filter((name) => name.endsWith(EXTENSION));
  const rooms: Unfinished[] = [];
  const lost: string[] = [];
  for (const name of names) {
    if (!name.endsWith(ROOM_FILE)) continue;
    const id = name.slice(0, -ROOM_FILE.length);
    try {
      const file = roomFile.parse(JSON.parse(Buffer.from(await disk.read(join(folder, name))).toString()));
      const sure = file.bootId === bootId && !names.includes(name + BEHIND);
      const room = await newestOf(disk, folder, logsOf(id, logs), file, sure, { slug, log });
      if (room) {
        rooms.push(room);
        continue;
      }
      log.warn({ room: id }, 'a room of an earlier process left no log to go on with');
    } catch (error) {
      log.error({ err: error, room: id }, 'a room of an earlier process cannot be opened again');
    }
    lost.push(id);
  }
  const taken = new Set(rooms.map(({ path }) => path));
  return { rooms, logs: logs.filter((name) => !taken.has(join(folder, name))), lost };
}

/** `<room>.<epoch>.<first tick>.tlr`, the newest first. */
function logsOf(id: string, logs: readonly string[]): string[] {
  const tickOf = (name: string) => Number(name.slice(0, -EXTENSION.length).split('.')[2]);
  return logs.filter((name) => name.split('.')[0] === id).toSorted((a, b) => tickOf(b) - tickOf(a));
}

/** The newest log that can be read. `sure`: nothing that was written can be missing. */
async function newestOf(
  disk: Disk,
  folder: string,
  names: readonly string[],
  file: RoomFile,
  sure: boolean,
  { slug, log }: Pick<Surroundings, 'slug' | 'log'>,
): Promise<Unfinished | null> {
  let whole = sure;
  for (const name of names) {
    const path = join(folder, name);
    try {
      const bytes = await disk.read(path);
      const { length, tail } = readFrames(bytes);
      const past = await runThrough(bytes);
      if (length < bytes.length) await disk.truncate(path, length);
      // A log that was changed in the middle lacks what viewers have seen; a torn end was never shown to anybody.
      const epoch = whole && tail !== 'damaged' ? file.epoch : slug(8);
      return { file, path, epoch, ...past };
    } catch (error) {
      // One that was only just begun tells nothing that the log before it does not.
      if (error instanceof LogFormatError && error.code === 'empty') continue;
      log.error({ err: error, file: path }, 'a log of an earlier process cannot be gone on with');
      whole = false;
    }
  }
  return null;
}
