// One script, for as long as the server runs: its process, its room, and what happens when it hangs, leaks or dies.
// Nothing that a script does can reach the room but messages of a bounded number.
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { BotLevel, RoomSettings } from '@touchline/shared/protocol';
import type { Stadium } from '@touchline/shared/stadium';
import type { Logger } from 'pino';
import type { RoomOrigin, ScriptedRoom } from '../rooms/room.ts';
import { BackOff } from './back-off.ts';
import type { Death, FromScript, ScriptLogLevel, Usage, WantedRoom } from './messages.ts';
import { RoomBridge, type Tally } from './room-bridge.ts';
import { ScriptProcess } from './script-process.ts';

const LINES_KEPT = 200;
/** room-scripts.md R88. */
const HANGS_AFTER_MS = 5000;

/** A script that is to run. */
export interface ScriptEntry {
  /** Absolute. */
  readonly file: string;
  /** Of its room, and of the file's, if several rooms run one; undefined: made from the name that the script gives. */
  readonly id?: string;
}

export interface ScriptServices {
  open(settings: RoomSettings, origin: RoomOrigin, id?: string): Promise<ScriptedRoom>;
  /** The room that the script of this mark had before the server went away, once. */
  reopened(mark: string): ScriptedRoom | null;
  addArena(stadium: Stadium): boolean;
  linkOf(room: ScriptedRoom): string;
  readonly maxSeats: number;
  readonly addressKey: Uint8Array | null;
  readonly origins: readonly string[];
  /** Left out: as long as the specification says. */
  readonly hangsAfterMs?: number;
  /** Bots a side. */
  readonly bots: number;
  readonly botLevel: BotLevel;
  /** Variables that the script finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly log: Logger;
}

/** What a script has cost since the server started; `memoryBytes` is what it holds now, 0 while it does not run. */
export interface ScriptFigures extends Usage, Readonly<Tally> {
  readonly name: string;
  readonly restarts: number;
}

export class ScriptHost {
  readonly entry: ScriptEntry;
  /** The same for the same script after a restart of the server. */
  private readonly mark: string;
  private readonly storageFile: string;
  private readonly services: ScriptServices;
  private readonly log: Logger;
  private readonly backOff = new BackOff();
  private process: ScriptProcess | null = null;
  private bridge: RoomBridge | null = null;
  private restartTimer: NodeJS.Timeout | undefined;
  private stopping = false;
  /** It hung too often: nobody starts it again but by asking. */
  private off = false;
  private restarting = false;
  private readonly recent: string[] = [];
  /** Of runs that are over. */
  private spentSeconds = 0;
  private restarts = 0;
  private readonly tally: Tally = { commands: 0, skippedTicks: 0, lateLines: 0 };
  private reported: Tally = { ...this.tally };

  /** `folder`: where its localStorage lies; absolute. */
  constructor(entry: ScriptEntry, folder: string, services: ScriptServices) {
    this.entry = entry;
    this.mark = markOf(entry);
    // Two scripts of one name in two folders keep things apart.
    const name = basename(entry.file);
    this.storageFile = join(folder, `${name.replace(/[^\w.-]/g, '_')}.${this.mark}.json`);
    this.services = services;
    this.log = services.log.child({ event: 'script', script: name });
    const room = services.reopened(this.mark);
    if (room) this.takeOver(room, 'its room is open again');
    this.start();
  }

  /** Its path. */
  get file(): string {
    return this.entry.file;
  }

  /** The last lines that it printed or was reported for, each with its place if it has one. */
  get lines(): readonly string[] {
    return this.recent;
  }

  private tell(level: ScriptLogLevel, text: string, where?: string): void {
    this.log[level](where === undefined ? {} : { where }, text);
    this.recent.push(where === undefined ? text : `${text} @ ${where}`);
    if (this.recent.length > LINES_KEPT) this.recent.shift();
  }

  /** The script's room, once it is open. */
  get room(): ScriptedRoom | null {
    return this.bridge?.room ?? null;
  }

  private start(): void {
    this.backOff.started(performance.now());
    const { storageFile } = this;
    const { file } = this.entry;
    const { origins, hangsAfterMs = HANGS_AFTER_MS } = this.services;
    const beginnings = { file, storageFile, origins, hangsAfterMs, standing: this.bridge?.standing() ?? null };
    this.process = new ScriptProcess(beginnings, this.services.env, {
      message: (run, message) => this.hear(run, message),
      output: (text) => this.tell('info', text),
      died: (run, why, text) => this.died(run, why, text),
    });
  }

