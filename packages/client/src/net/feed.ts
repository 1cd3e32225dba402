// EventSource → keyframes and batches, without a gap or a repeat, whatever happens to the connection. Reopens by itself,
// sleeps while the page is hidden, and says how it is doing.
import { type Batch, decodeBatch, decodeKeyframe, keyframeArena } from '@touchline/shared/log';
import type { MatchState } from '@touchline/shared/match';
import { type FeedClosing, type FeedEnd, type FeedHeader, formatCursor, parseCursor } from '@touchline/shared/protocol';
import type { Stadiums } from '@touchline/shared/stadium';

/** `restarting`: tries again, after the server has said that it stops. `forbidden`: the watch key is missing or no longer good. The last three are final. */
export type FeedStatus = 'connecting' | 'live' | 'retrying' | 'restarting' | 'ended' | 'forbidden' | 'not-found';

export interface FeedListener {
  status(status: FeedStatus): void;
  header?(header: FeedHeader): void;
  closing?(closing: FeedClosing): void;
  /** A connection is open; what was missed comes now, at once. */
  opened(): void;
  /** The state to go on from. `nowMs` (performance.now()) is when it arrived. */
  keyframe(state: MatchState, nowMs: number): void;
  /** The ticks that follow. */
  batch(batch: Batch, nowMs: number): void;
}

/** Where compiled stadiums come from: `Arenas` of arenas.ts. */
export interface ArenaSource extends Stadiums {
  fetch(hash: string): Promise<void>;
}

/** The little of the browser that a feed needs. */
export interface FeedBrowser {
  open(url: string): EventStream;
  /** HTTP status of a HEAD request: EventSource never tells why it was refused. 0: no answer. */
  probe(url: string): Promise<number>;
  hidden(): boolean;
  /** Calls back when the page is hidden, shown, left, returned to, or the network is back. */
  onChange(callback: () => void): () => void;
}

export interface EventStream {
  addEventListener(name: string, listener: (event: { data: string; lastEventId: string }) => void): void;
  onerror: ((event: never) => void) | null;
  close(): void;
}

/** Pings come every ten seconds; after two and a half of silence the other end is dead. */
const SILENCE_MS = 25_000;
const LOOK_MS = 2500;
/** First wait after a lost connection, doubled each time; a random half of it is waited. */
const RETRY_MS = 300;
const MOST_RETRY_MS = 10_000;
/** A connection that lasted so long was a good one: the next wait is short again. */
const STEADY_MS = 10_000;
/** Doublings to begin with when the server says that it stops. */
const STOPPING_ATTEMPTS = 3;
/** A room that was there and is not: a server that has just restarted may be about to open it. */
const PATIENCE = 8;

export class Feed {
  status: FeedStatus = 'connecting';
  private readonly url: string;
  private readonly key: string;
  private readonly arenas: ArenaSource;
  private readonly listener: FeedListener;
  private readonly browser: FeedBrowser;
  private stream: EventStream | null = null;
  private started = false;
  private wasLive = false;
  private attempts = 0;
  private epoch = '';
  /** Tick up to which messages have been received; -1: nothing to go on from. */
  private last = -1;
  private heardMs = 0;
  private connectedMs = 0;
  /** Received and not yet handed on: an arena is being fetched. */
  private inbox: (() => Promise<void> | void)[] = [];
  private working = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private lookTimer: ReturnType<typeof setInterval> | undefined;
  private unwatch: (() => void) | undefined;

  constructor(roomId: string, key: string, arenas: ArenaSource, listener: FeedListener, browser: FeedBrowser = page) {
    this.url = `/api/rooms/${encodeURIComponent(roomId)}/feed`;
    this.key = key;
    this.arenas = arenas;
    this.listener = listener;
    this.browser = browser;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.unwatch = this.browser.onChange(() => this.onPage());
    this.lookTimer = setInterval(() => this.look(), LOOK_MS);
    this.onPage();
  }

  stop(): void {
    this.started = false;
    this.unwatch?.();
    clearInterval(this.lookTimer);
    this.disconnect();
    this.inbox = [];
  }

  /** Begins anew with a fresh keyframe: after a divergence. */
  restart(): void {
    this.last = -1;
    this.inbox = [];
    this.disconnect();
    this.retry();
  }

  private get final(): boolean {
    return this.status === 'ended' || this.status === 'forbidden' || this.status === 'not-found';
  }

  /** A hidden page holds no stream: browsers allow six to a server, and nobody looks. */
  private onPage(): void {
    if (!this.started || this.final) return;
    if (this.browser.hidden()) this.disconnect();
    else if (!this.stream) this.connect();
  }

