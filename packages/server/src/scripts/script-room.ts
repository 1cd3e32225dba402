// A room inside its script's thread: ticks come in, handlers are called, what the script does goes out. Knows no worker
// thread: whoever owns it passes messages. The order of everything here is room-scripts.md §3 and §7.
import { decodeCommands, decodeKeyframe } from '@touchline/shared/log';
import {
  apply,
  type Command,
  createState,
  findPlayer,
  isCommand,
  type MatchEvent,
  type MatchState,
} from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import type { Player, RoomObject } from '../../types/headless-host.d.ts';
import { Arenas } from './arenas.ts';
import { describeKeys, describePlayer, describeScores, playerById } from './describe.ts';
import { EVENT_NAMES, type EventName } from './event-names.ts';
import type {
  Act,
  Attached,
  FromScript,
  Identity,
  PrivateLine,
  ScriptLogLevel,
  Standing,
  Tick,
  ToScript,
} from './messages.ts';
import type { Adopt } from './realm.ts';
import { Replica } from './replica.ts';
import { readRoomConfig } from './room-config.ts';
import { createRoomObject, type Desk } from './room-object.ts';
import { Tape, type TapedRoom } from './tape.ts';

/** Commands and private lines that leave in one tick at most; the rest waits. A busy script needs a tenth of it. */
const ACTS_PER_TICK = 150;
/** So much text counts as one more command. */
const TEXT_OF_AN_ACT = 100;
/** A script that is so far ahead of its room will not be caught up with. */
const MAX_WAITING = 20_000;

/** What a room needs of the thread around it. */
export interface ScriptPort {
  post(message: FromScript): void;
  /** Calls back when the script's current run, microtasks included, is over. */
  soon(callback: () => void): void;
  log(level: ScriptLogLevel, text: string): void;
  /** An exception of the script: reported, and gone on (R17). `where`: the handler. */
  fault(where: string, error: unknown): void;
  /** The script cannot go on. */
  fatal(text: string): void;
  /** Which handler runs, 0 none, else its place in `EVENT_NAMES` and 1. */
  inHandler(number: number): void;
  /** What the script is handed becomes its own; absent: it is so already. */
  readonly adopt?: Adopt;
}

export class ScriptRoom implements Desk {
  readonly object: RoomObject;
  private readonly port: ScriptPort;
  private readonly adopt: Adopt;
  private readonly arenas = new Arenas();
  private readonly replica: Replica;
  private readonly people = new Map<number, Identity>();
  /** Of players whose shirts the script has written on: what they chose themselves, and what the script wrote. */
  private readonly avatars = new Map<number, { own: string; written: string }>();
  private readonly said = new Set<string>();
  private room: TapedRoom;
  private attached = false;
  private outbox: Act[] = [];
  private allowance = ACTS_PER_TICK;
  private flushing = false;
  private seq = 0;
  /** Effects that wait for the end of the script's current run. */
  private waiting = 0;
  private midTick = false;
  private tape: Tape | null = null;
  private tapeWanted = false;

  /** `config`: the argument of `HBInit`. `standing`: of the room, if an earlier run of the script opened it. */
  constructor(config: unknown, standing: Standing | null, port: ScriptPort) {
    this.port = port;
    this.adopt = port.adopt ?? ((value) => value);
    const wanted = readRoomConfig(config, (text) => this.ignored(text));
    this.room = { id: '', name: wanted.name, epoch: '' };
    this.replica = new Replica(this.firstState(standing, wanted.hostPlayer), this.arenas);
    this.object = this.adopt(createRoomObject(this));
    port.post({ type: 'init', room: wanted });
  }

  /** The room as it will be when it opens, so that getters are right before it is there. */
  private firstState(standing: Standing | null, hostPlayer: string | null): MatchState {
    if (standing) return this.read(standing);
    const classic = stockStadium('Classic');
    if (!classic) throw new Error('no Classic');
    const state = createState(classic);
    if (hostPlayer !== null) {
      apply(state, { type: 'join', id: 0, name: hostPlayer, avatar: '', bot: false }, this.arenas);
      apply(state, { type: 'admin', id: 0, admin: true, by: 0 }, this.arenas);
    }
    return state;
  }

  private read({ arena, keyframe }: Standing): MatchState {
    this.arenas.add(arena);
    return decodeKeyframe(keyframe, this.arenas);
  }

