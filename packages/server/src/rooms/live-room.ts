// A room of this server with its life: awake while somebody is there, asleep (and free of cost) otherwise; and back as it was
// after the server went away.
import { randomInt } from 'node:crypto';
import {
  apply,
  type Command,
  type CommandOf,
  cloneState,
  createState,
  findPlayer,
  type MatchState,
  type Player,
  TICKS_PER_SECOND,
} from '@touchline/shared/match';
import type { BotLevel, Closing, JoinRefusal, Notice, RoomSettings, Whisper } from '@touchline/shared/protocol';
import type { Stadium, Stadiums } from '@touchline/shared/stadium';
import type { Logger } from 'pino';
import { Bot, benchPlan, botName, squadPlan } from '../bots/index.ts';
import type { Meter } from '../meter.ts';
import { announcement } from './announcement.ts';
import { Broadcast } from './broadcast.ts';
import { runOnGrid } from './grid-loop.ts';
import { SeatInputs } from './inputs.ts';
import { MatchKeeper } from './keeper.ts';
import { Moderation, whoIs } from './moderation.ts';
import { Return } from './return.ts';
import type {
  Admitted,
  GatedRoom,
  LoggedRoom,
  ManagedRoom,
  PersonHere,
  PlayerOrigin,
  RoomKeeper,
  RoomOrigin,
  ScriptedRoom,
  TickListener,
  Unfinished,
} from './room.ts';
import type { RoomFile } from './room-file.ts';
import { RoomLoop, type Seat } from './room-loop.ts';
import { changeSettings, commandsFor, type DueSettings } from './settings-change.ts';
import { randomSlug } from './slug.ts';
import { WindDown } from './wind-down.ts';

/** A room that nobody is in goes to sleep after so long. */
const SLEEP_AFTER_MS = 5000;
/** Bold, in the colour of the lamps. */
const NOTICE_STYLE = { color: 0xffd166, style: 1, sound: 0 } as const;
/** A disk that hangs keeps nobody out: after so long an answer no longer waits for it. */
const SAVED_WITHIN_MS = 500;

/** What the room's shell is told and asked. */
export interface RoomShell {
  /** People with a connection. */
  connections(): number;
  /** After every tick: send what changed. */
  flush(): void;
  /** The tick threw: this room alone is over. */
  crashed(): void;
  /** It is wanted no longer. */
  dissolve(): void;
  /** To one player, if he has a connection. */
  whisper(to: number, whisper: Whisper): void;
  /** Null: every ban. */
  clearBans(id: number | null): void;
  /** Somebody is muted or may speak again, or lines come slower. */
  tellChatRules(): void;
  /** To one player, if he has a connection. */
  notice(to: number, notice: Notice): void;
  originOf(playerId: number): PlayerOrigin;
  refuses(who: Admitted, address: string): JoinRefusal | null;
  /** Empty: nobody has come back to the seat since a restart. */
  addressOf(seat: Seat): string;
  keyOf(sessionId: string): string | null;
}

export interface LiveRoomOptions {
  readonly id: string;
  readonly settings: RoomSettings;
  readonly origin: RoomOrigin;
  readonly stadium: Stadium;
  readonly stadiums: Stadiums;
  readonly shell: RoomShell;
  readonly log: Logger;
  readonly meter: Meter;
  /** The machine's, for the room's file. */
  readonly bootId: string;
  /** The same room as an earlier process left it. */
  readonly unfinished?: Unfinished;
}

