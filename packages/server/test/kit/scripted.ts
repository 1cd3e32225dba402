// A script's room without threads, sockets or clocks: the real loop, bridge and replica, one tick at a time.
import { stripTypeScriptTypes } from 'node:module';
import { runInNewContext } from 'node:vm';
import { apply, type Command, createState, findPlayer, type MatchState, type Player } from '@touchline/shared/match';
import type { RoomListing, RoomSettings, Whisper } from '@touchline/shared/protocol';
import { type Stadium, type Stadiums, stockStadium } from '@touchline/shared/stadium';
import { ArenaStore } from '../../src/http/arena-store.ts';
import type { PlayerOrigin, RoomKeeper, RoomOrigin, ScriptedRoom, TickListener } from '../../src/rooms/room.ts';
import { RoomLoop } from '../../src/rooms/room-loop.ts';
import { EVENT_NAMES, type EventName } from '../../src/scripts/event-names.ts';
import type { FromScript, Standing, ToScript, WantedRoom } from '../../src/scripts/messages.ts';
import { RoomBridge, type ScriptLine } from '../../src/scripts/room-bridge.ts';
import { ScriptRoom } from '../../src/scripts/script-room.ts';
import type { Storage } from '../../src/scripts/storage.ts';
import type { RoomConfig, RoomObject } from '../../types/headless-host.d.ts';

/** What rooms.ts and football-room.ts do for a script, by hand. */
class LoopRoom implements ScriptedRoom {
  readonly id = 'bench';
  readonly epoch = 'abcd1234';
  readonly origin: RoomOrigin = { openedBy: 'script', standing: false };
  readonly unlisted = false;
  readonly loop: RoomLoop;
  readonly stadiums: Stadiums;
  readonly whispers: { to: number; whisper: Whisper }[] = [];
  readonly clearedBans: (number | null)[] = [];
  readonly announced: string[] = [];
  password = '';
  guarded = false;
  renamed = '';
  maxPlayers = 0;
  keeper: RoomKeeper | null = null;
  private readonly wanted: WantedRoom;

  constructor(wanted: WantedRoom, stadiums: Stadiums) {
    this.wanted = wanted;
    this.stadiums = stadiums;
    this.password = wanted.password;
    const classic = stockStadium('Classic');
    if (!classic) throw new Error('no Classic');
    this.loop = new RoomLoop(createState(classic), stadiums);
    if (wanted.hostPlayer === null) return;
    apply(this.state, { type: 'join', id: 0, name: wanted.hostPlayer, avatar: '', bot: false }, stadiums);
    apply(this.state, { type: 'admin', id: 0, admin: true, by: 0 }, stadiums);
  }

  get state(): MatchState {
    return this.loop.state;
  }

  name = () => this.wanted.name;
  watchKey = () => '';
  awake = () => true;
  listing = (): RoomListing => {
    throw new Error('nobody asks for it here');
  };
  glimpse = () => null;
  hold = () => () => {};
  submit = (command: Command) => {
    if (command.type === 'announce') this.announced.push(command.text);
    this.loop.submit(command);
  };
  setPassword = (password: string) => {
    this.password = password;
  };
  setGuarded = (guarded: boolean) => {
    this.guarded = guarded;
  };
  change = ({ name }: RoomSettings) => void this.announced.push(`changed to ${name}`);
  rename = (name: string) => {
    this.renamed = name;
  };
  setMaxPlayers = (count: number) => {
    this.maxPlayers = count;
  };
  clearBans = (id: number | null) => void this.clearedBans.push(id);
  whisper = (to: number, line: Whisper['line']) =>
    this.loop.findPlace((tick, before) => this.whispers.push({ to, whisper: { tick, before, line } }));
  originOf = (id: number): PlayerOrigin => {
    const known = id === 1;
    return { address: `10.0.0.${id}`, key: known ? 'k'.repeat(43) : null, auth: known ? 'a'.repeat(43) : null };
  };

  listen(listener: TickListener): () => void {
    this.loop.listeners.add(listener);
    return () => this.loop.listeners.delete(listener);
  }

  keep(keeper: RoomKeeper): () => void {
    this.keeper = keeper;
    return () => {
      this.keeper = null;
    };
  }
}

/** A call of a handler: its name, then its arguments. */
export type Call = readonly [name: EventName, ...args: unknown[]];

const breath = () => new Promise<void>((resolve) => setImmediate(resolve));

export class ScriptBench implements ScriptLine {
  readonly room: RoomObject;
  readonly calls: Call[] = [];
  readonly logs: string[] = [];
  readonly faults: string[] = [];
  fatal: string | null = null;
  wanted!: WantedRoom;
  host!: LoopRoom;
  bridge!: RoomBridge;
  closed = false;
  /** Holds messages back, as a thread does that is busy. */
  stuck = false;
  private readonly script: ScriptRoom;
  private readonly arenas = new ArenaStore();
  private readonly waiting: ToScript[] = [];
  private working = false;
  private done = 0;
  private members = 0;

  private constructor(config: unknown, standing: Standing | null, host: LoopRoom | null, recording = true) {
    this.script = new ScriptRoom(config, standing, {
      post: (message) => this.take(message, host),
      soon: (callback) => process.nextTick(callback),
      log: (_level, text) => void this.logs.push(text),
      fault: (where, error) => void this.faults.push(`${where}: ${error}`),
      fatal: (text) => {
        this.fatal = text;
      },
      inHandler: () => {},
    });
    this.room = this.script.object;
    if (recording) for (const name of EVENT_NAMES) this.record(name);
  }

