import { expect, it } from 'vitest';
import { MemoryDisk } from '../../test/kit/disk.ts';
import type { Disk } from './disk.ts';
import { LogFile } from './log-file.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
const never = (error: unknown) => {
  throw error;
};

it('writes in order, and together what came in while it wrote', async () => {
  const disk = new MemoryDisk();
  const file = new LogFile(disk, 'a', never);
  for (let i = 0; i < 100; i++) file.append(bytes(i));
  await file.close();
  expect([...(disk.files.get('a')?.bytes ?? [])]).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(disk.appends).toBeLessThan(3);
  expect(file.whole).toBe(true);
});

it.each(['ENOSPC', 'EROFS', 'EIO', 'EACCES'])('%s is told once, and nothing is tried again', async (code) => {
  const disk = new MemoryDisk();
  const faults: unknown[] = [];
  const file = new LogFile(disk, 'a', (error) => faults.push(error));
  file.append(bytes(1));
  await file.settled();
  disk.fault = code;
  file.append(bytes(2));
  await file.settled();
  disk.fault = null;
  file.append(bytes(3));
  await file.close();
  expect(faults).toEqual([expect.objectContaining({ code })]);
  expect([...(disk.files.get('a')?.bytes ?? [])]).toEqual([1]);
  expect(file.whole).toBe(false);
});

it('a disk that hangs holds nobody up, and is given up before it eats the memory', async () => {
  let letGo = () => {};
  const hanging = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const disk = { openToAppend: async () => ({ append: () => hanging, close: async () => {} }) };
  const faults: unknown[] = [];
  const file = new LogFile(disk as Partial<Disk> as Disk, 'a', (error) => faults.push(error));
  for (let i = 0; i < 100; i++) file.append(new Uint8Array(100_000));
  expect(faults).toHaveLength(1);
  letGo();
  await file.close();
});
