// A playback as the room's screens see it: roster and scoreboard about ten times a second. Watching and replay are both one of these.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Stadiums } from '@touchline/shared/stadium';
import type { Counted, Session, SessionListener, SessionStatus, Unsubscribe } from '../ui/session.ts';
import { BOARD_MS, Board, type RoomFacts } from './board.ts';
import { TapeCount } from './count.ts';
import { Playback } from './playback.ts';

/** Of a frame, for counting what is not counted yet. */
const COUNT_MS = 8;

export abstract class PlaybackSession implements Session {
  abstract readonly roomId: string;
  abstract readonly status: ReadonlySignal<SessionStatus>;
  abstract readonly watchKey: ReadonlySignal<string>;
  readonly playback: Playback;
  private readonly tapeCount: TapeCount;
  private readonly board = new Board();
  readonly roster = this.board.roster;
  readonly scoreboard = this.board.scoreboard;
  readonly selfId = signal(0);
  protected facts: RoomFacts;
  private readonly listeners = new Set<SessionListener>();
  private readonly boardTimer: ReturnType<typeof setInterval>;

  constructor(stadiums: Stadiums, facts: RoomFacts, diverged: (tick: number, reason: string) => void) {
    this.facts = facts;
    this.playback = new Playback(stadiums, {
      happened: (happening, telling) => {
        for (const listener of this.listeners) listener(happening, telling);
      },
      diverged,
    });
    this.tapeCount = new TapeCount(this.playback.tape, stadiums);
    this.boardTimer = setInterval(() => this.refresh(), BOARD_MS);
  }

  get view(): Playback {
    return this.playback;
  }

  count(): Counted | null {
    const { current } = this.playback;
    return current && this.tapeCount.at(current.tick, COUNT_MS);
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
    if (current) this.board.show(current, this.facts);
  }
}
