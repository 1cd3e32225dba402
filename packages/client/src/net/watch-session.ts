// Watching as the room's screens see it: the feed's playback, live or rewound.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EndReason, SessionStatus } from '../ui/session.ts';
import { getRoom } from './api.ts';
import { Arenas } from './arenas.ts';
import { NO_FACTS, type RoomFacts } from './board.ts';
import { Feed, type FeedStatus } from './feed.ts';
import { fetchPast } from './past.ts';
import { PlaybackSession } from './playback-session.ts';

/** The past is asked for when the present is on the screen. */
const PAST_AFTER_MS = 800;
/** Password and viewers are not in the log; a plain question now and then, no second stream. */
const FACTS_MS = 15_000;

export class WatchSession extends PlaybackSession {
  readonly roomId: string;
  readonly status: Signal<SessionStatus> = signal<SessionStatus>({ kind: 'connecting' });
  readonly watchKey: ReadonlySignal<string>;
  /** Seconds that the room keeps its viewers behind. */
  readonly delay = signal(0);
  private readonly arenas: Arenas;
  private readonly feed: Feed;
  private readonly factsTimer: ReturnType<typeof setInterval>;
  private readonly gone = new AbortController();
  private pastTimer: ReturnType<typeof setTimeout> | undefined;
  /** Earliest tick that the feed can show. */
  private earliest = 0;

  /** Opens the feed of a room. `key`: the `k` of the watch link, or empty. */
  constructor(roomId: string, key: string) {
    const arenas = new Arenas();
    super(arenas, { ...NO_FACTS, name: roomId }, (tick, reason) => {
      console.error(`divergence at tick ${tick}: ${reason}`);
      this.feed.restart();
    });
    this.roomId = roomId;
    this.arenas = arenas;
    this.watchKey = signal(key);
    this.feed = new Feed(roomId, key, arenas, {
      status: (status) => {
        this.status.value = statusOf(status);
      },
      header: ({ name, start, delay }) => {
        this.delay.value = delay;
        this.facts = { ...this.facts, name };
        this.earliest = start;
      },
      opened: () => this.playback.reconnected(),
      keyframe: (state, nowMs) => {
        this.playback.adopt(state, nowMs);
        clearTimeout(this.pastTimer);
        if (this.earliest < state.tick) this.pastTimer = setTimeout(() => void this.askPast(), PAST_AFTER_MS);
      },
      batch: (batch, nowMs) => {
        this.playback.push(batch, nowMs);
        this.forgetOldMatches();
      },
    });
    this.factsTimer = setInterval(() => void this.askFacts(), FACTS_MS);
    this.feed.start();
    void this.askFacts();
  }

  override dispose(): void {
    super.dispose();
    clearInterval(this.factsTimer);
    clearTimeout(this.pastTimer);
    this.gone.abort();
    this.feed.stop();
  }

  /** What was played before one came, for whoever wants to see it. */
  private async askPast(): Promise<void> {
    const query = new URLSearchParams({ from: 'start' });
    if (this.watchKey.peek() !== '') query.set('k', this.watchKey.peek());
    const url = `/api/rooms/${encodeURIComponent(this.roomId)}/feed?${query}`;
    try {
      const past = await fetchPast(url, this.playback.tape.start, this.arenas, this.gone.signal);
      if (past) this.playback.tape.prepend(past.state, past.ticks);
    } catch (error) {
      // Live goes on without it.
      if (!this.gone.signal.aborted) console.warn(error);
    }
  }

  /** Whoever watches all evening keeps this match and the one before. */
  private forgetOldMatches(): void {
    if (!this.playback.live) return;
    const { tape } = this.playback;
    if (tape.starts.length > 2) tape.forget(tape.starts[tape.starts.length - 2] - 1);
  }

  private async askFacts(): Promise<void> {
    if (document.hidden) return;
    try {
      const { name, hasPassword, viewers } = await getRoom(this.roomId);
      this.facts = { ...this.facts, name, hasPassword, viewers } satisfies RoomFacts;
    } catch {
      // The last facts stand; whether the room is still there is told by the feed.
    }
  }
}

const ENDS: Partial<Record<FeedStatus, EndReason>> = {
  ended: 'room-closed',
  forbidden: 'forbidden',
  'not-found': 'not-found',
};

function statusOf(status: FeedStatus): SessionStatus {
  const reason = ENDS[status];
  if (reason) return { kind: 'ended', reason };
  if (status === 'live') return { kind: 'live' };
  return status === 'connecting' ? { kind: 'connecting' } : { kind: 'reconnecting', untilMs: null };
}
