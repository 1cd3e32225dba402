import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryDisk } from '../../test/kit/disk.ts';
import { type AppendFile, inRounds, nodeDisk } from './disk.ts';

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

it.runIf(process.platform === 'linux')('a full disk refuses what is appended', async () => {
  vi.useRealTimers();
  const file = await nodeDisk.openToAppend('/dev/full');
  await expect(file.append(bytes(1))).rejects.toMatchObject({ code: 'ENOSPC' });
  await file.close();
});
