// One script, for as long as the server runs: its thread, its room, and what happens when the thread hangs, leaks or dies.
// Nothing that a script does can reach the room's thread but messages of a bounded number.
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RoomSettings } from '@touchline/shared/protocol';
import type { Stadium } from '@touchline/shared/stadium';
import type { Logger } from 'pino';
import type { RoomOrigin, ScriptedRoom } from '../rooms/room.ts';
import { BackOff } from './back-off.ts';
import { type FromScript, type ScriptThread, SHARED, type ToScript, type WantedRoom } from './messages.ts';
import { RoomBridge } from './room-bridge.ts';
import { EVENT_NAMES } from './room-object.ts';

const WORKER = new URL('./script-worker.ts', import.meta.url);
/** A thread that gives no sign for so long hangs (room-scripts.md R88). */
const HANGS_AFTER_MS = 5000;
const LOOK_EVERY_MS = 500;
/** Loading takes longer than a beat: Node's own start, and a script's packages. */
const STARTS_WITHIN_MS = 20_000;
/** Of a thread's heap: enough for a league's statistics, little enough that a leak costs one restart. */
const HEAP_MB = 256;
/** A script that is asked to stop writes what it holds and goes. */
const STOPS_WITHIN_MS = 2000;

export interface ScriptServices {
  open(settings: RoomSettings, origin: RoomOrigin): Promise<ScriptedRoom>;
  addArena(stadium: Stadium): boolean;
  linkOf(room: ScriptedRoom): string;
  readonly maxSeats: number;
  readonly addressKey: Uint8Array | null;
  readonly origins: readonly string[];
  readonly log: Logger;
}

export class ScriptHost {
  readonly file: string;
  private readonly storageFile: string;
  private readonly services: ScriptServices;
  private readonly log: Logger;
  private readonly backOff = new BackOff();
  private thread: Thread | null = null;
  private bridge: RoomBridge | null = null;
  private restartTimer: NodeJS.Timeout | undefined;
  private stopping = false;

  /** `file` and `storageFile` are absolute. */
  constructor(file: string, storageFile: string, services: ScriptServices) {
    this.file = file;
    this.storageFile = storageFile;
    this.services = services;
    this.log = services.log.child({ script: basename(file) });
    this.start();
  }

  /** The script's room, once it is open. */
  get room(): ScriptedRoom | null {
    return this.bridge?.room ?? null;
  }

  private start(): void {
    this.backOff.started(performance.now());
    const { file, storageFile } = this;
    const beginnings = { file, storageFile, origins: this.services.origins, standing: this.bridge?.standing() ?? null };
    this.thread = new Thread(beginnings, {
      message: (thread, message) => this.hear(thread, message),
      output: (text) => this.log.info(text),
      died: (thread, why, text) => this.died(thread, why, text),
    });
  }

  private hear(thread: Thread, message: FromScript): void {
    if (thread !== this.thread) return;
    const { bridge } = this;
    switch (message.type) {
      case 'init':
        void this.open(thread, message.room);
        return;
      case 'acts':
        bridge?.take(message.acts);
        return;
      case 'verdict':
        bridge?.verdict(message.ask, message.pass);
        return;
      case 'lost':
        this.log.error('the replica of the room went astray; it begins anew');
        bridge?.beginAnew();
        return;
      case 'log':
        this.log[message.level]({ where: message.where }, message.text);
        return;
      case 'fatal':
        thread.end('other', message.where ? `${message.text} (${message.where})` : message.text);
        return;
      case 'stopped':
        return;
    }
  }

  private async open(thread: Thread, wanted: WantedRoom): Promise<void> {
    const again = this.bridge !== null;
    if (!again) {
      try {
        const room = await this.services.open(settingsOf(wanted, this.services.maxSeats), originOf(wanted));
        if (this.stopping) return;
        this.bridge = this.bridgeTo(room);
        this.log.info({ room: room.id }, `its room is open: ${this.services.linkOf(room)}`);
      } catch (error) {
        this.log.error({ err: error }, 'its room could not be opened');
        thread.end('other', 'no room');
        return;
      }
    }
    if (thread === this.thread) this.bridge?.attach(thread, again);
  }

  private bridgeTo(room: ScriptedRoom): RoomBridge {
    const { linkOf, addressKey, addArena } = this.services;
    return new RoomBridge({
      ...{ room, link: linkOf(room), addressKey, addArena },
      warn: (text) => this.log.warn(text),
      closed: () => {
        this.bridge = null;
        if (!this.stopping) this.thread?.end('other', 'its room is gone');
      },
    });
  }

