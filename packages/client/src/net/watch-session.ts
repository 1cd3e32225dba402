// Watching as the room's screens see it: the feed's playback, turned into roster and scoreboard about ten times a second.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Happening, ViewSource } from '../game/view.ts';
import type { EndReason, Session, SessionStatus, Unsubscribe } from '../ui/session.ts';
import { getRoom } from './api.ts';
import { Arenas } from './arenas.ts';
import { BOARD_MS, Board, type RoomFacts } from './board.ts';
import { Feed, type FeedStatus } from './feed.ts';
import { Playback } from './playback.ts';

/** Password and viewers are not in the log: a plain question now and then, no second stream. */
const FACTS_MS = 15_000;

/** Opens the feed of a room. `key`: the `k` of the watch link, or empty. */
export function watchRoom(roomId: string, key: string): Session {
  return new WatchSession(roomId, key);
}

class WatchSession implements Session {
  readonly roomId: string;
  readonly view: ViewSource;
  readonly status: Signal<SessionStatus> = signal<SessionStatus>({ kind: 'connecting' });
  private readonly board = new Board();
  readonly roster = this.board.roster;
  readonly scoreboard = this.board.scoreboard;
  readonly selfId = signal(0);
  readonly watchKey: ReadonlySignal<string>;
  private readonly listeners = new Set<(happening: Happening) => void>();
  private readonly playback: Playback;
  private readonly feed: Feed;
  private readonly timers: ReturnType<typeof setInterval>[];
  private facts: RoomFacts;

  constructor(roomId: string, key: string) {
    this.roomId = roomId;
    this.watchKey = signal(key);
    this.facts = { name: roomId, hasPassword: false, bots: 0, botLevel: 2, viewers: 0 };
    const arenas = new Arenas();
    this.playback = new Playback(arenas, {
      happened: (happening) => {
        for (const listener of this.listeners) listener(happening);
      },
      diverged: (tick, reason) => {
        console.error(`divergence at tick ${tick}: ${reason}`);
        this.feed.restart();
      },
    });
    this.view = this.playback;
    this.feed = new Feed(roomId, key, arenas, {
      status: (status) => {
        this.status.value = statusOf(status);
      },
      header: ({ name }) => {
        this.facts = { ...this.facts, name };
      },
      opened: () => this.playback.reconnected(),
      keyframe: (state, nowMs) => this.playback.adopt(state, nowMs),
      batch: (batch, nowMs) => this.playback.push(batch, nowMs),
    });
    this.timers = [setInterval(() => this.refresh(), BOARD_MS), setInterval(() => void this.askFacts(), FACTS_MS)];
    this.feed.start();
    void this.askFacts();
  }

  on(listener: (happening: Happening) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.feed.stop();
  }

  private async askFacts(): Promise<void> {
    if (document.hidden) return;
    try {
      const { name, hasPassword, viewers } = await getRoom(this.roomId);
      this.facts = { ...this.facts, name, hasPassword, viewers };
    } catch {
      // The last facts stand; whether the room is still there is told by the feed.
    }
  }

  private refresh(): void {
    const { current } = this.playback;
    if (current) this.board.show(current, this.facts);
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