export class LiveRoom implements LoggedRoom, ScriptedRoom, GatedRoom, ManagedRoom {
  readonly id: string;
  readonly epoch: string;
  readonly firstEpoch: string;
  readonly stadiums: Stadiums;
  readonly loop: RoomLoop;
  /** All that the public gets to see of it. */
  readonly broadcast: Broadcast;
  readonly moderation: Moderation;
  /** Taken over by whoever writes its log on. */
  unfinished: Unfinished | undefined;
  private from: RoomOrigin;
  private settings: RoomSettings;
  /** Settings that wait for the end of a match. */
  private due: DueSettings = {};
  private ending: WindDown | null = null;
  private password: string;
  private key: string;
  private perSide: number;
  private level: BotLevel;
  private viewers = 0;
  private wantsWork = false;
  private lobbyWatched = false;
  private stopGrid: (() => void) | undefined;
  private sleepTimer: NodeJS.Timeout | undefined;
  private closed = false;
  private broken = false;
  private comeback: Return | null = null;
  private saveFile: () => Promise<void> = async () => {};
  private lastSave: Promise<void> = Promise.resolve();
  private readonly keeper = new MatchKeeper();
  /** The script that runs the room, if one does. */
  private script: RoomKeeper | null = null;
  private readonly shell: RoomShell;
  private readonly log: Logger;
  private readonly meter: Meter;
  private readonly bootId: string;

  constructor(options: LiveRoomOptions) {
    const { settings, unfinished } = options;
    const past = unfinished?.file;
    this.id = options.id;
    this.epoch = unfinished?.epoch ?? randomSlug(8);
    this.firstEpoch = unfinished?.recording.header.epoch ?? this.epoch;
    this.from = options.origin;
    this.stadiums = options.stadiums;
    this.settings = settings;
    this.unfinished = unfinished;
    this.bootId = options.bootId;
    this.password = past?.password ?? settings.password ?? '';
    this.perSide = past?.bots.perSide ?? settings.bots;
    this.level = past?.bots.level ?? settings.botLevel;
    this.moderation = new Moderation(past?.chat);
    this.shell = options.shell;
    this.log = options.log.child({ room: options.id });
    this.meter = options.meter;
    this.key = past?.watchKey ?? (this.unlisted || this.password !== '' ? randomSlug(16) : '');
    const state = unfinished?.state ?? freshState(options.stadium, settings);
    if (!unfinished && options.origin.hostPlayer !== undefined)
      seatHost(state, options.origin.hostPlayer, options.stadiums);
    this.loop = new RoomLoop(state, options.stadiums);
    this.broadcast = new Broadcast(this, unfinished?.recording.firstState() ?? cloneState(this.loop.state));
    this.loop.sync.name = settings.name;
    if (unfinished) this.takeUp(unfinished);
    this.syncPrivateSide();
  }

  get state(): MatchState {
    return this.loop.state;
  }

  get origin(): RoomOrigin {
    return this.from;
  }

  get unlisted(): boolean {
    return this.settings.unlisted;
  }

  get delay(): number {
    return this.settings.delay;
  }

  get maxPlayers(): number {
    return this.settings.maxPlayers;
  }

  get joinDuringMatch(): boolean {
    return this.settings.joinDuringMatch;
  }

  /** Does it close after this match, and why? */
  get closing(): Closing {
    return this.ending?.why ?? 'no';
  }

  /** Name or hash of the stadium that it shall have, be it after this match. */
  get wantedStadium(): string {
    return this.due.stadium ?? this.settings.stadium;
  }

  get viewerCount(): number {
    return this.viewers;
  }

  name(): string {
    return this.settings.name;
  }

  rename(name: string): void {
    this.settings = { ...this.settings, name };
    this.loop.sync.name = name;
    this.privateSideChanged();
  }

  setMaxPlayers(maxPlayers: number): void {
    this.settings = { ...this.settings, maxPlayers };
    this.privateSideChanged();
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
    else if (this.key === '') this.key = randomSlug(16);
    this.privateSideChanged();
  }

  /** Newcomers have more work to do before they get a seat, while its script wants it so. */
  get guarded(): boolean {
    return this.wantsWork && this.script !== null;
  }

  setGuarded(guarded: boolean): void {
    this.wantsWork = guarded;
  }

  /** Keeps `perSide` a side with bots from the next second on; those there already play at the new level. */
  setBots(perSide: number, level: BotLevel): void {
    this.perSide = perSide;
    this.level = level;
    for (const id of this.loop.pilots.keys()) this.loop.pilots.set(id, this.pilot(id));
    this.privateSideChanged();
  }

