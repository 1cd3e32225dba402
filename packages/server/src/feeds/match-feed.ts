// GET /api/rooms/:id/feed: a room's log for its viewers. Listens to every tick, publishes a batch about every 100 ms,
// and remembers the current segment so that whoever was cut off goes on without a gap or a repeat.
import { type Batch, BatchWriter, decodeBatch, encodeBatch, encodeKeyframe } from '@touchline/shared/log';
import type { Command, MatchEvent } from '@touchline/shared/match';
import {
  BATCH_TICKS,
  type Closing,
  type Cursor,
  type FeedClosing,
  type FeedEnd,
  type FeedHeader,
  type FeedPing,
  type FeedReset,
  formatCursor,
  PROTOCOL_VERSION,
  parseCursor,
} from '@touchline/shared/protocol';
import type { HostedRoom, TickListener } from '../rooms/room.ts';
import { Channel } from './channel.ts';
import type { Wish } from './cursor.ts';
import { History } from './history.ts';
import { bytesMessage, jsonMessage, type Message } from './message.ts';
import type { Reader, Streams } from './sse.ts';

export interface MatchFeedLimits {
  /** Most memory for the batches of one room's segment; the oldest go first, keyframe by keyframe. */
  readonly historyBytes: number;
  /** Distance of the keyframes that `?from=` can begin at. */
  readonly keyframeTicks: number;
}

const MATCH_FEED_LIMITS: MatchFeedLimits = { historyBytes: 8 << 20, keyframeTicks: 600 };

interface Keyframe {
  readonly tick: number;
  readonly message: Message;
}

/** Who waits for the next whole batch, and why he is not simply resumed. */
interface Newcomer {
  readonly reader: Reader;
  readonly reset: FeedReset['reason'] | null;
  /** As his header told. */
  readonly segment: Cursor;
  readonly closing: Closing;
}

/** Where a reader may begin: resumed after a tick, from a keyframe of the past, or with the next fresh one. */
type Start =
  | { readonly how: 'resume'; readonly after: number; readonly messages: readonly Message[] }
  | { readonly how: 'past'; readonly keyframe: Keyframe; readonly messages: readonly Message[] }
  | { readonly how: 'fresh'; readonly reset: FeedReset['reason'] | null };

export class MatchFeed implements TickListener {
  readonly channel: Channel;
  private readonly room: HostedRoom;
  private readonly limits: MatchFeedLimits;
  private readonly writer: BatchWriter;
  private readonly history: History;
  private keyframes: Keyframe[] = [];
  private keyframeBytes = 0;
  /** As `allow` has it. */
  private allowedBytes = Number.POSITIVE_INFINITY;
  private arenas = new Set<string>();
  private newcomers: Newcomer[] = [];
  /** Newest published tick. */
  private head: number;
  private segment: Cursor;
  private key: string;
  /** As readers have been told. */
  private closing: Closing;
  private closed = false;
  private readonly unlisten: () => void;

  constructor(room: HostedRoom, streams: Streams, limits: Partial<MatchFeedLimits> = {}) {
    this.room = room;
    this.limits = { ...MATCH_FEED_LIMITS, ...limits };
    this.key = room.watchKey();
    this.closing = room.closing;
    this.head = room.state.tick;
    this.writer = new BatchWriter(this.head);
    this.history = new History(this.head);
    this.channel = new Channel(streams, () => this.ping());
    this.segment = this.beginSegment(room.firstEpoch);
    this.unlisten = room.listen(this);
  }

  /** What is remembered now, in bytes. */
  get historyBytes(): number {
    return this.history.bytes + this.keyframeBytes;
  }

  /** Hashes of the stadiums that a reader of the remembered segment may ask for. */
  arenasInUse(): Iterable<string> {
    return this.arenas;
  }

  /** What this room may use of the memory that all rooms share. */
  allow(bytes: number): void {
    this.allowedBytes = bytes;
    // Between two batches the state is not the one of the newest tick told: the next batch cuts. A room that sleeps has none.
    if (this.writer.size === 0) this.forgetOldest();
  }

