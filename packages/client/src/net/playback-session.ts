// A playback as the room's screens see it: roster and scoreboard about ten times a second. Watching and replay are both one of these.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Stadiums } from '@touchline/shared/stadium';
import type { RosterLine, Scoreboard, Session, SessionListener, SessionStatus, Unsubscribe } from '../ui/session.ts';
import { type RoomFacts, rosterOf, scoreboardOf } from './board.ts';
import { Playback } from './playback.ts';

const BOARD_MS = 100;

export abstract class PlaybackSession implements Session {
  abstract readonly roomId: string;
  abstract readonly status: ReadonlySignal<SessionStatus>;
  abstract readonly watchKey: ReadonlySignal<string>;
  readonly playback: Playback;
  readonly roster: Signal<readonly RosterLine[]> = signal([]);
  readonly scoreboard: Signal<Scoreboard | null> = signal(null);
  readonly selfId = signal(0);
  protected facts: RoomFacts;
  private readonly listeners = new Set<SessionListener>();
  private readonly boardTimer: ReturnType<typeof setInterval>;
  private rosterText = '';
  private boardText = '';

  constructor(stadiums: Stadiums, facts: RoomFacts, diverged: (tick: number, reason: string) => void) {
    this.facts = facts;
    this.playback = new Playback(stadiums, {
      happened: (happening, telling) => {
        for (const listener of this.listeners) listener(happening, telling);
      },
      diverged,
    });
    this.boardTimer = setInterval(() => this.refresh(), BOARD_MS);
  }

  get view(): Playback {
    return this.playback;
  }

  on(listener: SessionListener): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    clearInterval(this.boardTimer);
  }

  protected refresh(): void {
    const { current } = this.playback;
    if (!current) return;
    const roster = rosterOf(current);
    const rosterText = JSON.stringify(roster);
    if (rosterText !== this.rosterText) {
      this.rosterText = rosterText;
      this.roster.value = roster;
    }
    const board = scoreboardOf(current, this.facts);
    const boardText = JSON.stringify(board);
    if (boardText !== this.boardText) {
      this.boardText = boardText;
      this.scoreboard.value = board;
    }
  }
}
