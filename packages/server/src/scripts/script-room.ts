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
  TICKS_PER_SECOND,
} from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import type { Player, RoomObject } from '../../types/headless-host.d.ts';
import { Arenas } from './arenas.ts';
import { describePlayer, playerById } from './describe.ts';
import { Handlers } from './handlers.ts';
import type { Attached, Identity, PrivateLine, Standing, Tick, ToScript } from './messages.ts';
import { Outbox } from './outbox.ts';
import type { Adopt } from './realm.ts';
import { Replica } from './replica.ts';
import { readRoomConfig } from './room-config.ts';
import { createRoomObject, type Desk } from './room-object.ts';
import type { ScriptPort } from './script-port.ts';
import { Tape, type TapedRoom } from './tape.ts';

/** A link that nobody listens for is kept for so long: the original needs seconds to get one, and scripts set handlers meanwhile. */
const LINK_WAITS_TICKS = 10 * TICKS_PER_SECOND;

export class ScriptRoom implements Desk {
  readonly object: RoomObject;
  private readonly port: ScriptPort;
  private readonly adopt: Adopt;
  private readonly arenas = new Arenas();
  private readonly replica: Replica;
  private readonly handlers: Handlers;
  private readonly outbox: Outbox;
  private readonly people = new Map<number, Identity>();
  /** Of players whose shirts the script has written on: what they chose themselves, and what the script wrote. */
  private readonly avatars = new Map<number, { own: string; written: string }>();
  private readonly said = new Set<string>();
  private room: TapedRoom;
  /** Still to be told. */
  private link: string | null = null;
  private linkWaits = LINK_WAITS_TICKS;
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
    this.handlers = new Handlers(this.object, port, this.adopt, {
      state: () => this.state(),
      identity: (id) => this.people.get(id),
    });
    this.outbox = new Outbox(port);
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
    this.outbox.start();
    this.link = link;
    await this.tellLink();
    if (!again) return;
    for (const { id } of [...this.state().players]) await this.tellJoined(id);
  }

  /** As soon as somebody listens: a script that awaits before it sets its handlers does not miss it. */
  private async tellLink(): Promise<void> {
    const { link } = this;
    if (link === null || (typeof this.object.onRoomLink !== 'function' && --this.linkWaits > 0)) return;
    this.link = null;
    this.handlers.call('onRoomLink', link);
    await this.settled();
  }

  private async tick({ commands: bytes, own, settled, people }: Tick): Promise<void> {
    const { replica } = this;
    for (const person of people ?? []) this.people.set(person.id, person);
    this.outbox.refill();
    if (this.link !== null) await this.tellLink();
    const commands = bytes ? decodeCommands(bytes) : [];
    const seqs = new Map<number, number>();
    for (let i = 0; own && i < own.length; i += 2) seqs.set(own[i], own[i + 1]);
    this.midTick = true;
    // Inputs come last in a tick; `onGameTick` belongs before them.
    const inputsFrom = commands.findLastIndex(({ type }) => type !== 'input') + 1;
    for (let i = 0; i < inputsFrom; i++) await this.take(commands[i], seqs.get(i));
    replica.settle(settled);
    if (isPlaying(replica.confirmed) && this.matchIsSeen()) this.handlers.call('onGameTick');
    for (let i = inputsFrom; i < commands.length; i++) await this.take(commands[i], seqs.get(i));
    const events: MatchEvent[] = [];
    // A match that the script has stopped already is over for it, though the room plays a tick more.
    const seen = this.matchIsSeen();
    replica.step(events, () => seen && this.handlers.tellKicks(events));
    this.midTick = false;
    this.tape?.add(commands, events, replica.confirmed);
    if (this.tapeWanted) this.beginTape();
    if (seen) for (const event of events) this.handlers.tellEvent(event);
    await this.settled();
  }

  private async take(command: Command, seq: number | undefined): Promise<void> {
    const before = this.subjectOf(command);
    const { news, lost } = this.replica.accept(command, seq);
    if (lost) this.port.post({ type: 'lost' });
    if (!news) return;
    this.tell(command, before);
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
    this.outbox.refill();
    for (const player of before.players) {
      const now = playerById(this.state(), player.id);
      if (!now) this.handlers.call('onPlayerLeave', player);
      else {
        if (now.team !== player.team) this.handlers.call('onPlayerTeamChange', now, null);
        if (now.admin !== player.admin) this.handlers.call('onPlayerAdminChange', now, null);
      }
      await this.settled();
    }
    const known = new Set(before.players.map(({ id }) => id));
    for (const { id } of [...this.state().players]) if (!known.has(id)) await this.tellJoined(id);
    if (this.state().stadium !== stadium) this.handlers.call('onStadiumChange', this.state().stadium.name, null);
    if (this.state().locked !== locked) this.handlers.call('onTeamsLockChange', this.state().locked, null);
    const { phase } = this.state();
    if (before.phase !== 'none' && phase === 'none') this.handlers.call('onGameStop', null);
    if (before.phase === 'none' && phase !== 'none') this.handlers.call('onGameStart', null);
    await this.settled();
  }

  /** The one handler whose answer counts (R75). */
  private async hear(ask: number, id: number, text: string): Promise<void> {
    const player = playerById(this.state(), id);
    const verdict = player ? this.handlers.call('onPlayerChat', player, text) : undefined;
    this.port.post({ type: 'verdict', ask, pass: !isLooselyZero(verdict) });
    await this.settled();
  }

  /** The player whom a command is about, as he was before it. */
  private subjectOf(command: Command): Player | null {
    return command.type === 'leave' ? playerById(this.state(), command.id) : null;
  }

  private tell(command: Command, before: Player | null): void {
    if (command.type === 'avatar') return this.keepAvatar(command.id, command.avatar);
    if (command.type === 'leave') {
      this.people.delete(command.id);
      this.avatars.delete(command.id);
    }
    this.handlers.tellCommand(command, before);
  }

  private async tellJoined(id: number): Promise<void> {
    this.handlers.joined(id);
    await this.settled();
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
    if (stadium && !this.arenas.isStock(stadium)) this.outbox.send({ type: 'arena', stadium });
    this.outbox.send({ type: 'command', seq, command });
    if (command.type !== 'avatar') this.tell(command, before);
  }

  chooseStadium(stadium: Stadium): void {
    this.later(() => this.enact({ type: 'stadium', hash: stadium.hash, by: 0 }, stadium));
  }

  whisper(to: number, make: (state: MatchState) => PrivateLine | null): void {
    this.later(() => {
      const line = make(this.state());
      // Trap 7: nothing to somebody who has just left.
      if (line && findPlayer(this.state(), to)) this.outbox.send({ type: 'whisper', to, line });
    });
  }

  setPassword(password: string): void {
    this.later(() => this.outbox.send({ type: 'password', password }));
  }

  setGuarded(guarded: boolean): void {
    this.later(() => this.outbox.send({ type: 'guard', guarded }));
  }

  rename(name: string): void {
    this.later(() => this.outbox.send({ type: 'name', name }));
  }

  setMaxPlayers(maxPlayers: number): void {
    this.later(() => this.outbox.send({ type: 'maxPlayers', maxPlayers }));
  }

  clearBans(id: number | null): void {
    this.later(() => this.outbox.send({ type: 'clearBans', id }));
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
}

function isPlaying({ phase, pause }: MatchState): boolean {
  return phase !== 'none' && pause === 0;
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
