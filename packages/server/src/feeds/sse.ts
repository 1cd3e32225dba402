// One event-stream response, and the bookkeeping of all of them: limits, heartbeat, slow readers, rotation.
// The one promise to the rooms: no reader is ever waited for.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodeMessage, type Form, type Message } from './message.ts';

export interface StreamLimits {
  /** Open streams of one address: a family or a class behind one router, not a flood. */
  readonly perAddress: number;
  readonly total: number;
  /** Bytes that may wait for a reader who watches live; above it he is cut off and resumes by id. */
  readonly bufferBytes: number;
  /** Bytes that may wait for a reader who is still being sent the past. */
  readonly backlogBytes: number;
  /** A reader who takes nothing for so long is gone. */
  readonly stallMs: number;
  readonly pingMs: number;
  /** A connection ends after this and up to a quarter more, and is resumed: deploys and balancers live on that. */
  readonly maxAgeMs: number;
}

const STREAM_LIMITS: StreamLimits = {
  perAddress: 32,
  total: 8192,
  bufferBytes: 1 << 20,
  backlogBytes: 24 << 20,
  stallMs: 30_000,
  pingMs: 10_000,
  maxAgeMs: 600_000,
};

/** Milliseconds until a cut reader comes back: [least, most]. Random, so that a restart is not followed by a herd. */
const RETRY_MS = { usual: [2000, 5000], rotated: [50, 300], stopping: [1000, 15_000] } as const;

/** The past is written in pieces of about this size, the next when the last has left. */
const PIECE_BYTES = 1 << 16;

/** Slots of the heartbeat wheel: channels ping one after the other, not all in one moment. */
const WHEEL_SLOTS = 10;

export const READ_CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': 'Last-Event-ID, Cache-Control, Accept',
  'Access-Control-Max-Age': '86400',
} as const;

const HEADERS = {
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  'Access-Control-Allow-Origin': '*',
  Vary: 'Accept',
} as const;

export type DropReason = 'slow' | 'stalled';

function between([least, most]: readonly [number, number]): number {
  return Math.round(least + Math.random() * (most - least));
}

/** Who pings: a channel with its readers. */
export interface Pinging {
  ping(): void;
}

/** All open streams of the server. One timer for everybody. */
export class Streams {
  readonly limits: StreamLimits;
  /** Since the start of the process, for /healthz. */
  readonly counts = { opened: 0, refused: 0, slow: 0, stalled: 0, rotated: 0 };
  private readonly readers = new Set<Reader>();
  private readonly byAddress = new Map<string, number>();
  private readonly slots: Set<Pinging>[] = Array.from({ length: WHEEL_SLOTS }, () => new Set());
  private nextSlot = 0;
  private turn = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(limits: Partial<StreamLimits> = {}) {
    this.limits = { ...STREAM_LIMITS, ...limits };
    this.timer = setInterval(() => this.onTurn(), this.limits.pingMs / WHEEL_SLOTS);
    this.timer.unref();
  }

  get open(): number {
    return this.readers.size;
  }

  /** Readers whose sockets are full right now. */
  get stalled(): number {
    let count = 0;
    for (const reader of this.readers) if (reader.stalledSince > 0) count++;
    return count;
  }

  /** May `address` open another stream? */
  admits(address: string): 'yes' | 'too-many' | 'full' {
    if ((this.byAddress.get(address) ?? 0) >= this.limits.perAddress) return this.refuse('too-many');
    return this.readers.size >= this.limits.total ? this.refuse('full') : 'yes';
  }

  /** Answers a request with an open stream; null for HEAD, which gets the headers alone. Ask `admits` first. */
  start(req: IncomingMessage, res: ServerResponse, address: string): Reader | null {
    const form: Form = (req.headers.accept ?? '').includes('application/x-ndjson') ? 'ndjson' : 'sse';
    const type = form === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
    // The end of the connection is the end of the stream: a frame around each message would be a third of what is written.
    res.removeHeader('Transfer-Encoding');
    res.writeHead(200, { 'Content-Type': type, ...HEADERS });
    if (req.method === 'HEAD') {
      res.end();
      return null;
    }
    res.socket?.setNoDelay(true);
    res.socket?.setKeepAlive(true, 30_000);
    res.flushHeaders();
    const reader = new Reader(res, form, this.limits);
    reader.retry('usual');
    this.counts.opened++;
    this.readers.add(reader);
    this.byAddress.set(address, (this.byAddress.get(address) ?? 0) + 1);
    // `close` of the response, not of the request: the latter need not come once a body parser has run.
    res.on('close', () => {
      this.readers.delete(reader);
      const left = (this.byAddress.get(address) ?? 1) - 1;
      if (left > 0) this.byAddress.set(address, left);
      else this.byAddress.delete(address);
      if (reader.dropped) this.counts[reader.dropped]++;
      reader.gone();
    });
    return reader;
  }

