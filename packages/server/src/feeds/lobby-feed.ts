// GET /api/lobby: the list of rooms and how it changes; and, for whoever looks, where everybody stands right now.
import { randomBytes } from 'node:crypto';
import type { FeedReset, LobbyEvents, PitchGlimpse } from '@touchline/shared/protocol';
import type { HostedRoom, RoomDirectory } from '../rooms/room.ts';
import { Channel } from './channel.ts';
import type { Wish } from './cursor.ts';
import { History } from './history.ts';
import { jsonMessage, type Message } from './message.ts';
import type { Reader, Streams } from './sse.ts';

const HISTORY_BYTES = 1 << 20;
const GLIMPSE_MS = 500;
/** Living pitches in one message; further rooms show their score only. */
const MAX_GLIMPSES = 48;

export class LobbyFeed {
  readonly channel: Channel;
  private readonly directory: RoomDirectory;
  private readonly epoch = randomBytes(4).toString('hex');
  private readonly history = new History(0);
  /** What readers were last told of each room. */
  private readonly told = new Map<string, string>();
  private count = 0;
  private release: (() => void) | null = null;
  private glimpses: NodeJS.Timeout | undefined;
  private hadGlimpses = false;
  private readonly unwatch: () => void;

  constructor(directory: RoomDirectory, streams: Streams) {
    this.directory = directory;
    const ping = () => jsonMessage('ping', this.id, { timeMs: Date.now() });
    this.channel = new Channel(streams, ping, (readers) => this.onReaders(readers));
    this.unwatch = directory.watch((change, room) => this.onChange(change, room));
    for (const room of this.listed()) this.told.set(room.id, JSON.stringify(room.listing()));
  }

  get historyBytes(): number {
    return this.history.bytes;
  }

  attach(reader: Reader, { cursor }: Wish): void {
    const start = cursor === null ? { reset: null } : this.resume(cursor);
    if ('messages' in start) reader.replay(start.messages);
    else {
      if (start.reset) reader.send(jsonMessage('reset', this.id, { reason: start.reset } satisfies FeedReset));
      const rooms: LobbyEvents['rooms'] = this.listed().map((room) => room.listing());
      reader.send(jsonMessage('rooms', this.id, rooms));
    }
    this.channel.join(reader);
    const glimpses = this.look();
    if (glimpses.length > 0) reader.send(jsonMessage('pitch', this.id, glimpses));
  }

  close(): void {
    this.unwatch();
    this.channel.close(null);
  }

  private listed(): HostedRoom[] {
    return this.directory.list().filter((room) => !room.unlisted);
  }

  private onChange(change: 'opened' | 'changed' | 'closed', room: HostedRoom): void {
    // It may have been listed until now.
    if (change === 'closed' || room.unlisted) {
      if (this.told.delete(room.id)) this.tell('gone', { id: room.id } satisfies LobbyEvents['gone']);
      return;
    }
    const listing: LobbyEvents['room'] = room.listing();
    const text = JSON.stringify(listing);
    if (this.told.get(room.id) === text) return;
    this.told.set(room.id, text);
    this.tell('room', listing);
  }

  private tell(name: 'room' | 'gone', body: object): void {
    this.count++;
    const message = jsonMessage(name, this.id, body);
    this.history.push(this.count, message);
    this.history.trim(HISTORY_BYTES);
    this.channel.publish(message);
  }

  private resume(text: string): { reset: FeedReset['reason'] } | { messages: readonly Message[] } {
    const match = /^([a-z0-9]{4,16})\.(\d{1,10})$/.exec(text);
    if (!match) return { reset: 'malformed' };
    if (match[1] !== this.epoch) return { reset: 'epoch' };
    const at = Number(match[2]);
    if (at > this.count) return { reset: 'ahead' };
    const messages = this.history.since(at);
    return messages ? { messages } : { reset: 'behind' };
  }

  /** While somebody looks, standing rooms are awake and pitches are alive; else they cost nothing. */
  private onReaders(readers: number): void {
    if (readers > 0 && !this.release) {
      this.release = this.directory.holdLobby();
      this.glimpses = setInterval(() => this.showPitches(), GLIMPSE_MS);
    } else if (readers === 0 && this.release) {
      clearInterval(this.glimpses);
      this.release();
      this.release = null;
    }
  }

  private showPitches(): void {
    const glimpses = this.look();
    // One empty list tells that the last match is over; more would be noise.
    if (glimpses.length > 0 || this.hadGlimpses) this.channel.publish(jsonMessage('pitch', this.id, glimpses), true);
    this.hadGlimpses = glimpses.length > 0;
  }

  /** Rooms that need a key to be watched do not show their pitch either. */
  private look(): PitchGlimpse[] {
    const glimpses: PitchGlimpse[] = [];
    for (const room of this.listed()) {
      if (glimpses.length === MAX_GLIMPSES) break;
      const glimpse = room.watchKey() === '' ? room.glimpse() : null;
      if (glimpse) glimpses.push(glimpse);
    }
    return glimpses;
  }

  private get id(): string {
    return `${this.epoch}.${this.count}`;
  }
}