  file(): RoomFile {
    const { id, epoch, bootId, settings, password, key, perSide, level, loop } = this;
    const { openedBy, standing, script } = this.origin;
    const entered = [...loop.seats.values()].filter(({ playerId }) => playerId > 0);
    // Only a script asks for it: of other rooms no address lies on the disk longer than a ban.
    const known = (playerId: number) => (script === undefined ? {} : { address: this.originOf(playerId).address });
    const seats = entered.map(({ playerId, key: seat }) => ({ playerId, key: seat, ...known(playerId) }));
    return {
      ...{ version: 2, id, epoch, bootId, openedBy, standing, settings, password, watchKey: key, seats },
      ...(script === undefined ? {} : { script }),
      bots: { perSide, level },
      chat: this.moderation.file(Date.now()),
      waiting: this.comeback?.paused ?? false,
    };
  }

  keepFileWith(save: () => Promise<void>): void {
    this.saveFile = save;
    this.privateSideChanged();
  }

  /** Resolves when what a restart must know of this room is kept, so that an answer may promise it. */
  async saved(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SAVED_WITHIN_MS);
    });
    await Promise.race([this.lastSave, late]);
    clearTimeout(timer);
  }

  /** Password, bots, mutes or seats are not what they were. */
  privateSideChanged(): void {
    this.syncPrivateSide();
    this.lastSave = this.saveFile();
  }

  awaitDisk(): void {
    this.broadcast.awaitDisk();
  }

  wrote(tick: number): void {
    try {
      this.broadcast.wrote(tick);
    } catch (error) {
      this.reportBrokenTick(error);
    }
  }

  private syncPrivateSide(): void {
    const { sync } = this.loop;
    sync.hasPassword = this.password !== '';
    sync.watchKey = this.key;
    sync.bots = this.perSide;
    sync.botLevel = this.level;
    sync.viewers = this.viewers;
    sync.closing = this.closing;
  }

  /** As whoever runs the server wants it now. `origin` may differ in what it says of admins. */
  change(wanted: RoomSettings, origin = this.origin): void {
    const was = this.settings;
    this.from = origin;
    const { settings, due } = changeSettings(was, wanted);
    Object.assign(this, { settings, due });
    this.loop.sync.name = settings.name;
    if (settings.bots !== was.bots || settings.botLevel !== was.botLevel)
      this.setBots(settings.bots, settings.botLevel);
    if (settings.password !== was.password) this.setPassword(settings.password ?? '');
    else if (settings.unlisted !== was.unlisted) this.setPassword(this.password);
    this.privateSideChanged();
    this.lookIn();
  }

  /** No match begins any more. True when the one that is on has ended, or nobody is in it; false when it was called off. */
  windDown(why: WindDown['why']): Promise<boolean> {
    const ending = new WindDown(why);
    this.ending?.callOff();
    this.ending = ending;
    this.loop.startsAllowed = false;
    ending.look(this.state, this.loop.seats.size > 0);
    if (this.state.phase !== 'none') this.loop.submit(announcement(ending.words));
    this.privateSideChanged();
    if (this.closed || this.broken) ending.end();
    return ending.done;
  }

  /** It stays after all. */
  stay(): void {
    this.ending?.callOff();
    this.ending = null;
    this.loop.startsAllowed = true;
    this.privateSideChanged();
  }

  dissolve(): void {
    this.shell.dissolve();
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

  /** A line for all of one side, as it is when the line's turn has come; spectators are a side, too. */
  whisperToTeam(line: CommandOf<'chat'>): void {
    this.loop.findPlace((tick, before) => {
      const team = findPlayer(this.state, line.id)?.team;
      for (const player of this.state.players) {
        if (player.team === team) this.shell.whisper(player.id, { tick, before, line, team: true });
      }
    });
  }

  originOf(playerId: number): PlayerOrigin {
    return this.shell.originOf(playerId);
  }

  people(): PersonHere[] {
    return this.state.players.filter(({ id, bot }) => !bot && id !== 0).map((player) => this.personHere(player));
  }

  person(playerId: number): PersonHere | null {
    const player = findPlayer(this.state, playerId);
    return player && !player.bot && player.id !== 0 ? this.personHere(player) : null;
  }

  private personHere(player: Player): PersonHere {
    const origin = this.originOf(player.id);
    const muted = this.moderation.isMuted(whoIs(origin), Date.now());
    return { ...origin, player, muted, away: this.loop.seats.get(player.id)?.source === undefined };
  }

  announce(text: string): void {
    this.submit({ type: 'announce', text, ...NOTICE_STYLE });
  }

  kick(playerId: number, reason: string, banned: boolean): void {
    this.submit({ type: 'leave', id: playerId, by: 0, kicked: true, banned, reason });
  }

  mute(playerId: number, minutes: number | null): boolean {
    const who = whoIs(this.originOf(playerId));
    if (who === '') return false;
    this.moderation.mute(who, minutes, Date.now());
    const notice: Notice = minutes === null ? { code: 'muted' } : { code: 'muted-for', seconds: minutes * 60 };
    this.shell.notice(playerId, notice);
    this.chatRulesChanged();
    return true;
  }

  unmute(playerId: number): boolean {
    if (!this.moderation.unmute(whoIs(this.originOf(playerId)), Date.now())) return false;
    this.shell.notice(playerId, { code: 'unmuted' });
    this.chatRulesChanged();
    return true;
  }

  setSlow(seconds: number): void {
    this.moderation.setSlow(seconds);
    this.chatRulesChanged();
  }

  private chatRulesChanged(): void {
    this.shell.tellChatRules();
    this.privateSideChanged();
  }

  refuses(who: Admitted, address: string): JoinRefusal | null {
    return this.shell.refuses(who, address);
  }

  /** Everybody with a seat, also who is away from it; `address` is empty where it is not known. */
  holders(): { auth: string; address: string }[] {
    return [...this.loop.seats.values()].map((seat) => ({ auth: seat.key, address: this.shell.addressOf(seat) }));
  }

  hasSeat(auth: string): boolean {
    return this.seatOf(auth) !== undefined;
  }

  keyOf(sessionId: string): string | null {
    return this.shell.keyOf(sessionId);
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
    const showsBots = this.origin.standing && this.perSide > 0;
    const wanted = !this.deserted() || this.script !== null || (showsBots && this.lobbyWatched);
    if (this.closed || this.broken) return;
    if (wanted) {
      clearTimeout(this.sleepTimer);
      this.sleepTimer = undefined;
      this.stopGrid ??= runOnGrid(TICKS_PER_SECOND, (latenessMs) => this.tick(latenessMs));
    } else if (this.stopGrid && !this.sleepTimer) {
      this.sleepTimer = setTimeout(() => this.sleep(), SLEEP_AFTER_MS);
    }
  }

  /** Runs for a moment though nobody is there: what was asked of it is done. */
  private lookIn(): void {
    if (this.closed || this.broken) return;
    this.stopGrid ??= runOnGrid(TICKS_PER_SECOND, (latenessMs) => this.tick(latenessMs));
    this.review();
  }

  /** The seat of the one with this key, whether he sits in it or it is held for him. */
  seatOf(auth: string): Seat | undefined {
    return [...this.loop.seats.values()].find((seat) => seat.key === auth);
  }

  private sleep(): void {
    this.stopGrid?.();
    this.stopGrid = undefined;
    this.sleepTimer = undefined;
    for (const listener of this.loop.listeners) listener.rest();
  }

  private tick(latenessMs: number): void {
    const startMs = performance.now();
    const watched = this.shell.connections() > 0;
    try {
      if (this.state.tick % TICKS_PER_SECOND === 0) this.everySecond();
      this.loop.tick(watched);
      if (watched) this.shell.flush();
    } catch (error) {
      this.reportBrokenTick(error);
    }
    this.meter.ticked(performance.now() - startMs, latenessMs);
  }

  /** A broken tick ends this room alone; what is logged is enough to run it again. */
  private reportBrokenTick(error: unknown): void {
    const { keyframe, ticks } = this.loop.journal;
    this.log.error(
      { event: 'room.failed', err: error, keyframe: Buffer.from(keyframe).toString('base64'), ticks },
      'tick failed',
    );
    this.broken = true;
    this.stopGrid?.();
    this.stopGrid = undefined;
    this.shell.crashed();
  }

  /** The seats and bots of an earlier process. Everybody who was in the room is away until he comes back. */
  private takeUp({ file }: Unfinished): void {
    const keys = new Map(file.seats.map(({ playerId, key }) => [playerId, key]));
    for (const { id, bot } of this.state.players) {
      if (bot) this.loop.pilots.set(id, this.pilot(id));
      else if (id > 0)
        this.loop.seats.set(id, { playerId: id, key: keys.get(id) ?? '', inputs: new SeatInputs(), source: undefined });
    }
    this.comeback = new Return(this.loop, file.waiting);
    this.loop.sync.returning = this.comeback.paused;
  }

  private everySecond(): void {
    const { loop, state } = this;
    if (this.comeback?.look()) {
      this.comeback = null;
      loop.sync.returning = false;
      this.privateSideChanged();
      this.review();
    }
    this.ending?.look(state, loop.seats.size > 0);
    if (state.phase === 'none') this.settleDue();
    for (const command of this.squadCommands()) loop.submit(command);
    if (this.origin.openedBy === 'host') {
      const start = this.keeper.decide(state);
      if (start) loop.submit(start);
    }
    if (this.origin.openedBy === 'lobby') this.passAdminOn();
  }

  private settleDue(): void {
    const { due, settings, state } = this;
    if (Object.keys(due).length === 0) return;
    for (const command of commandsFor(due, state)) this.loop.submit(command);
    this.due = {};
    this.settings = { ...settings, ...due };
    this.privateSideChanged();
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
    const planOf = this.origin.openedBy === 'script' ? benchPlan : squadPlan;
    const plan = planOf(state, { perSide: this.perSide, freeSeats });
    const commands: Command[] = [];
    for (const id of plan.leave) commands.push(this.dismiss(id));
    const names = new Set(state.players.map((player) => player.name));
    for (const { team } of plan.join) {
      const id = loop.reservePlayerId();
      const name = botName(id, names);
      names.add(name);
      loop.pilots.set(id, this.pilot(id));
      commands.push({ type: 'join', id, name, avatar: '', bot: true });
      if (team !== 0) commands.push({ type: 'team', id, team, by: 0 });
    }
    return commands;
  }

  private pilot(id: number): Bot {
    return new Bot(id, this.level, randomInt(0x7fffffff));
  }

  /** A room opened from the lobby always has an admin while somebody with a connection is in it. */
  private passAdminOn(): void {
    const { players } = this.state;
    const present = players.filter((player) => this.loop.seats.get(player.id)?.source);
    if (players.some((player) => player.admin)) return;
    if (present[0]) this.loop.submit({ type: 'admin', id: present[0].id, admin: true, by: 0 });
  }

  /** Ends the loop for good and tells every feed. */
  close(reason: 'room-closed' | 'server-stopping'): void {
    if (this.closed) return;
    this.closed = true;
    this.stopGrid?.();
    this.stopGrid = undefined;
    clearTimeout(this.sleepTimer);
    this.ending?.end();
    for (const listener of [...this.loop.listeners]) listener.close(reason);
  }
}

/** Before the first tick, so that every keyframe of the room has him. */
function seatHost(state: MatchState, name: string, stadiums: Stadiums): void {
  apply(state, { type: 'join', id: 0, name, avatar: '', bot: false }, stadiums);
  apply(state, { type: 'admin', id: 0, admin: true, by: 0 }, stadiums);
}

function freshState(stadium: Stadium, { scoreLimit, timeLimit }: RoomSettings): MatchState {
  return Object.assign(createState(stadium), { scoreLimit, timeLimit });
}