  /** Serves a reader for as long as he stays; the room is awake and counts him meanwhile. */
  attach(reader: Reader, wish: Wish): void {
    if (this.closed) {
      reader.send(this.endMessage('room-closed'));
      reader.end('stopping');
      return;
    }
    const start = this.startOf(wish);
    reader.send(this.header(start.how === 'resume' ? start.after : 0));
    if (start.how === 'fresh')
      this.expect({ reader, reset: start.reset, segment: this.segment, closing: this.closing });
    else {
      reader.replay(start.how === 'past' ? [start.keyframe.message, ...start.messages] : start.messages);
      this.channel.join(reader);
    }
    // Last: waking up runs the first tick at once.
    reader.whenGone(this.room.hold());
  }

  tick(commands: readonly Command[], events: readonly MatchEvent[]): void {
    this.writer.add(commands);
    const expected = this.head + this.writer.size;
    const { tick, stadium } = this.room.state;
    if (tick !== expected) throw new Error(`feed of ${this.room.id}: told tick ${tick} after ${expected - 1}`);
    this.arenas.add(stadium.hash);
    const boundary = isBoundary(commands, events);
    if (!boundary && this.writer.size < BATCH_TICKS) return;
    this.publish();
    if (boundary) this.segment = this.beginSegment(this.room.epoch);
    else if (this.head - this.newestKeyframe().tick >= this.limits.keyframeTicks) this.keepKeyframe();
    this.admitNewcomers();
  }

  rest(): void {
    this.publish();
    this.admitNewcomers();
  }

  close(reason: FeedEnd['reason']): void {
    if (this.closed) return;
    this.publish();
    this.admitNewcomers();
    this.closed = true;
    this.unlisten();
    this.channel.close(this.endMessage(reason));
  }

  /** Lets a newcomer in with the next whole batch: now, if the newest tick is published or the room sleeps. */
  private expect(newcomer: Newcomer): void {
    this.newcomers.push(newcomer);
    newcomer.reader.whenGone(() => {
      this.newcomers = this.newcomers.filter((other) => other !== newcomer);
    });
    if (this.writer.size > 0 && this.room.awake()) return;
    this.publish();
    this.admitNewcomers();
  }

  private publish(): void {
    if (this.writer.size === 0) return;
    this.obeyKey();
    const batch = this.writer.take();
    this.head = batch.from + batch.ticks.length;
    const message = this.batchMessage(batch);
    this.history.push(this.head, message);
    this.channel.publish(message);
    this.forgetOldest();
    this.tellClosing();
  }

  private tellClosing(): void {
    const { closing } = this.room;
    if (closing === this.closing) return;
    this.closing = closing;
    this.channel.publish(jsonMessage('closing', this.idOf(this.head), { closing } satisfies FeedClosing));
  }

  /** A new key ends what was opened without it; who has the new link comes back. */
  private obeyKey(): void {
    const key = this.room.watchKey();
    if (key !== this.key && key !== '') this.channel.cut();
    this.key = key;
  }

  /** Every match start and stop cuts the log: what was before it cannot be resumed any more. */
  private beginSegment(epoch: string): Cursor {
    this.forgetAll();
    this.arenas = new Set([this.room.state.stadium.hash]);
    return { epoch, tick: this.head };
  }

  /** The state is the one after the newest published tick: only right after `publish`. */
  private keepKeyframe(): void {
    const message = this.keyframeMessage();
    this.keyframes.push({ tick: this.head, message });
    this.keyframeBytes += message.data.length;
  }

  /** Memory is bounded: the past up to the second keyframe goes, or all of it where one keyframe's worth is too much. */
  private forgetOldest(): void {
    while (this.full && this.keyframes.length > 1) {
      this.keyframeBytes -= this.keyframes[0].message.data.length;
      this.keyframes.shift();
      this.history.forget(this.keyframes[0].tick);
    }
    if (this.full) this.forgetAll();
  }

  private get full(): boolean {
    return this.historyBytes > Math.min(this.allowedBytes, this.limits.historyBytes);
  }

