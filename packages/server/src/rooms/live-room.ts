// A room of this server with its life: awake while somebody is there, asleep (and free of cost) otherwise.
import { randomInt } from 'node:crypto';
import { apply, type Command, clamp, type MatchState, TICKS_PER_SECOND } from '@touchline/shared/match';
import type { BotLevel, PitchGlimpse, RoomListing, RoomSettings, Whisper } from '@touchline/shared/protocol';
import type { Stadium, Stadiums } from '@touchline/shared/stadium';
import type { Logger } from 'pino';
import { Bot, botName, squadPlan } from '../bots/index.ts';
import { runOnGrid } from './grid-loop.ts';
import { MatchKeeper } from './keeper.ts';
import type { PlayerOrigin, RoomKeeper, RoomOrigin, ScriptedRoom, TickListener } from './room.ts';
import { RoomLoop } from './room-loop.ts';
import { randomSlug } from './slug.ts';

/** A room that nobody is in goes to sleep after so long. */
const SLEEP_AFTER_MS = 5000;

/** What the room's shell is told and asked. */
export interface RoomShell {
  /** People with a connection. */
  connections(): number;
  /** After every tick: send what changed. */
  flush(): void;
  /** The tick threw: this room alone is over. */
  crashed(): void;
  /** To one player, if he has a connection. */
  whisper(to: number, whisper: Whisper): void;
  /** Null: every ban. */
  clearBans(id: number | null): void;
  originOf(playerId: number): PlayerOrigin;
}

export interface LiveRoomOptions {
  readonly id: string;
  readonly settings: RoomSettings;
  readonly origin: RoomOrigin;
  readonly stadium: Stadium;
  readonly stadiums: Stadiums;
  readonly shell: RoomShell;
  readonly log: Logger;
}

export class LiveRoom implements ScriptedRoom {
  readonly id: string;
  readonly epoch = randomSlug(8);
  readonly origin: RoomOrigin;
  readonly unlisted: boolean;
  readonly stadiums: Stadiums;
  readonly loop: RoomLoop;
  readonly maxPlayers: number;
  readonly joinDuringMatch: boolean;
  private readonly roomName: string;
  private password: string;
  private key: string;
  private perSide: number;
  private level: BotLevel;
  private viewers = 0;
  private lobbyWatched = false;
  private stopGrid: (() => void) | undefined;
  private sleepTimer: NodeJS.Timeout | undefined;
  private closed = false;
  private broken = false;
  private readonly keeper = new MatchKeeper();
  /** The script that runs the room, if one does. */
  private script: RoomKeeper | null = null;
  private readonly shell: RoomShell;
  private readonly log: Logger;

  constructor(options: LiveRoomOptions) {
    const { settings } = options;
    this.id = options.id;
    this.origin = options.origin;
    this.unlisted = settings.unlisted;
    this.stadiums = options.stadiums;
    this.maxPlayers = settings.maxPlayers;
    this.joinDuringMatch = settings.joinDuringMatch;
    this.roomName = settings.name;
    this.password = settings.password ?? '';
    this.perSide = settings.bots;
    this.level = settings.botLevel;
    this.shell = options.shell;
    this.log = options.log.child({ room: options.id });
    this.key = this.unlisted || this.password !== '' ? randomSlug(16) : '';
    this.loop = new RoomLoop(options.stadium, options.stadiums);
    this.loop.state.scoreLimit = settings.scoreLimit;
    this.loop.state.timeLimit = settings.timeLimit;
    this.loop.sync.name = settings.name;
    if (options.origin.hostPlayer !== undefined) this.seatHost(options.origin.hostPlayer);
    this.syncPrivateSide();
  }

  /** Before the first tick, so that every keyframe of the room has him. */
  private seatHost(name: string): void {
    const { state } = this.loop;
    apply(state, { type: 'join', id: 0, name, avatar: '', bot: false }, this.stadiums);
    apply(state, { type: 'admin', id: 0, admin: true, by: 0 }, this.stadiums);
  }

  get state(): MatchState {
    return this.loop.state;
  }

