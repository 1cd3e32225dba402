// The files that the store needs, behind an interface: tests put a full disk, a read-only folder or a broken one in its place.
import { constants, write } from 'node:fs';
import { access, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../folders.ts';

export interface AppendFile {
  append(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface FileEntry {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

export interface Disk {
  /** For its owner alone: private matches lie in it. Rejects as well when it is there and cannot be written. */
  makeFolder(path: string): Promise<void>;
  /** Cuts a file at that length. */
  truncate(path: string, length: number): Promise<void>;
  /** Opens a file at its end; makes it if need be. */
  openToAppend(path: string): Promise<AppendFile>;
  has(path: string): Promise<boolean>;
  read(path: string): Promise<Uint8Array>;
  /** A whole new file, on the disk and not only on its way when the promise resolves. `mode`: who may read it. */
  write(path: string, bytes: Uint8Array, mode?: number): Promise<void>;
  /** Replaces what is there. */
  rename(from: string, to: string): Promise<void>;
  /** Not an error when there is none. */
  remove(path: string): Promise<void>;
  /** Files in a folder; none when there is no folder. */
  list(folder: string): Promise<FileEntry[]>;
}

/** The same disk; `appended` hears how long each write to a growing file took. */
export function timed(disk: Disk, appended: (bytes: number, ms: number) => void): Disk {
  return {
    ...disk,
    async openToAppend(path) {
      const file = await disk.openToAppend(path);
      return {
        append: async (bytes) => {
          const startMs = performance.now();
          await file.append(bytes);
          appended(bytes.length, performance.now() - startMs);
        },
        close: () => file.close(),
      };
    },
  };
}

/** A round of writes: as long as a tick, so that each room's log is in every third. */
const ROUND_MS = 16;

/**
 * The same disk; what is appended to any of its files within a round is handed to it together. Alone, each room's piece would
 * wake a thread and then this one: that costs more than the write.
 */
export function inRounds(disk: Disk): Disk {
  let waiting: (() => void)[] = [];
  const go = () => {
    const round = waiting;
    waiting = [];
    for (const begin of round) begin();
  };
  const round = () =>
    new Promise<void>((begin) => {
      if (waiting.push(begin) === 1) setTimeout(go, ROUND_MS);
    });
  return {
    ...disk,
    async openToAppend(path) {
      const file = await disk.openToAppend(path);
      return {
        append: async (bytes) => {
          await round();
          await file.append(bytes);
        },
        close: () => file.close(),
      };
    },
  };
}

export const nodeDisk: Disk = {
  async makeFolder(path) {
    makeFolders(path);
    await access(path, constants.W_OK | constants.X_OK);
  },
  truncate,
  async openToAppend(path) {
    const file = await open(path, 'a');
    return { append: (bytes) => append(file.fd, bytes), close: () => file.close() };
  },
  has: (path) =>
    stat(path).then(
      () => true,
      () => false,
    ),
  read: (path) => readFile(path),
  async write(path, bytes, mode = 0o644) {
    const file = await open(path, 'w', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  async list(folder) {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const entries = await Promise.all(
      names.map(async (name) => {
        const found = await stat(join(folder, name)).catch(() => null);
        return found?.isFile() ? [{ name, bytes: found.size, modifiedMs: found.mtimeMs }] : [];
      }),
    );
    return entries.flat();
  },
};

/** What `FileHandle.appendFile` does, without what it does besides: at two thirds of its price, twenty times a second and room. */
function append(fd: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, (error, written) => {
      if (error) reject(error);
      else if (written < bytes.length) append(fd, bytes.subarray(written)).then(resolve, reject);
      else resolve();
    });
  });
}
