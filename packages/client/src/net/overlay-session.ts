// A room as overlays see it: the feed, and nothing that has to be looked after. It goes on for days in a program that nobody
// reloads, so it keeps little, never gives up, and says of what it shows only whether that is still true.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { TICKS_PER_SECOND } from '@touchline/shared/match';
import type { SessionStatus } from '../ui/session.ts';
import { Arenas } from './arenas.ts';
import { NO_FACTS } from './board.ts';
import { Feed, type FeedBrowser, type FeedListener, type FeedStatus } from './feed.ts';
import { PlaybackSession } from './playback-session.ts';

/** A room that is watched tells ten times a second, even of nothing. */
const STALE_MS = 5000;
/** A room that is gone, or a link that is no good: asked again so often. The room may be opened anew. */
const RETRY_MS = 15_000;
/** Nobody rewinds an overlay. */
const KEPT_TICKS = 30 * TICKS_PER_SECOND;

export class OverlaySession extends PlaybackSession {
  readonly roomId: string;
  readonly status: Signal<SessionStatus> = signal<SessionStatus>({ kind: 'connecting' });
  readonly watchKey: ReadonlySignal<string>;
  /** Is what is shown what goes on? */
  readonly fresh: Signal<boolean> = signal(false);
  private readonly arenas: Arenas;
  private readonly drives: boolean;
  private readonly browser: FeedBrowser | undefined;
  private feed: Feed;
  private heardMs = Number.NEGATIVE_INFINITY;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;

  /** `drives`: no pitch asks for frames, so the session moves itself on. */
  constructor(roomId: string, key: string, drives: boolean, browser?: FeedBrowser) {
    const arenas = new Arenas();
    super(arenas, { ...NO_FACTS, name: roomId }, (tick, reason) => {
      console.error(`divergence at tick ${tick}: ${reason}`);
      this.feed.restart();
    });
    this.roomId = roomId;
    this.watchKey = signal(key);
    this.arenas = arenas;
    this.drives = drives;
    this.browser = browser;
    this.feed = this.open();
  }

  override dispose(): void {
    super.dispose();
    clearTimeout(this.retryTimer);
    this.feed.stop();
  }

  private open(): Feed {
    const listener: FeedListener = {
      status: (status) => this.take(status),
      opened: () => this.playback.reconnected(),
      keyframe: (state, nowMs) => {
        this.heardMs = nowMs;
        this.playback.adopt(state, nowMs);
      },
      batch: (batch, nowMs) => {
        this.heardMs = nowMs;
        this.playback.push(batch, nowMs);
        const { tape } = this.playback;
        if (tape.head - tape.start > 2 * KEPT_TICKS) tape.forget(tape.head - KEPT_TICKS);
      },
    };
    const feed = new Feed(this.roomId, this.watchKey.peek(), this.arenas, listener, this.browser);
    feed.start();
    return feed;
  }

  private take(status: FeedStatus): void {
    this.status.value =
      status === 'live'
        ? { kind: 'live' }
        : { kind: 'reconnecting', untilMs: null, restarting: status === 'restarting' };
    if (status === 'live' || status === 'connecting' || status === 'retrying' || status === 'restarting') return;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => {
      this.feed.stop();
      this.feed = this.open();
    }, RETRY_MS);
  }

  protected override refresh(): void {
    const nowMs = performance.now();
    if (this.drives) this.playback.frame(nowMs);
    const fresh = nowMs - this.heardMs < STALE_MS;
    if (this.fresh.peek() !== fresh) this.fresh.value = fresh;
    super.refresh();
  }
}
