// The main thread of a script's process. It runs nothing of the script: it passes messages between server and thread, and
// looks whether the thread still answers and how much memory it has taken. Why a process of its own: docs/adr/0009-room-scripts.md.
import { Worker } from 'node:worker_threads';
import { EVENT_NAMES } from './event-names.ts';
import { type Death, type FromScript, type FromWarden, type ScriptThread, SHARED, type ToWarden } from './messages.ts';
import { hungFor } from './patience.ts';
import { inWords } from './stack.ts';
import { findStuckPlace } from './stuck-place.ts';

const WORKER = new URL('./script-worker.ts', import.meta.url);
const LOOK_EVERY_MS = 250;
/** Enough for a league's statistics; a leak costs one restart. */
const HEAP_MB = 256;
/** Of the whole process: buffers lie outside the heap, and a heap that bursts grows past its limit first. */
const PROCESS_MB = 640;

const LAST_WORDS_MS = 1000;

const tell = (message: FromWarden, then?: () => void): void => {
  process.send?.(message, undefined, {}, () => then?.());
};

class Warden {
  private readonly worker: Worker;
  private readonly shared = new Int32Array(new SharedArrayBuffer(SHARED.length * Int32Array.BYTES_PER_ELEMENT));
  private beat = 0;
  private beatMs = performance.now();
  private hung = false;
  private over = false;
  private readonly hangsAfterMs: number;

  constructor(beginnings: Omit<ScriptThread, 'shared'>) {
    this.hangsAfterMs = beginnings.hangsAfterMs;
    const workerData: ScriptThread = { ...beginnings, shared: this.shared.buffer as SharedArrayBuffer };
    this.worker = new Worker(WORKER, {
      workerData,
      // What it prints is the room's log, not the server's.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => tell({ type: 'output', text: text.trimEnd() }));
    }
    this.worker.on('message', (message: FromScript) => tell(message));
    this.worker.on('error', (error) => {
      const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.end('other', memory ? tooMuch(HEAP_MB) : `it died: ${inWords(error)}`);
    });
    this.worker.once('exit', (code) => this.end('other', `it ended itself with code ${code}`));
    setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  pass(message: Exclude<ToWarden, { type: 'begin' }>): void {
    if (message.type === 'stop') this.over = true;
    this.worker.postMessage(message);
  }

  private look(): void {
    const memoryBytes = process.memoryUsage.rss();
    const { user, system } = process.cpuUsage();
    tell({ type: 'beat', usage: { cpuSeconds: (user + system) / 1e6, memoryBytes } });
    const beat = Atomics.load(this.shared, SHARED.heartbeat);
    const nowMs = performance.now();
    const { hangsAfterMs } = this;
    const silentMs = nowMs - this.beatMs;
    const hungMs = hungFor({ starting: beat === 0, silentMs, cpuMs: (user + system) / 1000, hangsAfterMs });
    if (memoryBytes > PROCESS_MB << 20) this.end('other', tooMuch(PROCESS_MB));
    else if (beat !== this.beat) {
      this.beat = beat;
      this.beatMs = nowMs;
    } else if (hungMs !== null) void this.endHung(hungMs);
  }

  private async endHung(afterMs: number): Promise<void> {
    // While its place is looked for it goes on hanging.
    if (this.over || this.hung) return;
    this.hung = true;
    const handler = EVENT_NAMES[Atomics.load(this.shared, SHARED.handler) - 1];
    const place = await findStuckPlace(this.worker.threadId);
    const where = `${handler ? ` in ${handler}` : ''}${place ? ` at ${place}` : ''}`;
    this.end('hung', `it has been busy for ${afterMs / 1000} s${where} and was stopped`);
  }

  /** Only the first reason counts. The thread may be past ending: its process is not. */
  private end(why: Death, text: string): void {
    if (this.over) return process.exit();
    this.over = true;
    tell({ type: 'died', why, text }, () => process.kill(process.pid, 'SIGKILL'));
  }
}

const tooMuch = (mb: number): string => `it used more than ${mb} MB of memory and was stopped`;

let warden: Warden | null = null;
process.on('message', (message: ToWarden) => {
  if (message.type === 'begin') warden = new Warden(message.beginnings);
  else warden?.pass(message);
});
// The server is gone: the script may write what it holds.
process.on('disconnect', () => {
  warden?.pass({ type: 'stop' });
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), LAST_WORDS_MS);
});
// Ctrl+C in a terminal, and the end of a service, reach every process of it: when this one ends, the server says.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