  /** One message of the server, done when the promise resolves: the next one must wait for it. */
  async receive(message: Exclude<ToScript, { type: 'stop' }>): Promise<void> {
    switch (message.type) {
      case 'attached':
        return this.attach(message);
      case 'tick':
        return this.tick(message);
      case 'arena':
        this.arenas.add(message.text);
        return;
      case 'caughtUp':
        this.port.log('warn', `${message.skipped} ticks were skipped: the script was more than a second behind`);
        return this.catchUp(message.standing, message.settled);
      case 'chat':
        return this.hear(message.ask, message.id, message.text);
    }
  }

  // ---- what the server tells

  private async attach({ room, link, again, standing }: Attached): Promise<void> {
    this.room = room;
    this.arenas.add(standing.arena);
    this.replica.adopt(standing.keyframe);
    for (const person of standing.people) this.people.set(person.id, person);
    this.attached = true;
    this.flushSoon();
    this.call('onRoomLink', link);
    await this.settled();
    if (!again) return;
    for (const { id } of [...this.state().players]) await this.tellJoined(id);
  }

  private async tick({ commands: bytes, own, settled, people }: Tick): Promise<void> {
    const { replica } = this;
    for (const person of people ?? []) this.people.set(person.id, person);
    this.allowance = ACTS_PER_TICK;
    const commands = bytes ? decodeCommands(bytes) : [];
    const seqs = new Map<number, number>();
    for (let i = 0; own && i < own.length; i += 2) seqs.set(own[i], own[i + 1]);
    this.midTick = true;
    // Inputs come last in a tick; `onGameTick` belongs before them.
    const inputsFrom = commands.findLastIndex(({ type }) => type !== 'input') + 1;
    for (let i = 0; i < inputsFrom; i++) await this.take(commands[i], seqs.get(i));
    replica.settle(settled);
    if (isPlaying(replica.confirmed) && this.matchIsSeen()) this.call('onGameTick');
    for (let i = inputsFrom; i < commands.length; i++) await this.take(commands[i], seqs.get(i));
    const events: MatchEvent[] = [];
    // A match that the script has stopped already is over for it, though the room plays a tick more.
    const seen = this.matchIsSeen();
    replica.step(events, () => seen && this.tellKicks(events));
    this.midTick = false;
    this.tape?.add(commands, events, replica.confirmed);
    if (this.tapeWanted) this.beginTape();
    if (seen) for (const event of events) this.tellEvent(event);
    if (this.outbox.length > 0) this.flushSoon();
    await this.settled();
  }

  private async take(command: Command, seq: number | undefined): Promise<void> {
    const before = this.subjectOf(command);
    const { news, lost } = this.replica.accept(command, seq);
    if (lost) this.port.post({ type: 'lost' });
    if (!news) return;
    this.tellCommand(command, before);
    await this.settled();
  }

  /** Ticks are missing: what changed meanwhile is told as if it had happened now. */
  private async catchUp(standing: Standing, settled: number): Promise<void> {
    this.tape?.end();
    const was = this.state();
    const before = { players: was.players.map((player) => describePlayer(was, player)), phase: was.phase };
    const { stadium, locked } = was;
    this.arenas.add(standing.arena);
    this.people.clear();
    for (const person of standing.people) this.people.set(person.id, person);
    this.replica.adopt(standing.keyframe);
    this.replica.settle(settled);
    this.allowance = ACTS_PER_TICK;
    for (const player of before.players) {
      const now = playerById(this.state(), player.id);
      if (!now) this.call('onPlayerLeave', player);
      else {
        if (now.team !== player.team) this.call('onPlayerTeamChange', now, null);
        if (now.admin !== player.admin) this.call('onPlayerAdminChange', now, null);
      }
      await this.settled();
    }
    const known = new Set(before.players.map(({ id }) => id));
    for (const { id } of [...this.state().players]) if (!known.has(id)) await this.tellJoined(id);
    if (this.state().stadium !== stadium) this.call('onStadiumChange', this.state().stadium.name, null);
    if (this.state().locked !== locked) this.call('onTeamsLockChange', this.state().locked, null);
    const { phase } = this.state();
    if (before.phase !== 'none' && phase === 'none') this.call('onGameStop', null);
    if (before.phase === 'none' && phase !== 'none') this.call('onGameStart', null);
    await this.settled();
  }

  /** The one handler whose answer counts (R75). */
  private async hear(ask: number, id: number, text: string): Promise<void> {
    const player = playerById(this.state(), id);
    const verdict = player ? this.call('onPlayerChat', player, text) : undefined;
    this.port.post({ type: 'verdict', ask, pass: !isLooselyZero(verdict) });
    await this.settled();
  }

