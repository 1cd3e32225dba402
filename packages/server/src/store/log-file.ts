// A log file that grows while a room is awake. `append` never waits: writes follow one another behind it, and what comes in
// meanwhile is written together. A file that cannot be written is given up, told once, and the room goes on.
import type { AppendFile, Disk } from './disk.ts';

/** Bytes that may wait for a disk that hangs: far more than a match needs. */
const MAX_WAITING = 4 << 20;
/** A disk that has not answered for so long keeps viewers waiting: the file is given up. */
const ANSWER_WITHIN_MS = 10_000;

export interface LogFileListener {
  /** All that was appended up to this tick is in the file: the `write()` has returned. Ticks only grow. */
  written(tick: number): void;
  /** At most once; nothing is written any more. */
  failed(error: unknown): void;
}

export interface LogFileOptions {
  /** Nothing is written before this is settled: the file before it in the same log. */
  readonly after?: Promise<unknown>;
  readonly answerWithinMs?: number;
}

export class LogFile {
  readonly path: string;
  private readonly disk: Disk;
  private readonly listener: LogFileListener;
  private readonly after: Promise<unknown> | undefined;
  private readonly answerWithinMs: number;
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private reached = 0;
  private file: AppendFile | null = null;
  private writing: Promise<void> | null = null;
  private fault: unknown = null;

  constructor(disk: Disk, path: string, listener: LogFileListener, options: LogFileOptions = {}) {
    this.disk = disk;
    this.path = path;
    this.listener = listener;
    this.after = options.after;
    this.answerWithinMs = options.answerWithinMs ?? ANSWER_WITHIN_MS;
  }

  /** Is everything that was appended on its way, or there? */
  get whole(): boolean {
    return this.fault === null;
  }

  /** `tick`: completed ticks that the file holds with these bytes. */
  append(bytes: Uint8Array, tick: number): void {
    if (this.fault !== null || bytes.length === 0) return;
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    this.reached = tick;
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
    const watch = setInterval(() => this.giveUp(new Error('the disk does not answer')), this.answerWithinMs);
    try {
      await this.after;
      this.file ??= await this.disk.openToAppend(this.path);
      while (this.waiting.length > 0) {
        watch.refresh();
        const bytes = Buffer.concat(this.waiting.splice(0));
        const { reached } = this;
        await this.file.append(bytes);
        this.waitingBytes -= bytes.length;
        if (this.fault === null) this.listener.written(reached);
      }
    } catch (error) {
      this.giveUp(error);
    } finally {
      clearInterval(watch);
      this.writing = null;
    }
  }

  private giveUp(error: unknown): void {
    this.waiting = [];
    this.waitingBytes = 0;
    if (this.fault !== null) return;
    this.fault = error;
    this.listener.failed(error);
  }
}
