// Watching as the room's screens see it: the feed's playback, live or rewound.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { EndReason, SessionStatus } from '../ui/session.ts';
import { getRoom } from './api.ts';
import { Arenas } from './arenas.ts';
import { NO_FACTS, type RoomFacts } from './board.ts';
import { Feed, type FeedBrowser, type FeedListener, type FeedStatus } from './feed.ts';
import { MatchesOnAir, type MatchOnAir } from './matches-on-air.ts';
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
  /** Is everything here that the feed can show? */
  readonly whole = signal(false);
  private readonly matches = new MatchesOnAir();
  /** Earliest tick that the feed can show. */
  private earliest = 0;

  /** Opens the feed of a room. `key`: the `k` of the watch link, or empty. `forThePast`: it is what somebody has come for. */
  constructor(roomId: string, key: string, forThePast = false, browser?: FeedBrowser) {
    const arenas = new Arenas();
    super(arenas, { ...NO_FACTS, name: roomId }, (tick, reason) => {
      console.error(`divergence at tick ${tick}: ${reason}`);
      this.feed.restart();
    });
    this.roomId = roomId;
    this.arenas = arenas;
    this.watchKey = signal(key);
    const listener: FeedListener = {
      status: (status) => {
        this.status.value = statusOf(status);
      },
      header: (header) => {
        const { name, start, delay, closing } = header;
        this.matches.opened(header);
        this.delay.value = delay;
        this.facts = { ...this.facts, name, closing };
        this.earliest = start;
      },
      closing: ({ closing }) => {
        this.facts = { ...this.facts, closing };
      },
      opened: () => this.playback.reconnected(),
      keyframe: (state, nowMs) => {
        this.playback.adopt(state, nowMs);
        this.matches.joined(state.phase !== 'none');
        clearTimeout(this.pastTimer);
        this.whole.value = this.earliest >= state.tick;
        if (this.whole.value) return;
        this.pastTimer = setTimeout(() => void this.askPast(), forThePast ? 0 : PAST_AFTER_MS);
      },
      batch: (batch, nowMs) => {
        this.playback.push(batch, nowMs);
        this.forgetOldMatches();
      },
    };
    this.feed = new Feed(roomId, key, arenas, listener, browser);
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

  /** The match at a tick, to link to while it is on; null where none is known, and of a room that not everybody may watch. */
  matchAt(tick: number): MatchOnAir | null {
    return this.watchKey.peek() === '' ? this.matches.at(tick, this.playback.tape.starts) : null;
  }

  /** What was played before one came, for whoever wants to see it. */
  private async askPast(): Promise<void> {
    const query = new URLSearchParams({ from: 'start' });
    if (this.watchKey.peek() !== '') query.set('k', this.watchKey.peek());
    const url = `/api/rooms/${encodeURIComponent(this.roomId)}/feed?${query}`;
    try {
      const past = await fetchPast(url, this.playback.tape.start, this.arenas, this.gone.signal);
      if (past) this.playback.tape.prepend(past.state, past.ticks);
      this.whole.value = true;
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
  if (status === 'connecting') return { kind: 'connecting' };
  return { kind: 'reconnecting', untilMs: null, restarting: status === 'restarting' };
}
