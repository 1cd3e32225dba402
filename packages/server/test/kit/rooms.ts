// Rooms without Colyseus: a real state stepped by hand, behind the interfaces that feeds and routes know.
import { apply, type Command, createState, type MatchEvent, type MatchState, step } from '@touchline/shared/match';
import {
  type Closing,
  createRoom,
  type PitchGlimpse,
  type RoomListing,
  type RoomSettings,
} from '@touchline/shared/protocol';
import { type Stadiums, stockStadium } from '@touchline/shared/stadium';
import {
  type HostedRoom,
  type LoggedRoom,
  type LoggedRooms,
  type PlayerOrigin,
  type RoomDirectory,
  type RoomOrigin,
  ServerFull,
  type TickListener,
  type Unfinished,
} from '../../src/rooms/room.ts';
import type { RoomFile } from '../../src/rooms/room-file.ts';

type Change = 'opened' | 'changed' | 'closed';

export class HandRoom implements HostedRoom, LoggedRoom {
  readonly id: string;
  epoch = 'abcd1234';
  firstEpoch = 'abcd1234';
  readonly origin: RoomOrigin = { openedBy: 'lobby', standing: false };
  unlisted = false;
  key = '';
  sleeping = false;
  viewers = 0;
  delay = 0;
  closing: Closing = 'no';
  /** What the recorder has said of the disk: null until it says something. */
  written: number | null = null;
  saves = 0;
  unfinished: Unfinished | undefined;
  readonly state: MatchState;
  readonly stadiums: Stadiums;
  private readonly listeners = new Set<TickListener>();

  constructor(id: string, stadiums: Stadiums) {
    this.id = id;
    this.stadiums = stadiums;
    const classic = stockStadium('Classic');
    if (!classic) throw new Error('no Classic');
    this.state = createState(classic);
  }

  /** Becomes the room that an earlier process left in this state. */
  takeOver(state: MatchState): void {
    Object.assign(this.state, state);
  }

  /** Player → thumbprint. */
  readonly identities = new Map<number, string>();
  originOf = (id: number): PlayerOrigin => ({ address: '', key: null, auth: this.identities.get(id) ?? null });
  watchKey = () => this.key;
  name = () => `Room ${this.id}`;
  awake = () => !this.sleeping;

  listing(): RoomListing {
    const { state } = this;
    return {
      ...{ id: this.id, name: this.name(), players: state.players.length, bots: 0, maxPlayers: 12 },
      ...{
        viewers: this.viewers,
        hasPassword: this.key !== '',
        watchable: this.key === '',
        standing: false,
        closing: this.closing,
      },
      ...{ stadium: state.stadium.name, arena: state.stadium.hash, phase: state.phase },
      ...{ red: state.red, blue: state.blue, seconds: Math.floor(state.time), scoreLimit: 3, timeLimit: 3 },
      delay: this.delay,
    };
  }

  file(): RoomFile {
    return {
      ...{ version: 2, id: this.id, epoch: this.epoch, bootId: 'boot', openedBy: 'lobby', standing: false },
      settings: createRoom.parse({ name: this.name(), unlisted: this.unlisted }),
      ...{ password: '', watchKey: this.key, bots: { perSide: 0, level: 2 }, seats: [] },
      waiting: false,
    };
  }

  keepFileWith(save: () => Promise<void>): void {
    void save().then(() => this.saves++);
  }

  awaitDisk(): void {
    this.written = this.state.tick;
  }

  wrote(tick: number): void {
    this.written = tick;
  }

  glimpse(): PitchGlimpse | null {
    return this.state.phase === 'none' ? null : { id: this.id, width: 420, height: 200, discs: [[0, 0, 0]] };
  }

  listen(listener: TickListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  hold(): () => void {
    this.viewers++;
    return () => {
      this.viewers--;
    };
  }

  /** One tick with these commands; a refused one is a mistake in the test. */
  tick(...commands: Command[]): MatchEvent[] {
    for (const command of commands) {
      const refusal = apply(this.state, command, this.stadiums);
      if (refusal) throw new Error(`${command.type}: ${refusal}`);
    }
    for (const listener of this.listeners) listener.accepted?.(commands);
    const events: MatchEvent[] = [];
    step(this.state, events);
    for (const listener of this.listeners) listener.tick(commands, events);
    return events;
  }

  ticks(count: number): void {
    for (let i = 0; i < count; i++) this.tick();
  }

  /** Two a side, and somebody on the bench. */
  fill(): void {
    for (let id = 1; id <= 5; id++) {
      this.tick({ type: 'join', id, name: `Player ${id}`, avatar: '', bot: false });
      if (id < 5) this.tick({ type: 'team', id, team: id % 2 === 0 ? 2 : 1, by: 0 });
    }
  }

  kickOff(): void {
    this.tick({ type: 'start', by: 0 });
  }

  /** Puts the ball into blue's goal, from wherever it is, and plays until the goal is given. */
  scoreForRed(): void {
    this.tick({ type: 'disc', index: 0, change: { x: 300, y: 0, vx: 20, vy: 0 } });
    for (let i = 0; i < 60 && this.state.phase !== 'goal'; i++) this.tick();
  }

  rest(): void {
    this.sleeping = true;
    for (const listener of this.listeners) listener.rest();
  }

  close(reason: 'room-closed' | 'server-stopping' = 'room-closed'): void {
    for (const listener of [...this.listeners]) listener.close(reason);
  }
}

export class HandDirectory implements RoomDirectory, LoggedRooms {
  readonly created: { settings: RoomSettings; origin: RoomOrigin }[] = [];
  lobbyHolds = 0;
  full = false;
  private readonly stadiums: Stadiums;
  private readonly rooms = new Map<string, HandRoom>();
  private readonly listeners = new Set<(change: Change, room: HostedRoom) => void>();

  constructor(stadiums: Stadiums) {
    this.stadiums = stadiums;
  }

  list = () => [...this.rooms.values()];
  get = (id: string) => this.rooms.get(id);

  open(
    id: string,
    settings: Partial<Pick<HandRoom, 'unlisted' | 'key' | 'unfinished' | 'epoch' | 'firstEpoch'>> = {},
  ): HandRoom {
    const room = Object.assign(new HandRoom(id, this.stadiums), settings);
    this.rooms.set(id, room);
    this.tell('opened', room);
    return room;
  }

  remove(room: HandRoom): void {
    this.rooms.delete(room.id);
    this.tell('closed', room);
  }

  async create(settings: RoomSettings, origin: RoomOrigin): Promise<HostedRoom> {
    if (this.full) throw new ServerFull();
    this.created.push({ settings, origin });
    return this.open(`room-${this.created.length}`, {
      unlisted: settings.unlisted,
      key: settings.password ? 'key' : '',
    });
  }

  watch(listener: (change: Change, room: HostedRoom) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  attach(take: (room: LoggedRoom) => void): () => void {
    for (const room of this.list()) take(room);
    return this.watch((change, room) => change === 'opened' && take(room as HandRoom));
  }

  holdLobby(): () => void {
    this.lobbyHolds++;
    return () => {
      this.lobbyHolds--;
    };
  }

  tell(change: Change, room: HandRoom): void {
    for (const listener of this.listeners) listener(change, room);
  }
}
