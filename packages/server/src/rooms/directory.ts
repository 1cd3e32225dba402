// All rooms of this process, by id; opens them through the matchmaker, and shows the public their broadcasts.
import { matchMaker } from '@colyseus/core';
import { ROOM_TYPE, type RoomSettings } from '@touchline/shared/protocol';
import type { FootballRoomOptions } from './football-room.ts';
import type { LiveRoom } from './live-room.ts';
import {
  type HostedRoom,
  type LoggedRoom,
  type LoggedRooms,
  type RoomDirectory,
  type RoomOrigin,
  ServerDraining,
  ServerFull,
  type Unfinished,
} from './room.ts';
import { randomSlug, slugOf } from './slug.ts';

/** Changes of listings are looked for so often. */
const REVIEW_MS = 400;

/** A room of this id is open. */
export class IdTaken extends Error {
  constructor(id: string) {
    super(`a room with the id ${id} is open already`);
  }
}

type Change = 'opened' | 'changed' | 'closed';

export class Rooms implements LoggedRooms {
  /** All that feeds and pages get to see. */
  readonly publicSide: RoomDirectory = {
    list: () => this.list().map(({ broadcast }) => broadcast),
    get: (id) => this.get(id)?.broadcast,
    create: (settings, origin) => this.create(settings, origin),
    watch: (listener) => this.watch(listener),
    holdLobby: () => this.holdLobby(),
  };
  private readonly rooms = new Map<string, LiveRoom>();
  private readonly opening = new Set<string>();
  private readonly takers = new Set<(room: LoggedRoom) => void>();
  private readonly listeners = new Set<(change: Change, room: HostedRoom) => void>();
  private readonly told = new Map<string, string>();
  private readonly reviewTimer: NodeJS.Timeout;
  /** Ids that only whoever names them gets. */
  private reserved: ReadonlySet<string> = new Set();
  /** May change while the server runs. */
  maxRooms: number;
  private drainBegan = false;
  private lobbyHolds = 0;

  constructor(maxRooms: number) {
    this.maxRooms = maxRooms;
    this.reviewTimer = setInterval(() => this.review(), REVIEW_MS);
    this.reviewTimer.unref();
  }

  list(): readonly LiveRoom[] {
    return [...this.rooms.values()];
  }

  get(id: string): LiveRoom | undefined {
    return this.rooms.get(id);
  }

  /**
   * Opens a room. Throws `ServerFull` when the server's maximum is reached. The slug is made from the name, unless `id` says
   * it; one that is taken throws.
   */
  create(settings: RoomSettings, origin: RoomOrigin, id?: string): Promise<LiveRoom> {
    const open = (slug: string) => this.rooms.has(slug) || this.opening.has(slug);
    const taken = (slug: string) => open(slug) || this.reserved.has(slug);
    if (id !== undefined && open(id)) return Promise.reject(new IdTaken(id));
    if (id !== undefined) return this.open({ id, settings, origin });
    return this.open({ id: settings.unlisted ? randomSlug(12) : slugOf(settings.name, taken), settings, origin });
  }

  /** Opens a room again as an earlier process left it: same id, same match, same seats. Throws as `create`. */
  reopen(unfinished: Unfinished, origin: RoomOrigin): Promise<LiveRoom> {
    const { id, settings } = unfinished.file;
    return this.open({ id, settings, origin, unfinished });
  }

  private async open(options: FootballRoomOptions): Promise<LiveRoom> {
    const { id } = options;
    if (this.drainBegan) throw new ServerDraining();
    if (this.rooms.size + this.opening.size >= this.maxRooms) throw new ServerFull();
    this.opening.add(id);
    try {
      await matchMaker.createRoom(ROOM_TYPE, options);
    } finally {
      this.opening.delete(id);
    }
    const room = this.rooms.get(id);
    if (!room) throw new Error(`room ${id} was not opened`);
    return room;
  }

  /** Links that no other room may get. */
  reserve(ids: readonly string[]): void {
    this.reserved = new Set(ids);
  }

  get draining(): boolean {
    return this.drainBegan;
  }

  /** Every match is the last of its room, and no room opens. Resolves when all have ended, after so many seconds at most. */
  async drain(seconds: number): Promise<void> {
    this.drainBegan = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, seconds * 1000);
    });
    await Promise.race([Promise.all(this.list().map((room) => room.windDown('server'))), late]);
    clearTimeout(timer);
  }

  /** Called by the room itself when it is ready. */
  add(room: LiveRoom): void {
    this.rooms.set(room.id, room);
    this.told.set(room.id, shownOf(room));
    this.tell('opened', room);
    // After the feeds, which remember what is told, and before whoever writes the log on.
    if (room.unfinished) room.broadcast.retell(room.unfinished.recording);
    for (const take of this.takers) take(room);
    room.setLobbyWatched(this.lobbyHolds > 0);
  }

  attach(take: (room: LoggedRoom) => void): () => void {
    for (const room of this.list()) take(room);
    this.takers.add(take);
    return () => this.takers.delete(take);
  }

  /** Stadiums that some room, or what is still to be told of it, is played in. */
  *arenasInUse(): Generator<string> {
    for (const { state, broadcast, wantedStadium } of this.rooms.values()) {
      yield state.stadium.hash;
      yield wantedStadium;
      yield* broadcast.arenasInUse();
    }
  }

  /** Called by the room itself when it is gone. */
  remove(room: LiveRoom): void {
    if (!this.rooms.delete(room.id)) return;
    this.told.delete(room.id);
    this.tell('closed', room);
  }

  watch(listener: (change: Change, room: HostedRoom) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  holdLobby(): () => void {
    this.lobbyHolds++;
    this.tellLobbyWatched();
    return () => {
      this.lobbyHolds--;
      this.tellLobbyWatched();
    };
  }

  stop(): void {
    clearInterval(this.reviewTimer);
  }

  private tellLobbyWatched(): void {
    for (const room of this.rooms.values()) room.setLobbyWatched(this.lobbyHolds > 0);
  }

  private review(): void {
    for (const room of this.rooms.values()) {
      const listing = shownOf(room);
      if (this.told.get(room.id) === listing) continue;
      this.told.set(room.id, listing);
      this.tell('changed', room);
    }
  }

  private tell(change: Change, { broadcast }: LiveRoom): void {
    for (const listener of this.listeners) listener(change, broadcast);
  }
}

/** What people who look at the lobby see of it. */
function shownOf({ broadcast, unlisted }: LiveRoom): string {
  return unlisted ? '' : JSON.stringify(broadcast.listing());
}