  // ---- handlers

  /** Calls a handler as it is now (R5). Its exception stays here (R17). */
  private call(name: EventName, ...args: unknown[]): unknown {
    this.port.inHandler(EVENT_NAMES.indexOf(name) + 1);
    const answer = this.guarded(name, this.object[name], args);
    this.port.inHandler(0);
    return answer;
  }

  /** An event that the original does not have. */
  private callTouchline(name: 'onInput' | 'onTouch', ...args: unknown[]): void {
    this.guarded(`touchline.${name}`, this.object.touchline?.[name], args);
  }

  private guarded(where: string, handler: unknown, args: unknown[]): unknown {
    if (typeof handler !== 'function') return undefined;
    try {
      return handler(...this.adopt(args));
    } catch (error) {
      this.port.fault(where, error);
      return undefined;
    }
  }

  /** The player whom a command is about, as he was before it. */
  private subjectOf(command: Command): Player | null {
    return command.type === 'leave' ? playerById(this.state(), command.id) : null;
  }

  private tellCommand(command: Command, before: Player | null): void {
    const state = this.state();
    const by = 'by' in command ? playerById(state, command.by) : null;
    switch (command.type) {
      case 'join':
        return this.joined(command.id);
      case 'leave':
        this.people.delete(command.id);
        this.avatars.delete(command.id);
        this.call('onPlayerLeave', before);
        if (command.kicked) this.call('onPlayerKicked', before && { ...before }, command.reason, command.banned, by);
        return;
      case 'team':
        this.call('onPlayerTeamChange', playerById(state, command.id), by);
        return;
      case 'admin':
        this.call('onPlayerAdminChange', playerById(state, command.id), by);
        return;
      case 'lock':
        this.call('onTeamsLockChange', command.locked, by);
        return;
      case 'start':
        this.call('onGameStart', by);
        return;
      case 'stop':
        this.call('onGameStop', by);
        return;
      case 'pause':
        this.call(command.paused ? 'onGamePause' : 'onGameUnpause', by);
        return;
      case 'kickRate': {
        const { min, rate, burst } = state.kickRate;
        this.call('onKickRateLimitSet', min, rate, burst, by);
        return;
      }
      case 'stadium':
        this.call('onStadiumChange', state.stadium.name, by);
        return;
      case 'input':
        if ((findPlayer(state, command.id)?.disc ?? -1) >= 0) {
          this.call('onPlayerActivity', playerById(state, command.id));
          this.callTouchline('onInput', playerById(state, command.id), describeKeys(command.keys));
        }
        return;
      case 'avatar':
        this.keepAvatar(command.id, command.avatar);
        return;
      default:
        // R74: no event exists for the others.
        return;
    }
  }

  private async tellJoined(id: number): Promise<void> {
    this.joined(id);
    await this.settled();
  }

  /** Not for the host player (R55). */
  private joined(id: number): void {
    const player = playerById(this.state(), id);
    if (!player || id === 0) return;
    const { auth, conn } = this.people.get(id) ?? { auth: null, conn: '' };
    this.call('onPlayerJoin', { ...player, auth, conn });
  }

  private tellKicks(events: readonly MatchEvent[]): void {
    for (const event of events) {
      if (event.type === 'kick') this.call('onPlayerBallKick', playerById(this.state(), event.player));
    }
  }

  private tellEvent(event: MatchEvent): void {
    switch (event.type) {
      case 'goal':
        this.call('onTeamGoal', event.team);
        return;
      case 'matchEnd':
        this.call('onTeamVictory', describeScores(this.state()));
        return;
      case 'touch':
        this.callTouchline('onTouch', playerById(this.state(), event.player), event.disc);
        return;
      case 'positionsReset':
        this.call('onPositionsReset');
        return;
      case 'matchStop':
        this.call('onGameStop', null);
        return;
      default:
        // Kicks were told in their place; kick-offs and the end of time are no events here.
        return;
    }
  }

  private matchIsSeen(): boolean {
    return this.state().phase !== 'none';
  }

  /** Until everything that handlers asked for has taken effect here. */
  private async settled(): Promise<void> {
    do await null;
    while (this.waiting > 0);
  }

  // ---- what the script does

  state(): MatchState {
    return this.replica.state;
  }

  /** R9, R10: after the current run, in the order of asking. */
  private later(effect: () => void): void {
    this.waiting++;
    queueMicrotask(() => {
      this.waiting--;
      effect();
    });
  }