  name(): string {
    return this.roomName;
  }

  watchKey(): string {
    return this.key;
  }

  needsPassword(): boolean {
    return this.password !== '';
  }

  getPassword(): string {
    return this.password;
  }

  /** Empty clears it. With a password the watch link gets a new key, too. */
  setPassword(password: string): void {
    this.password = password;
    if (password !== '') this.key = randomSlug(16);
    else if (!this.unlisted) this.key = '';
    this.syncPrivateSide();
  }

  /** Keeps `perSide` a side with bots from the next second on; those there already play at the new level. */
  setBots(perSide: number, level: BotLevel): void {
    this.perSide = perSide;
    this.level = level;
    for (const id of this.loop.pilots.keys()) this.loop.pilots.set(id, new Bot(id, level, randomInt(0x7fffffff)));
    this.syncPrivateSide();
  }

  private syncPrivateSide(): void {
    const { sync } = this.loop;
    sync.hasPassword = this.password !== '';
    sync.watchKey = this.key;
    sync.bots = this.perSide;
    sync.botLevel = this.level;
    sync.viewers = this.viewers;
  }

  awake(): boolean {
    return this.stopGrid !== undefined;
  }

  listen(listener: TickListener): () => void {
    this.loop.listeners.add(listener);
    return () => this.loop.listeners.delete(listener);
  }

  hold(): () => void {
    this.viewers++;
    this.syncPrivateSide();
    this.review();
    return () => {
      this.viewers--;
      this.syncPrivateSide();
      this.review();
    };
  }

  /** Is somebody looking at the lobby? Only the standing room cares. */
  setLobbyWatched(watched: boolean): void {
    this.lobbyWatched = watched;
    this.review();
  }

  submit(command: Command): void {
    // A disc that is moved by a bot is not kicked by leaving its pilot behind.
    if (command.type === 'leave') this.loop.pilots.delete(command.id);
    this.loop.submit(command);
  }

  clearBans(id: number | null): void {
    this.shell.clearBans(id);
  }

  whisper(to: number, line: Whisper['line']): void {
    this.loop.findPlace((tick, before) => this.shell.whisper(to, { tick, before, line }));
  }

  originOf(playerId: number): PlayerOrigin {
    return this.shell.originOf(playerId);
  }

  keep(keeper: RoomKeeper): () => void {
    this.script = keeper;
    this.review();
    return () => {
      if (this.script === keeper) this.script = null;
      this.review();
    };
  }

  /** May the room hear this line? Null: nobody needs to be asked. */
  hearing(playerId: number, text: string): Promise<boolean> | null {
    return this.script?.hears(playerId, text) ?? null;
  }

  /** Nobody in it, nobody watching it. */
  deserted(): boolean {
    return this.loop.seats.size === 0 && this.viewers === 0;
  }

  /** Wakes the room when somebody is there, lets it fall asleep when nobody is. */
  review(): void {
    const wanted = !this.deserted() || this.script !== null || (this.origin.standing && this.lobbyWatched);
    if (this.closed || this.broken) return;
    if (wanted) {
      clearTimeout(this.sleepTimer);
      this.sleepTimer = undefined;
      this.stopGrid ??= runOnGrid(TICKS_PER_SECOND, () => this.tick());
    } else if (this.stopGrid && !this.sleepTimer) {
      this.sleepTimer = setTimeout(() => this.sleep(), SLEEP_AFTER_MS);
    }
  }

  private sleep(): void {
    this.stopGrid?.();
    this.stopGrid = undefined;
    this.sleepTimer = undefined;
    for (const listener of this.loop.listeners) listener.rest();
  }

  private tick(): void {
    const watched = this.shell.connections() > 0;
    try {
      if (this.state.tick % TICKS_PER_SECOND === 0) this.everySecond();
      this.loop.tick(watched);
      if (watched) this.shell.flush();
    } catch (error) {
      this.reportBrokenTick(error);
    }
  }

