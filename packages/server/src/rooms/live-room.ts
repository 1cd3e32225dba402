// A room of this server with its life: awake while somebody is there, asleep (and free of cost) otherwise; and back as it was
// after the server went away.
import {
  apply,
  type Command,
  type CommandOf,
  cloneState,
  createState,
  findPlayer,
  type MatchState,
  TICKS_PER_SECOND,
} from '@touchline/shared/match';
import type { BotLevel, Closing, JoinRefusal, RoomSettings, Whisper } from '@touchline/shared/protocol';
import type { Stadium, Stadiums } from '@touchline/shared/stadium';
import type { Logger } from 'pino';
import { benchPlan, squadPlan } from '../bots/index.ts';
import type { Meter } from '../meter.ts';
import { announcement } from './announcement.ts';
import { Broadcast } from './broadcast.ts';
import { SeatInputs } from './inputs.ts';
import { MatchKeeper } from './keeper.ts';
import { PrivateSide } from './private-side.ts';
import { Return } from './return.ts';
import type {
  Admitted,
  GatedRoom,
  LoggedRoom,
  ManagedRoom,
  PlayerOrigin,
  RoomKeeper,
  RoomOrigin,
  ScriptedRoom,
  TickListener,
  Unfinished,
} from './room.ts';
import { RoomBots } from './room-bots.ts';
import type { RoomFile } from './room-file.ts';
import { RoomLoop, type Seat } from './room-loop.ts';
import { RoomPeople } from './room-people.ts';
import type { RoomShell } from './room-shell.ts';
import { changeSettings, commandsFor, type DueSettings } from './settings-change.ts';
import { randomSlug } from './slug.ts';
import { Wakefulness } from './wakefulness.ts';
import { WindDown } from './wind-down.ts';

/** Bold, in the colour of the lamps. */
const NOTICE_STYLE = { color: 0xffd166, style: 1, sound: 0 } as const;

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
  readonly people: RoomPeople;
  readonly bots: RoomBots;
  /** Taken over by whoever writes its log on. */
  unfinished: Unfinished | undefined;
  private from: RoomOrigin;
  private settings: RoomSettings;
  /** Settings that wait for the end of a match. */
  private due: DueSettings = {};
  private ending: WindDown | null = null;
  private readonly privateSide: PrivateSide;
  private viewers = 0;
  private wantsWork = false;
  private lobbyWatched = false;
  private readonly wakefulness: Wakefulness;
  private closed = false;
  private comeback: Return | null = null;
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
    const password = past?.password ?? settings.password ?? '';
    this.privateSide = new PrivateSide(password, settings.unlisted, past?.watchKey);
    this.shell = options.shell;
    this.people = new RoomPeople(this, options.shell, past?.chat);
    this.log = options.log.child({ room: options.id });
    this.meter = options.meter;
    const state = unfinished?.state ?? freshState(options.stadium, settings);
    if (!unfinished && options.origin.hostPlayer !== undefined)
      seatHost(state, options.origin.hostPlayer, options.stadiums);
    this.loop = new RoomLoop(state, options.stadiums);
    const { perSide, level } = past?.bots ?? { perSide: settings.bots, level: settings.botLevel };
    this.bots = new RoomBots(this.loop, perSide, level);
    this.wakefulness = new Wakefulness({
      wanted: () => this.wanted(),
      tick: (latenessMs) => this.tick(latenessMs),
      rest: () => {
        for (const listener of this.loop.listeners) listener.rest();
      },
    });
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
    return this.privateSide.watchKey;
  }

  needsPassword(): boolean {
    return this.getPassword() !== '';
  }

  getPassword(): string {
    return this.privateSide.password;
  }

  /** Empty clears it. With a password the watch link gets a new key, too. */
  setPassword(password: string): void {
    this.privateSide.setPassword(password, this.unlisted);
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
    this.bots.set(perSide, level);
    this.privateSideChanged();
  }

  file(): RoomFile {
    const { id, epoch, bootId, settings, bots, loop } = this;
    const { password, watchKey } = this.privateSide;
    const { openedBy, standing, script } = this.origin;
    const entered = [...loop.seats.values()].filter(({ playerId }) => playerId > 0);
    // Only a script asks for it: of other rooms no address lies on the disk longer than a ban.
    const known = (playerId: number) => (script === undefined ? {} : { address: this.originOf(playerId).address });
    const seats = entered.map(({ playerId, key: seat }) => ({ playerId, key: seat, ...known(playerId) }));
    return {
      ...{ version: 2, id, epoch, bootId, openedBy, standing, settings, password, watchKey, seats },
      ...(script === undefined ? {} : { script }),
      bots: { perSide: bots.perSide, level: bots.level },
      chat: this.people.moderation.file(Date.now()),
      waiting: this.comeback?.paused ?? false,
    };
  }

  keepFileWith(save: () => Promise<void>): void {
    this.privateSide.keepWith(save);
    this.privateSideChanged();
  }

  /** Resolves when what a restart must know of this room is kept, so that an answer may promise it. */
  saved(): Promise<void> {
    return this.privateSide.saved();
  }

  /** Password, bots, mutes or seats are not what they were. */
  privateSideChanged(): void {
    this.syncPrivateSide();
    this.privateSide.changed();
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
    sync.hasPassword = this.needsPassword();
    sync.watchKey = this.watchKey();
    sync.bots = this.bots.perSide;
    sync.botLevel = this.bots.level;
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
    else if (settings.unlisted !== was.unlisted) this.setPassword(this.getPassword());
    this.privateSideChanged();
    this.wakefulness.lookIn();
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
    if (this.wakefulness.over) ending.end();
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
    return this.wakefulness.awake;
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

  announce(text: string): void {
    this.submit({ type: 'announce', text, ...NOTICE_STYLE });
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
    this.wakefulness.review();
  }

  private wanted(): boolean {
    const showsBots = this.origin.standing && this.bots.perSide > 0;
    return !this.deserted() || this.script !== null || (showsBots && this.lobbyWatched);
  }

  /** The seat of the one with this key, whether he sits in it or it is held for him. */
  seatOf(auth: string): Seat | undefined {
    return [...this.loop.seats.values()].find((seat) => seat.key === auth);
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
    this.wakefulness.end();
    this.shell.crashed();
  }

  /** The seats and bots of an earlier process. Everybody who was in the room is away until he comes back. */
  private takeUp({ file }: Unfinished): void {
    const keys = new Map(file.seats.map(({ playerId, key }) => [playerId, key]));
    for (const { id, bot } of this.state.players) {
      if (bot) this.bots.pilot(id);
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
    this.bots.fill(this.maxPlayers, this.origin.openedBy === 'script' ? benchPlan : squadPlan);
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
    this.wakefulness.end();
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