  command(make: (state: MatchState) => Command | null): void {
    this.later(() => {
      const command = make(this.state());
      if (command) this.enact(command);
    });
  }

  /** R11: what is impossible now is dropped. */
  private enact(command: Command, stadium?: Stadium): void {
    if (!isCommand(command)) return;
    const before = this.subjectOf(command);
    const seq = ++this.seq;
    if (this.replica.expect(seq, command) !== null) return;
    if (stadium && !this.arenas.isStock(stadium)) this.send({ type: 'arena', stadium });
    this.send({ type: 'command', seq, command });
    if (command.type !== 'avatar') this.tellCommand(command, before);
  }

  chooseStadium(stadium: Stadium): void {
    this.later(() => this.enact({ type: 'stadium', hash: stadium.hash, by: 0 }, stadium));
  }

  whisper(to: number, make: (state: MatchState) => PrivateLine | null): void {
    this.later(() => {
      const line = make(this.state());
      // Trap 7: nothing to somebody who has just left.
      if (line && findPlayer(this.state(), to)) this.send({ type: 'whisper', to, line });
    });
  }

  setPassword(password: string): void {
    this.later(() => this.send({ type: 'password', password }));
  }

  setGuarded(guarded: boolean): void {
    this.later(() => this.send({ type: 'guard', guarded }));
  }

  rename(name: string): void {
    this.later(() => this.send({ type: 'name', name }));
  }

  setMaxPlayers(maxPlayers: number): void {
    this.later(() => this.send({ type: 'maxPlayers', maxPlayers }));
  }

  clearBans(id: number | null): void {
    this.later(() => this.send({ type: 'clearBans', id }));
  }

  overrideAvatar(id: number, avatar: string | null): void {
    this.later(() => {
      const player = findPlayer(this.state(), id);
      const known = this.avatars.get(id);
      if (!player || (avatar === null && !known)) return;
      const own = known?.own ?? player.avatar;
      if (avatar === null) this.avatars.delete(id);
      else this.avatars.set(id, { own, written: avatar });
      this.enact({ type: 'avatar', id, avatar: avatar ?? own });
    });
  }

  /** A player has chosen for himself; where the script has written, its word stands. */
  private keepAvatar(id: number, own: string): void {
    const known = this.avatars.get(id);
    if (!known) return;
    this.avatars.set(id, { own, written: known.written });
    this.later(() => this.enact({ type: 'avatar', id, avatar: known.written }));
  }

  readStadium(text: string): Stadium {
    return this.arenas.add(text);
  }

  startTape(): void {
    this.later(() => {
      this.tape = null;
      // In the middle of a tick the state is neither that of before nor that of after.
      if (this.midTick) this.tapeWanted = true;
      else this.beginTape();
    });
  }

  private beginTape(): void {
    this.tapeWanted = false;
    this.tape = new Tape(this.room, this.replica.confirmed, this.arenas);
  }

  stopTape(): Uint8Array | null {
    const bytes = this.tape?.take() ?? null;
    this.tape = null;
    return bytes;
  }

  private ignored(text: string): void {
    if (this.said.has(text)) return;
    this.said.add(text);
    this.port.log('warn', text);
  }

  private send(act: Act): void {
    this.outbox.push(act);
    if (this.outbox.length > MAX_WAITING)
      this.port.fatal(`it asked for ${MAX_WAITING} things faster than its room can do them`);
    this.flushSoon();
  }

  private flushSoon(): void {
    if (this.flushing || !this.attached || this.allowance <= 0) return;
    this.flushing = true;
    this.port.soon(() => {
      this.flushing = false;
      this.flush();
    });
  }

  private flush(): void {
    let count = 0;
    while (count < this.outbox.length && this.allowance > 0) this.allowance -= weightOf(this.outbox[count++]);
    if (count > 0) this.port.post({ type: 'acts', acts: this.outbox.splice(0, count) });
  }
}

function isPlaying({ phase, pause }: MatchState): boolean {
  return phase !== 'none' && pause === 0;
}

function weightOf(act: Act): number {
  const text =
    act.type === 'command' && 'text' in act.command ? act.command.text : act.type === 'whisper' ? act.line.text : '';
  return 1 + text.length / TEXT_OF_AN_ACT;
}

/** `false`, `0`, `""`, `"0"`, `[]`; an object whose conversion throws is not. */
function isLooselyZero(value: unknown): boolean {
  try {
    // biome-ignore lint/suspicious/noDoubleEquals: the rule that scripts depend on is the loose one (R75)
    return value == 0;
  } catch {
    return false;
  }
}