  /** The room is open and the script has its link. */
  static async open(config?: RoomConfig | unknown): Promise<ScriptBench> {
    const bench = new ScriptBench(config, null, null);
    await bench.settle();
    return bench;
  }

  /** Runs a script's text, types and all; it calls `HBInit` at once. `localStorage` is kept by the caller. */
  static async play(text: string, localStorage: Storage): Promise<ScriptBench> {
    let bench: ScriptBench | undefined;
    const init = (config: unknown) => {
      bench = new ScriptBench(config, null, null, false);
      return bench.room;
    };
    runInNewContext(stripTypeScriptTypes(text), { HBInit: init, localStorage, Date, console });
    if (!bench) throw new Error('no HBInit');
    await bench.settle();
    return bench;
  }

  /** What was announced, to everybody or to one, since the last time. */
  said(): string[] {
    const lines = this.host.announced.splice(0);
    for (const { whisper } of this.host.whispers.splice(0)) lines.push(whisper.line.text);
    return lines;
  }

  /** The script is loaded anew, and finds the room that it had. */
  async again(config?: RoomConfig): Promise<ScriptBench> {
    this.bridge.detach();
    const next = new ScriptBench(config, this.bridge.standing(), this.host);
    next.members = this.members;
    await next.settle();
    return next;
  }

  /** Notes a handler's calls; `answer` is what it returns. */
  record(name: EventName, answer?: (...args: never[]) => unknown): void {
    const handler = (...args: unknown[]) => {
      // Ticks would drown everything else.
      if (name !== 'onGameTick') this.calls.push([name, ...args]);
      return answer?.(...(args as never[]));
    };
    Object.assign(this.room, { [name]: handler });
  }

  /** Names of handlers that were called since the last time, or since the beginning. */
  heard(): EventName[] {
    return this.calls.splice(0).map(([name]) => name);
  }

  private take(message: FromScript, host: LoopRoom | null): void {
    switch (message.type) {
      case 'init':
        this.wanted = message.room;
        this.host = host ?? new LoopRoom(message.room, this.arenas);
        this.bridge = new RoomBridge({
          ...{ room: this.host, link: 'http://localhost/r/bench', addressKey: null },
          tally: { commands: 0, skippedTicks: 0, lateLines: 0 },
          addArena: (stadium) => this.arenas.add(stadium),
          warn: (text) => void this.logs.push(text),
          closed: () => {
            this.closed = true;
          },
        });
        // Not before `HBInit` has returned.
        setImmediate(() => this.bridge.attach(this, host !== null));
        return;
      case 'acts':
        return this.bridge.take(message.acts);
      case 'verdict':
        return this.bridge.verdict(message.ask, message.pass);
      case 'lost':
        throw new Error('the replica is not the room');
      default:
        return;
    }
  }

  post(message: ToScript): void {
    // As between threads: what is sent is a copy.
    this.waiting.push(structuredClone(message));
    void this.work();
  }

  ticksDone(): number {
    return this.done;
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    while (!this.stuck) {
      const next = this.waiting.shift();
      if (!next) break;
      if (next.type !== 'stop') await this.script.receive(next);
      if (next.type === 'tick') this.done++;
    }
    this.working = false;
  }

  /** Until the script has nothing more to do. */
  async settle(): Promise<void> {
    for (let i = 0; i < 4; i++) await breath();
    while (this.working) await breath();
  }

  /** The thread goes on. */
  async release(): Promise<void> {
    this.stuck = false;
    void this.work();
    await this.settle();
  }

  /** One tick of the room after the other, each seen by the script. */
  async ticks(count = 1): Promise<void> {
    if (!this.stuck) await this.settle();
    for (let i = 0; i < count; i++) {
      this.host.loop.tick(false);
      if (!this.stuck) await this.settle();
    }
  }

  get state(): MatchState {
    return this.host.state;
  }

  /** What somebody else asks for; done in the next tick. */
  async command(...commands: Command[]): Promise<void> {
    for (const command of commands) this.host.submit(command);
    await this.ticks();
  }

  /** Somebody comes in. */
  async join(name = `Player ${this.members + 1}`): Promise<number> {
    const id = this.host.loop.reservePlayerId();
    this.members++;
    await this.command({ type: 'join', id, name, avatar: 'own'.slice(0, 2), bot: false });
    return id;
  }

  /** One on each side, and a match. */
  async kickOff(): Promise<{ red: number; blue: number }> {
    const red = await this.join('Red');
    const blue = await this.join('Blue');
    await this.command({ type: 'team', id: red, team: 1, by: 0 }, { type: 'team', id: blue, team: 2, by: 0 });
    await this.command({ type: 'start', by: 0 });
    this.calls.length = 0;
    return { red, blue };
  }

  /** Puts the ball into blue's goal, past whoever has come into it, and plays until it is given. */
  async goalForRed(): Promise<void> {
    await this.command({ type: 'disc', index: 0, change: { x: 330, y: 40, vx: 20, vy: 0 } });
    for (let i = 0; i < 60 && this.state.phase !== 'goal'; i++) await this.ticks();
  }

  player(id: number): Player {
    const player = findPlayer(this.state, id);
    if (!player) throw new Error(`nobody has id ${id}`);
    return player;
  }

  /** An admin has uploaded it. */
  addStadium(stadium: Stadium): void {
    this.arenas.add(stadium);
  }
}
