import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryDisk } from '../../test/kit/disk.ts';
import { temporaryFolder } from '../../test/kit/temporary.ts';
import { type AppendFile, inRounds, nodeDisk } from './disk.ts';

/** Bytes that the system takes at once; null: all. */
const taken = vi.hoisted(() => ({ most: null as number | null }));
vi.mock(import('node:fs'), async (original) => {
  const fs = await original();
  const write = (fd: number, bytes: Uint8Array, done: Parameters<typeof fs.write>[2]) =>
    fs.write(fd, taken.most === null ? bytes : bytes.subarray(0, taken.most), done as never);
  return { ...fs, write: write as typeof fs.write };
});

const bytes = (...values: number[]) => Uint8Array.from(values);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('writes what all files are given within a round together, and tells each when its own is written', async () => {
  const disk = new MemoryDisk();
  const rounds = inRounds(disk);
  const [a, b] = await Promise.all(['a', 'b'].map((path) => rounds.openToAppend(path)));
  const told: string[] = [];
  const append = (name: string, file: AppendFile, value: number) =>
    void file.append(bytes(value)).then(
      () => told.push(name),
      (error) => told.push(`${name} ${error.code}`),
    );
  append('a', a, 1);
  await vi.advanceTimersByTimeAsync(5);
  append('b', b, 2);
  expect(disk.appends).toBe(0);
  await vi.advanceTimersByTimeAsync(11);
  expect(disk.appends).toBe(2);
  expect(told).toEqual(['a', 'b']);

  append('a', a, 3);
  expect(disk.appends).toBe(2);
  disk.fault = 'ENOSPC';
  await vi.advanceTimersByTimeAsync(16);
  expect(told).toEqual(['a', 'b', 'a ENOSPC']);
  expect([...(disk.files.get('a')?.bytes ?? [])]).toEqual([1]);
});

it('writes on where the system takes a part only, until all is there', async () => {
  vi.useRealTimers();
  const path = join(temporaryFolder('disk'), 'log');
  const file = await nodeDisk.openToAppend(path);
  taken.most = 3;
  await file.append(bytes(1, 2, 3, 4, 5, 6, 7));
  taken.most = null;
  await file.append(bytes(8));
  await file.close();
  expect([...(await nodeDisk.read(path))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it.runIf(process.platform === 'linux')('a full disk refuses what is appended', async () => {
  vi.useRealTimers();
  const file = await nodeDisk.openToAppend('/dev/full');
  await expect(file.append(bytes(1))).rejects.toMatchObject({ code: 'ENOSPC' });
  await file.close();
});
