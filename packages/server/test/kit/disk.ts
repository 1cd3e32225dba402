// A disk in memory that can be full, broken or read-only when a test wants it to be.
import type { AppendFile, Disk, FileEntry } from '../../src/store/disk.ts';

export class MemoryDisk implements Disk {
  readonly files = new Map<string, { bytes: Uint8Array; modifiedMs: number; mode?: number }>();
  /** Code of the error that every write meets. */
  fault: string | null = null;
  appends = 0;
  nowMs = Date.now();

  async makeFolder(): Promise<void> {
    this.check();
  }

  async openToAppend(path: string): Promise<AppendFile> {
    this.check();
    return {
      append: async (more) => {
        this.check();
        this.appends++;
        this.put(path, Buffer.concat([this.files.get(path)?.bytes ?? Buffer.alloc(0), more]));
      },
      close: async () => {},
    };
  }

  async truncate(path: string, length: number): Promise<void> {
    this.check();
    this.put(path, (this.files.get(path)?.bytes ?? new Uint8Array()).subarray(0, length));
  }

  async has(path: string): Promise<boolean> {
    return this.files.has(path);
  }

  async read(path: string): Promise<Uint8Array> {
    const file = this.files.get(path);
    if (!file) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return file.bytes;
  }

  async write(path: string, bytes: Uint8Array, mode?: number): Promise<void> {
    this.check();
    this.put(path, bytes, mode);
  }

  async rename(from: string, to: string): Promise<void> {
    this.check();
    const file = this.files.get(from);
    if (!file) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    this.files.delete(from);
    this.files.set(to, file);
  }

  async remove(path: string): Promise<void> {
    this.files.delete(path);
  }

  async list(folder: string): Promise<FileEntry[]> {
    return this.in(folder).map((name) => {
      const { bytes, modifiedMs } = this.files.get(`${folder}/${name}`) ?? { bytes: new Uint8Array(), modifiedMs: 0 };
      return { name, bytes: bytes.length, modifiedMs };
    });
  }

  /** Names of the files in a folder. */
  in(folder: string): string[] {
    const start = `${folder}/`;
    return [...this.files.keys()].flatMap((path) => (path.startsWith(start) ? path.slice(start.length) : []));
  }

  private put(path: string, bytes: Uint8Array, mode?: number): void {
    this.files.set(path, { bytes: Uint8Array.from(bytes), modifiedMs: this.nowMs, mode });
  }

  private check(): void {
    if (this.fault !== null)
      throw Object.assign(new Error(`${this.fault}: as the test wants it`), { code: this.fault });
  }
}