  private died(thread: Thread, why: 'hung' | 'other', text: string): void {
    if (thread !== this.thread || this.stopping) return;
    this.thread = null;
    this.bridge?.detach();
    const delayMs = this.backOff.died(why, performance.now());
    if (delayMs === null) {
      this.log.error(`${text}. It hung too often and is off now; its room goes on without it`);
      this.bridge?.leave();
      return;
    }
    this.log.error(`${text}. It starts again in ${delayMs / 1000} s; its room goes on`);
    this.restartTimer = setTimeout(() => this.start(), delayMs);
  }

  /** For whoever runs the server: what it did since the last time. */
  report(): void {
    const { bridge } = this;
    if (!bridge) return;
    const { commands, skippedTicks, lateLines } = bridge.meter;
    if (commands + skippedTicks + lateLines > 0) this.log.debug({ ...bridge.meter }, 'what it did');
    Object.assign(bridge.meter, { commands: 0, skippedTicks: 0, lateLines: 0 });
  }

  /** Resolves when the thread has written what it holds, and is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restartTimer);
    this.bridge?.detach();
    await this.thread?.stop();
  }
}

function settingsOf(wanted: WantedRoom, maxSeats: number): RoomSettings {
  const { name, unlisted, password } = wanted;
  return {
    ...{
      name,
      unlisted,
      maxPlayers: Math.min(wanted.maxPlayers, maxSeats),
      stadium: 'Classic',
      scoreLimit: 3,
      timeLimit: 3,
    },
    ...{ joinDuringMatch: true, bots: 0, botLevel: 2 },
    ...(password === '' ? {} : { password }),
  };
}

function originOf({ hostPlayer }: WantedRoom): RoomOrigin {
  return { openedBy: 'script', standing: false, ...(hostPlayer === null ? {} : { hostPlayer }) };
}

interface ThreadEvents {
  message(thread: Thread, message: FromScript): void;
  output(text: string): void;
  died(thread: Thread, why: 'hung' | 'other', text: string): void;
}

/** One run of a script. */
class Thread {
  private readonly worker: Worker;
  private readonly shared = new Int32Array(new SharedArrayBuffer(SHARED.length * Int32Array.BYTES_PER_ELEMENT));
  private readonly events: ThreadEvents;
  private readonly exited: Promise<void>;
  private readonly lookTimer: NodeJS.Timeout;
  private beat = 0;
  private beatMs = performance.now();
  private over = false;

  constructor(beginnings: Omit<ScriptThread, 'shared'>, events: ThreadEvents) {
    this.events = events;
    const workerData: ScriptThread = { ...beginnings, shared: this.shared.buffer as SharedArrayBuffer };
    this.worker = new Worker(WORKER, {
      workerData,
      // Its output is the room's log, not the server's.
      stdout: true,
      stderr: true,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => events.output(text.trimEnd()));
    }
    this.worker.on('message', (message: FromScript) => events.message(this, message));
    this.worker.on('error', (error) => this.end('other', inWords(error)));
    this.exited = new Promise((resolve) => {
      this.worker.once('exit', (code) => {
        this.end('other', `it ended itself with code ${code}`);
        resolve();
      });
    });
    this.lookTimer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  post(message: ToScript): void {
    this.worker.postMessage(message);
  }

  ticksDone(): number {
    return Atomics.load(this.shared, SHARED.ticksDone);
  }

  /** Does it still answer? */
  private look(): void {
    const beat = Atomics.load(this.shared, SHARED.heartbeat);
    const nowMs = performance.now();
    if (beat !== this.beat) {
      this.beat = beat;
      this.beatMs = nowMs;
    } else if (nowMs - this.beatMs > (beat === 0 ? STARTS_WITHIN_MS : HANGS_AFTER_MS)) {
      const handler = EVENT_NAMES[Atomics.load(this.shared, SHARED.handler) - 1];
      this.end(
        'hung',
        `it has been busy for ${HANGS_AFTER_MS / 1000} s${handler ? ` in ${handler}` : ''} and was stopped`,
      );
    }
  }

  /** Ends it; only the first reason counts. */
  end(why: 'hung' | 'other', text: string): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.lookTimer);
    void this.worker.terminate();
    this.events.died(this, why, text);
  }

  async stop(): Promise<void> {
    clearInterval(this.lookTimer);
    this.over = true;
    this.post({ type: 'stop' });
    const slow = setTimeout(() => void this.worker.terminate(), STOPS_WITHIN_MS);
    await this.exited;
    clearTimeout(slow);
  }
}

function inWords(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `it used more than ${HEAP_MB} MB and was stopped`;
  }
  return `it died: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