  private connect(): void {
    this.disconnect();
    if (!this.started || this.final || this.browser.hidden()) return;
    if (this.status !== 'retrying' && this.status !== 'restarting') this.become('connecting');
    const query = new URLSearchParams();
    if (this.key !== '') query.set('k', this.key);
    // A new EventSource knows nothing of the last one's id, and cannot set a header.
    if (this.last >= 0) query.set('lastEventId', formatCursor(this.epoch, this.last));
    const stream = this.browser.open(query.size > 0 ? `${this.url}?${query}` : this.url);
    this.stream = stream;
    this.connectedMs = performance.now();
    this.heardMs = this.connectedMs;
    let opened = false;
    const on = (name: string, take: (data: string, id: string) => void) => {
      stream.addEventListener(name, ({ data, lastEventId }) => {
        if (this.stream !== stream) return;
        this.heardMs = performance.now();
        take(data, lastEventId);
      });
    };
    on('header', (data) => {
      opened = true;
      const header = JSON.parse(data) as FeedHeader;
      this.later(() => {
        this.listener.header?.(header);
        this.listener.opened();
      });
    });
    on('keyframe', (data, id) => this.onKeyframe(data, id));
    on('batch', (data, id) => this.onBatch(data, id));
    on('closing', (data) => this.listener.closing?.(JSON.parse(data) as FeedClosing));
    // That it comes is all: silence means a dead peer.
    on('ping', () => undefined);
    on('end', (data) => this.onEnd(JSON.parse(data) as FeedEnd));
    stream.onerror = () => {
      if (this.stream !== stream) return;
      // The browser's own retry is not relied upon: after a refusal there is none.
      this.disconnect();
      if (opened) this.retry();
      else void this.askWhy();
    };
  }

  private disconnect(): void {
    clearTimeout(this.retryTimer);
    this.stream?.close();
    this.stream = null;
  }

  private retry(): void {
    if (!this.started || this.final) return;
    this.lost();
    if (performance.now() - this.connectedMs > STEADY_MS) this.attempts = 0;
    const waitMs = Math.min(RETRY_MS * 2 ** this.attempts++, MOST_RETRY_MS);
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.connect(), waitMs * (0.5 + Math.random() / 2));
  }

  private async askWhy(): Promise<void> {
    this.lost();
    const query = this.key === '' ? '' : `?k=${encodeURIComponent(this.key)}`;
    const status = await this.browser.probe(this.url + query);
    if (!this.started || this.stream) return;
    if (status === 403) this.become('forbidden');
    else if (status === 404 && (!this.wasLive || this.attempts >= PATIENCE)) this.become('not-found');
    else this.retry();
  }

  /** The other end may be gone without a word. */
  private look(): void {
    if (!this.stream || performance.now() - this.heardMs < SILENCE_MS) return;
    this.disconnect();
    this.retry();
  }

  private onKeyframe(data: string, id: string): void {
    const cursor = parseCursor(id);
    if (!cursor) return;
    this.epoch = cursor.epoch;
    this.last = cursor.tick;
    this.alive();
    const nowMs = performance.now();
    const bytes = fromBase64(data);
    this.later(async () => {
      await this.arenas.fetch(keyframeArena(bytes));
      return () => this.listener.keyframe(decodeKeyframe(bytes, this.arenas), nowMs);
    });
  }

  private onBatch(data: string, id: string): void {
    const cursor = parseCursor(id);
    // At the seam of two connections a batch may come twice.
    if (!cursor || cursor.epoch !== this.epoch || cursor.tick <= this.last) return;
    const batch = decodeBatch(fromBase64(data));
    if (batch.from > this.last) {
      this.restart();
      return;
    }
    const ticks = batch.ticks.slice(this.last - batch.from);
    const from = this.last;
    this.last = cursor.tick;
    this.alive();
    const nowMs = performance.now();
    this.later(async () => {
      for (const commands of ticks) {
        for (const command of commands) if (command.type === 'stadium') await this.arenas.fetch(command.hash);
      }
      return () => this.listener.batch({ from, ticks }, nowMs);
    });
  }

  private onEnd({ reason }: FeedEnd): void {
    this.disconnect();
    // A server that stops is usually one that starts again.
    if (reason === 'room-closed') {
      this.become('ended');
      return;
    }
    this.connectedMs = performance.now();
    this.attempts = STOPPING_ATTEMPTS;
    this.become('restarting');
    this.retry();
  }

  /** Why it was lost stays known until it is back. */
  private lost(): void {
    if (this.status !== 'restarting') this.become('retrying');
  }

  private alive(): void {
    this.wasLive = true;
    this.become('live');
  }

  private later(work: () => Promise<() => void> | void): void {
    this.inbox.push(async () => {
      const { inbox } = this;
      const handOn = await work();
      // Begun anew meanwhile: this belongs to what was given up.
      if (inbox === this.inbox) handOn?.();
    });
    if (!this.working) void this.work();
  }

  /** In order, one after the other: nobody steps before having the arena. */
  private async work(): Promise<void> {
    this.working = true;
    while (this.inbox.length > 0) {
      try {
        await this.inbox.shift()?.();
      } catch (error) {
        // An arena that does not come, or bytes that are none: only a new beginning can help.
        console.error(error);
        this.restart();
      }
    }
    this.working = false;
  }

  private become(status: FeedStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.listener.status(status);
  }
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const page: FeedBrowser = {
  open: (url) => new EventSource(url) as unknown as EventStream,
  probe: async (url) => {
    try {
      return (await fetch(url, { method: 'HEAD', cache: 'no-store' })).status;
    } catch {
      return 0;
    }
  },
  hidden: () => document.visibilityState === 'hidden',
  onChange: (callback) => {
    const names = ['pagehide', 'pageshow', 'online'] as const;
    document.addEventListener('visibilitychange', callback);
    for (const name of names) window.addEventListener(name, callback);
    return () => {
      document.removeEventListener('visibilitychange', callback);
      for (const name of names) window.removeEventListener(name, callback);
    };
  },
};