  /** A broken tick ends this room alone; what is logged is enough to run it again. */
  private reportBrokenTick(error: unknown): void {
    const { keyframe, ticks } = this.loop.journal;
    this.log.error({ err: error, keyframe: Buffer.from(keyframe).toString('base64'), ticks }, 'tick failed');
    this.broken = true;
    this.stopGrid?.();
    this.stopGrid = undefined;
    this.shell.crashed();
  }

  private everySecond(): void {
    const { loop, state } = this;
    for (const command of this.squadCommands()) loop.submit(command);
    if (this.origin.openedBy === 'host') {
      const start = this.keeper.decide(state);
      if (start) loop.submit(start);
    }
    if (this.origin.openedBy === 'lobby') this.passAdminOn();
  }

  /** Where somebody sits down and there is one too many, a bot goes at once: a full room would refuse the person. */
  makeRoom(): void {
    const { loop } = this;
    const surplus = loop.seats.size + loop.pilots.size - this.maxPlayers;
    if (surplus <= 0) return;
    for (const id of [...loop.pilots.keys()].slice(-surplus)) loop.submit(this.dismiss(id));
  }

  private dismiss(id: number): Command {
    this.loop.pilots.delete(id);
    return { type: 'leave', id, by: 0, kicked: false, banned: false, reason: '' };
  }

  /** Bots that must come or go so that each side has as many as it should, people first. */
  private squadCommands(): Command[] {
    const { loop, state } = this;
    const freeSeats = this.maxPlayers - loop.seats.size - loop.pilots.size;
    const plan = squadPlan(state, { perSide: this.perSide, freeSeats });
    const commands: Command[] = [];
    for (const id of plan.leave) commands.push(this.dismiss(id));
    const names = new Set(state.players.map((player) => player.name));
    for (const { team } of plan.join) {
      const id = loop.reservePlayerId();
      const name = botName(id, names);
      names.add(name);
      loop.pilots.set(id, new Bot(id, this.level, randomInt(0x7fffffff)));
      commands.push({ type: 'join', id, name, avatar: '', bot: true }, { type: 'team', id, team, by: 0 });
    }
    return commands;
  }

  /** A room opened from the lobby always has an admin while somebody with a connection is in it. */
  private passAdminOn(): void {
    const { players } = this.state;
    const present = players.filter((player) => this.loop.seats.get(player.id)?.source);
    if (players.some((player) => player.admin)) return;
    if (present[0]) this.loop.submit({ type: 'admin', id: present[0].id, admin: true, by: 0 });
  }

  listing(): RoomListing {
    const { state } = this;
    const bots = state.players.filter((player) => player.bot).length;
    return {
      id: this.id,
      name: this.roomName,
      players: state.players.filter(({ id }) => id !== 0).length - bots,
      bots,
      maxPlayers: this.maxPlayers,
      viewers: this.viewers,
      hasPassword: this.needsPassword(),
      standing: this.origin.standing,
      stadium: state.stadium.name,
      arena: state.stadium.hash,
      phase: state.phase,
      red: state.red,
      blue: state.blue,
      seconds: Math.floor(state.time),
      scoreLimit: state.scoreLimit,
      timeLimit: state.timeLimit,
    };
  }

  glimpse(): PitchGlimpse | null {
    const { state } = this;
    if (state.phase === 'none' || !this.awake()) return null;
    const { width, height } = state.stadium.pitch;
    const spot = (disc: number, team: 0 | 1 | 2): [number, number, 0 | 1 | 2] => [
      Math.round(clamp(state.world.x[disc], -width, width)) || 0,
      Math.round(clamp(state.world.y[disc], -height, height)) || 0,
      team,
    ];
    const players = state.players.filter((player) => player.disc >= 0);
    return {
      id: this.id,
      width,
      height,
      discs: [...players.map((player) => spot(player.disc, player.team)), spot(0, 0)],
    };
  }

  /** Ends the loop for good and tells every feed. */
  close(reason: 'room-closed' | 'server-stopping'): void {
    if (this.closed) return;
    this.closed = true;
    this.stopGrid?.();
    this.stopGrid = undefined;
    clearTimeout(this.sleepTimer);
    for (const listener of [...this.loop.listeners]) listener.close(reason);
  }
}
