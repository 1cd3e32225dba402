// What machine.ts judges, measured.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, constants, open, readFile, rm, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { TICKS_PER_SECOND } from '@touchline/shared/match';
import { runOnGrid } from '../rooms/grid-loop.ts';
import type { DiskReading, PortReading } from './machine.ts';

const TRIES = 20;
const MB = 1 << 20;

export async function readPort(port: number, address: string | undefined): Promise<PortReading> {
  const health = await askHealth(port);
  if (health) return health;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'EACCES') resolve('forbidden');
      else resolve(code === 'EADDRINUSE' ? 'taken' : 'no-address');
    });
    server.listen(port, address, () => server.close(() => resolve('free')));
  });
}

/** Null: no Touchline answers there. */
async function askHealth(port: number): Promise<'touchline' | 'draining' | null> {
  if (port === 0) return null;
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2000) });
    const { status } = (await answer.json()) as { status?: unknown };
    if (status === 'serving') return 'touchline';
    return status === 'draining' ? 'draining' : null;
  } catch {
    // Nothing there, or something that is no Touchline: whether the port can be had says which.
    return null;
  }
}

/** Writes and removes one small file, if the folder is there. */
export async function readDisk(folder: string): Promise<DiskReading> {
  const nearest = await nearestFolder(folder);
  const { bavail, bsize } = await statfs(nearest);
  const freeMb = (bavail * bsize) / MB;
  const writable = await access(nearest, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) return { folder, state: 'forbidden', freeMb, syncMs: [] };
  if (nearest !== folder) return { folder, state: 'missing', freeMb, syncMs: [] };
  const path = join(folder, `.doctor-${randomBytes(4).toString('hex')}`);
  try {
    return { folder, state: 'writable', freeMb, syncMs: await timeSyncs(path) };
  } catch {
    return { folder, state: 'forbidden', freeMb, syncMs: [] };
  } finally {
    await rm(path, { force: true });
  }
}

async function timeSyncs(path: string): Promise<number[]> {
  const file = await open(path, 'w', 0o600);
  const syncMs: number[] = [];
  try {
    for (let i = 0; i < TRIES; i++) {
      const beganMs = performance.now();
      await file.write(randomBytes(256));
      await file.datasync();
      syncMs.push(performance.now() - beganMs);
    }
  } finally {
    await file.close();
  }
  return syncMs;
}

async function nearestFolder(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    const there = await access(at).then(
      () => true,
      () => false,
    );
    if (there || dirname(at) === at) return at;
  }
}

/** Is the clock set from the network? Null: the system does not say. */
export async function readSynchronised(): Promise<boolean | null> {
  try {
    const { stdout } = await promisify(execFile)('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], {
      timeout: 3000,
    });
    return stdout.trim() === 'yes' ? true : stdout.trim() === 'no' ? false : null;
  } catch {
    return null;
  }
}

/** Linux only. */
export async function readOpenFiles(): Promise<number | null> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? null : Number(soft);
}

export function readAvailableMb(): number {
  // Newer than some Node that runs us; within a container it knows the container's limit.
  return (process.availableMemory?.() ?? freemem()) / MB;
}

/** Runs a loop as a room's for so long. */
export async function readLateness(ms: number): Promise<number[]> {
  const lateness: number[] = [];
  const stop = runOnGrid(TICKS_PER_SECOND, (lateMs) => lateness.push(lateMs));
  await new Promise((resolve) => setTimeout(resolve, ms));
  stop();
  return lateness;
}

/** Call the result: by how many ms the clock has jumped since. */
export function watchClock(): () => number {
  const offsetMs = Date.now() - performance.now();
  return () => Date.now() - performance.now() - offsetMs;
}
