// Draws beside the game: one thread for all pictures, one picture at a time, a bounded queue. It is started when there is something
// to draw, goes when there has been nothing for a while, and is replaced when a picture takes too long.
import { Worker } from 'node:worker_threads';
import type { Order } from './still.ts';

const WORKER = new URL('./paint-worker.ts', import.meta.url);
/** A picture takes a tenth of a second, the first one half a second more; of a core that is busy with ticks it gets what is left. */
const WITHIN_MS = 20_000;
/** So long it is kept for the next picture. */
const IDLE_MS = 30_000;
const MAX_WAITING = 16;
const MEMORY_MB = 256;

/** More pictures are waiting than will be drawn soon. */
export class PainterBusy extends Error {}
/** This picture cannot be drawn: damaged, or too much of it. */
export class CannotPaint extends Error {}

export interface Paints {
  paint(order: Order): Promise<Buffer>;
}

interface Job {
  readonly order: Order;
  readonly resolve: (png: Buffer) => void;
  readonly reject: (error: Error) => void;
}

type Answer = { readonly png: Uint8Array; readonly fault?: never } | { readonly fault: string; readonly png?: never };

export class Painter implements Paints {
  private readonly waiting: Job[] = [];
  private job: Job | null = null;
  private worker: Worker | null = null;
  private timer: NodeJS.Timeout | undefined;
  private readonly withinMs: number;

  constructor({ withinMs = WITHIN_MS }: { readonly withinMs?: number } = {}) {
    this.withinMs = withinMs;
  }

  /** The bytes of a PNG. Rejects with PainterBusy or CannotPaint. */
  paint(order: Order): Promise<Buffer> {
    if (this.waiting.length >= MAX_WAITING) return Promise.reject(new PainterBusy('many pictures are waiting'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ order, resolve, reject });
      this.next();
    });
  }

  /** Ends the thread; whoever waits is told. */
  stop(): void {
    for (const { reject } of this.waiting.splice(0)) reject(new PainterBusy('the server stops'));
    this.replace(new PainterBusy('the server stops'));
  }

  private next(): void {
    if (this.job) return;
    clearTimeout(this.timer);
    this.job = this.waiting.shift() ?? null;
    this.timer = setTimeout(
      () => this.replace(new CannotPaint('it takes too long')),
      this.job ? this.withinMs : IDLE_MS,
    );
    this.timer.unref();
    if (!this.job) return;
    this.worker ??= this.hire();
    this.worker.postMessage(this.job.order);
  }

  private hire(): Worker {
    const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    worker.unref();
    worker.on('message', ({ png, fault }: Answer) => {
      if (worker !== this.worker || !this.job) return;
      const { resolve, reject } = this.job;
      this.job = null;
      if (png) resolve(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
      else reject(new CannotPaint(fault));
      this.next();
    });
    // Out of memory, or a fault of ours: this picture is lost, the next one gets a new thread.
    worker.on('error', (error) => worker === this.worker && this.replace(new CannotPaint(String(error))));
    return worker;
  }

  /** Ends the thread, and with it the picture that it was at. */
  private replace(why: Error): void {
    const { job, worker } = this;
    this.job = null;
    this.worker = null;
    clearTimeout(this.timer);
    void worker?.terminate();
    job?.reject(why);
    if (this.waiting.length > 0) this.next();
  }
}
