// All rooms of this process, by id; opens them through the matchmaker and tells the lobby what changed.
import { matchMaker } from '@colyseus/core';
import { ROOM_TYPE, type RoomSettings } from '@touchline/shared/protocol';
import type { FootballRoomOptions } from './football-room.ts';
import type { LiveRoom } from './live-room.ts';
import { type HostedRoom, type RoomDirectory, type RoomOrigin, ServerFull } from './room.ts';
import { randomSlug, slugOf } from './slug.ts';

/** Changes of listings are looked for so often. */
const REVIEW_MS = 400;

type Change = 'opened' | 'changed' | 'closed';

export class Rooms implements RoomDirectory {
  private readonly rooms = new Map<string, LiveRoom>();
  private readonly opening = new Set<string>();
  private readonly listeners = new Set<(change: Change, room: HostedRoom) => void>();
  private readonly told = new Map<string, string>();
  private readonly reviewTimer: NodeJS.Timeout;
  private readonly maxRooms: number;
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

  async create(settings: RoomSettings, origin: RoomOrigin): Promise<HostedRoom> {
    if (this.rooms.size + this.opening.size >= this.maxRooms) throw new ServerFull();
    const taken = (slug: string) => this.rooms.has(slug) || this.opening.has(slug);
    const id = settings.unlisted ? randomSlug(12) : slugOf(settings.name, taken);
    this.opening.add(id);
    try {
      await matchMaker.createRoom(ROOM_TYPE, { id, settings, origin } satisfies FootballRoomOptions);
    } finally {
      this.opening.delete(id);
    }
    const room = this.rooms.get(id);
    if (!room) throw new Error(`room ${id} was not opened`);
    return room;
  }

  /** Called by the room itself when it is ready. */
  add(room: LiveRoom): void {
    this.rooms.set(room.id, room);
    this.told.set(room.id, JSON.stringify(room.listing()));
    room.setLobbyWatched(this.lobbyHolds > 0);
    this.tell('opened', room);
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
      const listing = JSON.stringify(room.listing());
      if (this.told.get(room.id) === listing) continue;
      this.told.set(room.id, listing);
      this.tell('changed', room);
    }
  }

  private tell(change: Change, room: HostedRoom): void {
    for (const listener of this.listeners) listener(change, room);
  }
}