  private forgetAll(): void {
    this.history.forget(this.head);
    this.keyframes = [];
    this.keyframeBytes = 0;
    this.keepKeyframe();
  }

  private admitNewcomers(): void {
    if (this.newcomers.length === 0) return;
    const newest = this.newestKeyframe();
    const { message } = newest.tick === this.head ? newest : { message: this.keyframeMessage() };
    for (const { reader, reset, segment, closing } of this.newcomers.splice(0)) {
      // A match started or ended while he waited: what he was told is not of this keyframe.
      if (segment !== this.segment || closing !== this.closing) reader.send(this.header(0));
      if (reset) reader.send(jsonMessage('reset', this.idOf(0), { reason: reset } satisfies FeedReset));
      reader.send(message);
      this.channel.join(reader);
    }
  }

  private startOf({ cursor, from }: Wish): Start {
    if (cursor !== null) return this.resume(cursor);
    if (from === '' || from === 'live') return { how: 'fresh', reset: null };
    const wanted = from === 'start' ? 0 : Number(from);
    if (wanted > this.head) return { how: 'fresh', reset: null };
    const keyframe = this.keyframes.findLast(({ tick }) => tick <= wanted) ?? this.keyframes[0];
    return { how: 'past', keyframe, messages: this.history.since(keyframe.tick) ?? [] };
  }

  private resume(text: string): Start {
    const cursor = parseCursor(text);
    if (cursor === null) return { how: 'fresh', reset: 'malformed' };
    if (cursor.epoch !== this.room.epoch) return { how: 'fresh', reset: 'epoch' };
    if (cursor.tick > this.head) return { how: 'fresh', reset: 'ahead' };
    // Tick 0 is what a header carries before any keyframe: who has no more than that has nothing to go on from.
    if (cursor.tick === 0 || cursor.tick < this.segment.tick) return { how: 'fresh', reset: 'segment' };
    const messages = this.history.since(cursor.tick);
    if (messages === null) return { how: 'fresh', reset: 'behind' };
    if (messages.length > 0) messages[0] = this.without(messages[0], cursor.tick);
    return { how: 'resume', after: cursor.tick, messages };
  }

  /** A batch without the ticks up to `tick`: for a cursor that is not the end of a batch. */
  private without(message: Message, tick: number): Message {
    const batch = decodeBatch(Buffer.from(message.data, 'base64'));
    const known = tick - batch.from;
    return known > 0 ? this.batchMessage({ from: tick, ticks: batch.ticks.slice(known) }) : message;
  }

  private newestKeyframe(): Keyframe {
    return this.keyframes[this.keyframes.length - 1];
  }

  private idOf(tick: number): string {
    return formatCursor(this.room.epoch, tick);
  }

  private batchMessage(batch: Batch): Message {
    return bytesMessage('batch', this.idOf(batch.from + batch.ticks.length), encodeBatch(batch));
  }

  private keyframeMessage(): Message {
    return bytesMessage('keyframe', this.idOf(this.head), encodeKeyframe(this.room.state));
  }

  /** `reached`: the tick that the reader already has; 0 for none, which resumes to a reset and a keyframe. */
  private header(reached: number): Message {
    const header: FeedHeader = {
      version: PROTOCOL_VERSION,
      room: this.room.id,
      name: this.room.name(),
      epoch: this.room.epoch,
      head: this.head,
      start: this.keyframes[0].tick,
      segment: this.segment,
      arenas: [...this.arenas],
      delay: this.room.delay,
      closing: this.closing,
    };
    return jsonMessage('header', this.idOf(reached), header);
  }

  private ping(): Message {
    return jsonMessage('ping', this.idOf(this.head), { head: this.head, timeMs: Date.now() } satisfies FeedPing);
  }

  private endMessage(reason: FeedEnd['reason']): Message {
    return jsonMessage('end', this.idOf(this.head), { reason } satisfies FeedEnd);
  }
}

function isBoundary(commands: readonly Command[], events: readonly MatchEvent[]): boolean {
  return (
    commands.some(({ type }) => type === 'start' || type === 'stop') || events.some(({ type }) => type === 'matchStop')
  );
}