  /** Adds a channel to the heartbeat; returns the way out. */
  beat(channel: Pinging): () => void {
    const slot = this.slots[this.nextSlot++ % WHEEL_SLOTS];
    slot.add(channel);
    return () => slot.delete(channel);
  }

  /** Ends every stream, each with its own moment to come back. */
  stop(): void {
    clearInterval(this.timer);
    for (const reader of [...this.readers]) reader.end('stopping');
  }

  private refuse<T>(reason: T): T {
    this.counts.refused++;
    return reason;
  }

  private onTurn(): void {
    for (const channel of this.slots[this.turn]) channel.ping();
    this.turn = (this.turn + 1) % WHEEL_SLOTS;
    const now = performance.now();
    for (const reader of [...this.readers]) {
      if (reader.stalledSince > 0 && now - reader.stalledSince > this.limits.stallMs) reader.drop('stalled');
      else if (now > reader.rotateAt) {
        this.counts.rotated++;
        reader.end('rotated');
      }
    }
  }
}

/** One reader's response. */
export class Reader {
  readonly form: Form;
  /** When the connection is ended so that it is resumed elsewhere; performance.now() time. */
  readonly rotateAt: number;
  /** Since when nothing has left; 0: all has. */
  stalledSince = 0;
  dropped: DropReason | null = null;
  private readonly res: ServerResponse;
  private readonly limits: StreamLimits;
  private readonly onGone: (() => void)[] = [];
  private closed = false;
  /** Messages of the past that wait for room on the socket, from `sent` on. */
  private backlog: Message[] = [];
  private sent = 0;
  private backlogBytes = 0;

  constructor(res: ServerResponse, form: Form, limits: StreamLimits) {
    this.res = res;
    this.form = form;
    this.limits = limits;
    this.rotateAt = performance.now() + limits.maxAgeMs * (1 + Math.random() / 4);
    res.on('drain', () => {
      this.stalledSince = 0;
      this.pump();
    });
    // A reset connection is how readers leave; `close` follows and tidies up.
    res.on('error', () => undefined);
  }

  /** Is everything before the present on its way? */
  get live(): boolean {
    return this.backlog.length === 0;
  }

  /** Would another write have to wait? */
  get busy(): boolean {
    return !this.live || this.stalledSince > 0;
  }

  /** Runs `callback` once, when the reader has gone; at once if he has. */
  whenGone(callback: () => void): void {
    if (this.closed) callback();
    else this.onGone.push(callback);
  }

  retry(when: keyof typeof RETRY_MS): void {
    if (this.form === 'sse') this.write(`retry: ${between(RETRY_MS[when])}\n\n`);
  }

  send(message: Message): void {
    this.deliver(message, () => Buffer.from(encodeMessage(message, this.form)));
  }

  /** Like `send`, with bytes that others are given, too. */
  deliver(message: Message, bytes: () => Buffer): void {
    if (this.closed) return;
    if (this.live) {
      this.write(bytes());
      return;
    }
    this.queue(message);
    if (this.backlogBytes > this.limits.backlogBytes) this.drop('slow');
  }

  /** Sends what is past, in order, as fast as the reader takes it; what is delivered meanwhile queues up behind. */
  replay(messages: readonly Message[]): void {
    if (this.closed) return;
    for (const message of messages) this.queue(message);
    this.pump();
  }

  /** Says when to come back and ends the response. */
  end(why: 'rotated' | 'stopping'): void {
    if (this.closed) return;
    if (this.live) this.retry(why);
    if (this.closed) return;
    this.res.end();
    this.gone();
    // A reader who never takes the last bytes must not keep the socket.
    const { res } = this;
    setTimeout(() => res.destroy(), 5000).unref();
  }

  drop(reason: DropReason): void {
    if (this.closed) return;
    this.dropped = reason;
    this.res.destroy();
    this.gone();
  }

  gone(): void {
    if (this.closed) return;
    this.closed = true;
    this.backlog = [];
    for (const callback of this.onGone.splice(0)) callback();
  }

  private queue(message: Message): void {
    this.backlog.push(message);
    this.backlogBytes += message.data.length + 64;
  }

  private pump(): void {
    while (!this.closed && this.sent < this.backlog.length && this.stalledSince === 0) {
      let piece = '';
      while (this.sent < this.backlog.length && piece.length < PIECE_BYTES) {
        const message = this.backlog[this.sent++];
        this.backlogBytes -= message.data.length + 64;
        piece += encodeMessage(message, this.form);
      }
      this.write(piece);
    }
    if (this.sent < this.backlog.length) return;
    this.backlog = [];
    this.sent = 0;
  }

  private write(bytes: Buffer | string): void {
    if (this.closed) return;
    const flowing = this.res.write(bytes);
    if (!flowing && this.stalledSince === 0) this.stalledSince = performance.now();
    // False is back-pressure, not a disconnect: only a buffer that keeps growing ends the reader.
    if (this.res.writableLength > this.limits.bufferBytes) this.drop('slow');
  }
}
