import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryDisk } from '../../test/kit/disk.ts';
import type { Disk } from './disk.ts';
import { LogFile, type LogFileListener } from './log-file.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
/** Hears what a file has to tell. */
class Ear implements LogFileListener {
  ticks: number[] = [];
  faults: unknown[] = [];
  written(tick: number): void {
    this.ticks.push(tick);
  }
  failed(error: unknown): void {
    this.faults.push(error);
  }
}

it('writes in order, and together what came in while it wrote', async () => {
  const disk = new MemoryDisk();
  const ear = new Ear();
  const file = new LogFile(disk, 'a', ear);
  for (let i = 0; i < 100; i++) file.append(bytes(i), i);
  expect(ear.ticks).toEqual([]);
  await file.close();
  expect(ear.ticks.at(-1)).toBe(99);
  expect(ear.faults).toEqual([]);
  expect([...(disk.files.get('a')?.bytes ?? [])]).toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(disk.appends).toBeLessThan(3);
  expect(file.whole).toBe(true);
});

it.each(['ENOSPC', 'EROFS', 'EIO', 'EACCES'])('%s is told once, and nothing is tried again', async (code) => {
  const disk = new MemoryDisk();
  const ear = new Ear();
  const file = new LogFile(disk, 'a', ear);
  file.append(bytes(1), 1);
  await file.settled();
  disk.fault = code;
  file.append(bytes(2), 2);
  await file.settled();
  disk.fault = null;
  file.append(bytes(3), 3);
  await file.close();
  expect(ear.ticks).toEqual([1]);
  expect(ear.faults).toEqual([expect.objectContaining({ code })]);
  expect([...(disk.files.get('a')?.bytes ?? [])]).toEqual([1]);
  expect(file.whole).toBe(false);
});

describe('a disk that hangs', () => {
  let letGo = () => {};
  let disk: Disk;
  beforeEach(() => {
    const hanging = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    disk = { openToAppend: async () => ({ append: () => hanging, close: async () => {} }) } as Partial<Disk> as Disk;
  });

  it('holds nobody up, and is given up before it eats the memory', async () => {
    const ear = new Ear();
    const file = new LogFile(disk, 'a', ear);
    for (let i = 0; i < 100; i++) file.append(new Uint8Array(100_000), i);
    expect(ear.faults).toHaveLength(1);
    letGo();
    await file.close();
    expect(ear.ticks).toEqual([]);
  });

  it('is given up when it does not answer, and so is the file that waits behind it', async () => {
    const ear = new Ear();
    const first = new LogFile(disk, 'a', ear, { answerWithinMs: 20 });
    first.append(bytes(1), 1);
    const second = new LogFile(disk, 'b', ear, { after: first.settled(), answerWithinMs: 20 });
    second.append(bytes(2), 2);
    await vi.waitUntil(() => ear.faults.length === 2);
    expect([first.whole, second.whole]).toEqual([false, false]);
    letGo();
    await second.close();
    expect(ear.ticks).toEqual([]);
  });
});

it('begins when the file before it is written', async () => {
  const disk = new MemoryDisk();
  let letGo = () => {};
  const before = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const ear = new Ear();
  const file = new LogFile(disk, 'b', ear, { after: before });
  file.append(bytes(1), 7);
  await new Promise((resolve) => setImmediate(resolve));
  expect(disk.files.size).toBe(0);
  letGo();
  await file.close();
  expect(ear.ticks).toEqual([7]);
});
