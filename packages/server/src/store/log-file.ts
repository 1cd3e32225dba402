// A log file that grows while a match is on. `append` never waits: writes follow one another behind it, and what comes in
// meanwhile is written together. A file that cannot be written is given up, told once, and the room goes on.
import type { AppendFile, Disk } from './disk.ts';

/** Bytes that may wait for a disk that hangs: far more than a match needs. */
const MAX_WAITING = 4 << 20;

export class LogFile {
  readonly path: string;
  private readonly disk: Disk;
  private readonly onFault: (error: unknown) => void;
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private file: AppendFile | null = null;
  private writing: Promise<void> | null = null;
  private fault: unknown = null;

  /** `onFault` is called once, if ever. */
  constructor(disk: Disk, path: string, onFault: (error: unknown) => void) {
    this.disk = disk;
    this.path = path;
    this.onFault = onFault;
  }

  /** Is everything that was appended on its way, or there? */
  get whole(): boolean {
    return this.fault === null;
  }

  append(bytes: Uint8Array): void {
    if (this.fault !== null || bytes.length === 0) return;
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes > MAX_WAITING) this.giveUp(new Error(`the disk keeps ${this.waitingBytes} bytes waiting`));
    else this.writing ??= this.write();
  }

  /** Resolves when everything so far is written, or given up. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** The same; nothing may be appended afterwards. */
  async close(): Promise<void> {
    await this.settled();
    const { file } = this;
    this.file = null;
    await file?.close().catch((error) => this.giveUp(error));
  }

  private async write(): Promise<void> {
    try {
      this.file ??= await this.disk.openToAppend(this.path);
      while (this.waiting.length > 0) {
        const bytes = Buffer.concat(this.waiting.splice(0));
        await this.file.append(bytes);
        this.waitingBytes -= bytes.length;
      }
    } catch (error) {
      this.giveUp(error);
    } finally {
      this.writing = null;
    }
  }

  private giveUp(error: unknown): void {
    this.waiting = [];
    this.waitingBytes = 0;
    if (this.fault !== null) return;
    this.fault = error;
    this.onFault(error);
  }
}
