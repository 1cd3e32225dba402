// All feeds of the server: one pair per room, from its opening to its end, and the lobby's.
import type { Logger } from '../logger.ts';
import type { HostedRoom, RoomDirectory } from '../rooms/room.ts';
import { EventFeed } from './event-feed.ts';
import { LobbyFeed } from './lobby-feed.ts';
import { MatchFeed, type MatchFeedLimits } from './match-feed.ts';
import { type StreamLimits, Streams } from './sse.ts';

interface RoomFeeds {
  readonly room: HostedRoom;
  readonly match: MatchFeed;
  readonly events: EventFeed;
}

/** Memory for the match histories of all rooms; each may use as much of it as any other. */
const REWIND_BYTES = 128 << 20;

export type FeedLimits = Partial<StreamLimits & MatchFeedLimits & { readonly rewindBytes: number }>;

export class Feeds {
  readonly streams: Streams;
  readonly lobby: LobbyFeed;
  private readonly rooms = new Map<string, RoomFeeds>();
  private readonly limits: FeedLimits;
  private readonly log: Logger;
  private readonly unwatch: () => void;

  constructor(directory: RoomDirectory, log: Logger, limits: FeedLimits = {}) {
    this.log = log;
    this.limits = limits;
    this.streams = new Streams(limits);
    this.unwatch = directory.watch((change, room) => {
      if (change === 'opened') this.add(room);
      else if (change === 'closed') this.remove(room, 'room-closed');
    });
    for (const room of directory.list()) this.add(room);
    this.lobby = new LobbyFeed(directory, this.streams);
  }

  of(roomId: string): RoomFeeds | undefined {
    return this.rooms.get(roomId);
  }

  /** Stadiums that readers of some feed may still ask for. */
  *arenasInUse(): Generator<string> {
    for (const { match } of this.rooms.values()) yield* match.arenasInUse();
  }

  /** Bytes of what viewers can go back to in the matches of all rooms. */
  get historyBytes(): number {
    let bytes = 0;
    for (const { match } of this.rooms.values()) bytes += match.historyBytes;
    return bytes;
  }

  /** Bytes of events that readers of rooms and lobby can resume from. */
  get eventBytes(): number {
    let bytes = this.lobby.historyBytes;
    for (const { events } of this.rooms.values()) bytes += events.historyBytes;
    return bytes;
  }

  /** Tells every reader that the server stops, and spreads their return. */
  stop(): void {
    this.unwatch();
    for (const { room } of [...this.rooms.values()]) this.remove(room, 'server-stopping');
    this.lobby.close();
    this.streams.stop();
  }

  private add(room: HostedRoom): void {
    if (this.rooms.has(room.id)) return;
    const match = new MatchFeed(room, this.streams, this.limits);
    this.rooms.set(room.id, { room, match, events: new EventFeed(room, this.streams) });
    this.shareMemory();
    this.log.info({ event: 'room.opened', room: room.id, epoch: room.epoch }, 'room and feeds opened');
  }

  private shareMemory(): void {
    const share = (this.limits.rewindBytes ?? REWIND_BYTES) / this.rooms.size;
    for (const { match } of this.rooms.values()) match.allow(share);
  }

  private remove(room: HostedRoom, reason: 'room-closed' | 'server-stopping'): void {
    const feeds = this.rooms.get(room.id);
    if (!feeds || feeds.room !== room) return;
    this.rooms.delete(room.id);
    feeds.match.close(reason);
    feeds.events.close(reason);
    this.shareMemory();
    this.log.info({ event: 'room.closed', room: room.id, reason }, 'room and feeds closed');
  }
}
