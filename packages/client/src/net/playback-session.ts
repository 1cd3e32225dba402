// A playback as the room's screens see it: roster about ten times a second, score and clock with the frame that shows them.
// Watching and replay are both one of these.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { MatchState } from '@touchline/shared/match';
import type { Stadiums } from '@touchline/shared/stadium';
import type { View, ViewSource } from '../game/view.ts';
import type { Counted, Scoreboard, Session, SessionListener, SessionStatus, Unsubscribe } from '../ui/session.ts';
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
  readonly view: ViewSource = { frame: (nowMs) => this.frame(nowMs) };
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

  private frame(nowMs: number): View | null {
    const view = this.playback.frame(nowMs);
    const { current } = this.playback;
    const shown = this.scoreboard.peek();
    // Whoever seeks shall not read for a tenth of a second what was before.
    if (current && shown && !isShown(current, shown)) this.refresh();
    return view;
  }

  protected refresh(): void {
    const { current } = this.playback;
    if (current) this.board.show(current, this.facts);
  }
}

/** Does the board say the score and the second of this very state? */
const isShown = (state: MatchState, board: Scoreboard): boolean =>
  board.seconds === Math.floor(state.time) && board.red === state.red && board.blue === state.blue;
