// Watching as the room's screens see it: a playback's state, turned into roster and scoreboard about ten times a second.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { MatchState } from '@touchline/shared/match';
import type { Happening, ViewSource } from '../game/view.ts';
import type { RosterLine, Scoreboard, Session, SessionStatus, Unsubscribe } from '../ui/session.ts';
import { getRoom } from './api.ts';
import { type RoomFacts, rosterOf, scoreboardOf } from './board.ts';

/** What is needed of net/playback.ts. */
export interface WatchSource extends ViewSource {
  /** The state on the viewer's clock; null until the first keyframe. */
  readonly state: MatchState | null;
  /** Told of each happening once, when the viewer's clock gets there. */
  on(listener: (happening: Happening) => void): Unsubscribe;
  dispose(): void;
}

const BOARD_MS = 100;
/** Name, watchers and bots are not in the log; a plain question now and then, no second stream. */
const FACTS_MS = 15_000;
const NO_FACTS: RoomFacts = { name: '', hasPassword: false, bots: 0, botLevel: 2, viewers: 0 };

export class WatchSession implements Session {
  readonly roomId: string;
  readonly view: ViewSource;
  readonly status: ReadonlySignal<SessionStatus>;
  readonly roster: Signal<readonly RosterLine[]> = signal([]);
  readonly scoreboard: Signal<Scoreboard | null> = signal(null);
  readonly selfId = signal(0);
  readonly watchKey: ReadonlySignal<string>;
  private readonly source: WatchSource;
  private readonly timers: ReturnType<typeof setInterval>[];
  private facts = NO_FACTS;
  private rosterText = '';
  private boardText = '';

  constructor(roomId: string, key: string, source: WatchSource, status: ReadonlySignal<SessionStatus>) {
    this.roomId = roomId;
    this.source = source;
    this.view = source;
    this.status = status;
    this.watchKey = signal(key);
    this.facts = { ...NO_FACTS, name: roomId };
    this.timers = [
      setInterval(() => this.refresh(), BOARD_MS),
      setInterval(() => void this.askFacts(), FACTS_MS),
    ];
    void this.askFacts();
  }

  on(listener: (happening: Happening) => void): Unsubscribe {
    return this.source.on(listener);
  }

  dispose(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.source.dispose();
  }

  private async askFacts(): Promise<void> {
    if (document.hidden) return;
    try {
      const { name, hasPassword, bots, viewers } = await getRoom(this.roomId);
      this.facts = { name, hasPassword, bots, botLevel: 2, viewers };
    } catch {
      // The last facts stand; whether the room is there is told by the feed.
    }
  }

  private refresh(): void {
    const { state } = this.source;
    if (!state) return;
    const roster = rosterOf(state);
    const rosterText = JSON.stringify(roster);
    if (rosterText !== this.rosterText) {
      this.rosterText = rosterText;
      this.roster.value = roster;
    }
    const board = scoreboardOf(state, this.facts);
    const boardText = JSON.stringify(board);
    if (boardText !== this.boardText) {
      this.boardText = boardText;
      this.scoreboard.value = board;
    }
  }
}
