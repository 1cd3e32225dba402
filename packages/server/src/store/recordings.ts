// Everything that recording needs, put together in one data folder. What cannot be had is told and done without: matches
// are played all the same.
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Audit } from '../audit.ts';
import type { Bans } from '../bans.ts';
import type { LoggedRooms, Unfinished } from '../rooms/room.ts';
import { Archive, type KeepLimits } from './archive.ts';
import { type Disk, nodeDisk } from './disk.ts';
import { Recorder } from './recorder.ts';
import { loadServerKey, type ServerKey } from './server-key.ts';
import { lockFolder, SqliteStore } from './sqlite.ts';
import { NewerData, type RecordingShelf } from './store.ts';
import { type Leftovers, readLeftovers } from './unfinished.ts';

const SQLITE_BUSY = 5;
const NO_LEFTOVERS: Leftovers = { rooms: [], logs: [], lost: [] };

export interface Recordings {
  readonly shelf: RecordingShelf;
  readonly bans: Bans;
  readonly audit: Audit;
  /** Rooms that an earlier process did not close. */
  readonly unfinished: readonly Unfinished[];
  /** From now on the logs of these rooms are written, and their matches recorded. */
  record(rooms: LoggedRooms): void;
  /** Other limits for what is kept, from the next tidying on. */
  keep(limits: KeepLimits): void;
  /** An unfinished room that does not go on. */
  abandon(room: Unfinished): void;
  /** When all rooms are closed: resolves when their matches are on the disk. */
  stop(): Promise<void>;
}

export interface RecordingsOptions extends KeepLimits {
  readonly dataDir: string;
  readonly bootId: string;
  readonly log: Logger;
  readonly slug: (length: number) => string;
  readonly disk?: Disk;
}

/** Rejects with NewerData, and with nothing else: a newer Touchline's folder is left as it is. */
export async function openRecordings(options: RecordingsOptions): Promise<Recordings> {
  const { dataDir, maxAgeDays, maxMb, bootId, log, slug, disk = nodeDisk } = options;
  const limits = { maxAgeDays, maxMb };
  const folders = {
    folder: join(dataDir, 'recordings'),
    liveFolder: join(dataDir, 'live'),
    crashedFolder: join(dataDir, 'crashed'),
  };
  let writable = true;
  try {
    for (const folder of [dataDir, ...Object.values(folders)]) await disk.makeFolder(folder);
  } catch (error) {
    writable = false;
    const why =
      'the data folder cannot be written: nothing is recorded, and bans and statistics are forgotten at the end';
    log.error(
      { folder: dataDir, reason: String(error) },
      `${why}. Give it to the user of the server, or choose another one: --data-dir`,
    );
  }
  // Before anything else is read or written.
  const store = writable ? openStore(join(dataDir, 'touchline.db'), log) : new SqliteStore(':memory:');
  const key = writable ? await keyOf(dataDir, disk, log) : null;
  const archive = new Archive({ folder: folders.folder, disk, store, key, limits, log, slug });
  const unlock = writable ? lock(dataDir, log) : null;
  const leftovers = unlock ? await readLeftovers(disk, folders.liveFolder, { bootId, slug, log }) : NO_LEFTOVERS;
  let recorder: Recorder | undefined;
  return {
    shelf: archive,
    bans: store.bans,
    audit: store.audit,
    unfinished: leftovers.rooms,
    record(rooms) {
      if (unlock === null) return;
      recorder = new Recorder(rooms, leftovers, {
        ...folders,
        disk,
        archive,
        keepsMatches: () => limits.maxMb > 0,
        log,
      });
    },
    keep(wanted) {
      Object.assign(limits, wanted);
    },
    abandon(room) {
      recorder?.abandon(room);
    },
    async stop() {
      await recorder?.stop();
      store.close();
      unlock?.();
    },
  };
}

/** Without it recordings tell nobody who made them. */
async function keyOf(folder: string, disk: Disk, log: Logger): Promise<ServerKey | null> {
  try {
    return await loadServerKey(disk, folder);
  } catch (error) {
    const what = 'server-key.pem cannot be read, or is damaged: recordings are not signed';
    log.error(
      { folder, reason: String(error) },
      `${what}. Put back your copy of it; without one, move it away, and a new key is made at the next start`,
    );
    return null;
  }
}

/** Two servers in one folder would take each other's matches for what a crash left behind. */
function lock(folder: string, log: Logger): (() => void) | null {
  try {
    return lockFolder(folder);
  } catch (error) {
    const { errcode } = Object(error) as { errcode?: unknown };
    const [why, fix] =
      errcode === SQLITE_BUSY
        ? ['another Touchline uses this data folder', 'Stop that one, or choose another folder: --data-dir']
        : ['the data folder cannot be locked', 'Stop the server, delete lock.db in it, and start again'];
    log.error({ folder, reason: String(error) }, `${why}: nothing is recorded. ${fix}`);
    return null;
  }
}

/** Without its file the list is remembered until the process ends. */
function openStore(path: string, log: Logger): SqliteStore {
  try {
    return new SqliteStore(path);
  } catch (error) {
    if (error instanceof NewerData) throw error;
    const why =
      'touchline.db cannot be opened: no ban is in force, and the list of recordings and their statistics is empty';
    log.error(
      { file: path, reason: String(error) },
      `${why}. Stop the server, and put back your copy of it, or move it away to begin a new one`,
    );
    return new SqliteStore(':memory:');
  }
}