  private hear(run: ScriptProcess, message: FromScript): void {
    if (run !== this.process) return;
    const { bridge } = this;
    switch (message.type) {
      case 'init':
        void this.open(run, message.room);
        return;
      case 'acts':
        bridge?.take(message.acts);
        return;
      case 'verdict':
        bridge?.verdict(message.ask, message.pass);
        return;
      case 'lost':
        this.tell('error', 'the replica of the room went astray; it begins anew');
        bridge?.beginAnew();
        return;
      case 'log':
        this.tell(message.level, message.text, message.where);
        return;
      case 'fatal':
        run.end('other', message.where ? `${message.text} @ ${message.where}` : message.text);
        return;
      case 'stopped':
        return;
    }
  }

  private async open(run: ScriptProcess, wanted: WantedRoom): Promise<void> {
    const again = this.bridge !== null;
    if (!again) {
      try {
        const { entry, mark, services } = this;
        const origin = originOf(wanted, mark);
        const room = await services.open(settingsOf(wanted, services), origin, entry.id);
        if (this.stopping) return;
        this.takeOver(room, 'its room is open');
      } catch (error) {
        this.tell('error', `its room could not be opened: ${error instanceof Error ? error.message : error}`);
        run.end('other', 'no room');
        return;
      }
    } else this.bridge?.room.change(settingsOf(wanted, this.services));
    if (run !== this.process) return;
    if (again) this.tell('info', 'it runs in its room again');
    this.bridge?.attach(run, again);
  }

  private takeOver(room: ScriptedRoom, words: string): void {
    this.bridge = this.bridgeTo(room);
    this.tell('info', `${words}: ${this.services.linkOf(room)}`);
  }

  private bridgeTo(room: ScriptedRoom): RoomBridge {
    const { linkOf, addressKey, addArena } = this.services;
    return new RoomBridge({
      ...{ room, link: linkOf(room), addressKey, addArena, tally: this.tally },
      warn: (text) => this.tell('warn', text),
      closed: () => {
        this.bridge = null;
        if (!this.stopping) this.process?.end('other', 'its room is gone');
      },
    });
  }

  private died(run: ScriptProcess, why: Death, text: string): void {
    if (run !== this.process || this.stopping) return;
    this.process = null;
    this.spentSeconds += run.usage.cpuSeconds;
    this.bridge?.detach();
    const delayMs = this.backOff.died(why, performance.now());
    if (delayMs === null) {
      this.tell('error', `${text}. It hung too often and is off now; its room goes on without it`);
      this.bridge?.leave();
      this.off = true;
      return;
    }
    this.tell('error', `${text}. It starts again in ${delayMs / 1000} s${this.bridge ? '; its room goes on' : ''}`);
    this.restartTimer = setTimeout(() => {
      this.restarts++;
      this.start();
    }, delayMs);
  }

  figures(): ScriptFigures {
    const { cpuSeconds, memoryBytes } = this.process?.usage ?? { cpuSeconds: 0, memoryBytes: 0 };
    const spent = { cpuSeconds: this.spentSeconds + cpuSeconds, memoryBytes };
    return { name: basename(this.file), restarts: this.restarts, ...spent, ...this.tally };
  }

  /** Ends it as a stop of the server would and begins it anew, also one that is off; its room goes on. */
  async restart(): Promise<void> {
    if (this.stopping || this.restarting) return;
    this.restarting = true;
    clearTimeout(this.restartTimer);
    const run = this.process;
    this.process = null;
    this.bridge?.detach();
    // What it keeps must be on the disk before it is read again.
    await run?.stop();
    this.restarting = false;
    if (this.stopping) return;
    if (this.off && this.bridge) this.bridge = this.bridgeTo(this.bridge.room);
    this.off = false;
    this.tell('info', 'it is started again by whoever runs the server');
    this.start();
  }

  /** For whoever runs the server: what it did since the last time. */
  report(): void {
    const { tally, reported } = this;
    this.reported = { ...tally };
    const since = {
      commands: tally.commands - reported.commands,
      skippedTicks: tally.skippedTicks - reported.skippedTicks,
      lateLines: tally.lateLines - reported.lateLines,
    };
    if (Object.values(since).some((count) => count > 0)) this.log.debug(since, 'what it did');
  }

  /** Resolves when it has written what it holds, and is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restartTimer);
    this.bridge?.detach();
    await this.process?.stop();
  }
}

function settingsOf(wanted: WantedRoom, { maxSeats, bots, botLevel }: ScriptServices): RoomSettings {
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
    ...{ joinDuringMatch: true, bots, botLevel, delay: 0 },
    ...(password === '' ? {} : { password }),
  };
}

function originOf({ hostPlayer }: WantedRoom, script: string): RoomOrigin {
  return {
    ...{ openedBy: 'script', standing: false, script },
    ...(hostPlayer === null ? {} : { hostPlayer }),
  };
}

/** Eight hex digits. */
export function markOf({ file, id }: ScriptEntry): string {
  const words = id === undefined ? file : `${file}\n${id}`;
  return createHash('sha256').update(words).digest('hex').slice(0, 8);
}
