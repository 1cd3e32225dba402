// When a room ticks: awake while somebody is there, asleep (and free of cost) a while after nobody is.
import { TICKS_PER_SECOND } from '@touchline/shared/match';
import { runOnGrid } from './grid-loop.ts';

/** A room that nobody is in goes to sleep after so long. */
const SLEEP_AFTER_MS = 5000;

export interface Sleeper {
  /** Is anybody there, or anything else to be awake for? */
  wanted(): boolean;
  tick(latenessMs: number): void;
  /** It ticks no more until somebody is there. */
  rest(): void;
}

export class Wakefulness {
  private readonly sleeper: Sleeper;
  private stopGrid: (() => void) | undefined;
  private sleepTimer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(sleeper: Sleeper) {
    this.sleeper = sleeper;
  }

  get awake(): boolean {
    return this.stopGrid !== undefined;
  }

  /** It ticks never again. */
  get over(): boolean {
    return this.ended;
  }

  /** Wakes the room when somebody is there, lets it fall asleep when nobody is. */
  review(): void {
    if (this.ended) return;
    if (this.sleeper.wanted()) {
      clearTimeout(this.sleepTimer);
      this.sleepTimer = undefined;
      this.wake();
    } else if (this.stopGrid && !this.sleepTimer) {
      this.sleepTimer = setTimeout(() => this.sleep(), SLEEP_AFTER_MS);
    }
  }

  /** Runs for a moment though nobody is there: what was asked of it is done. */
  lookIn(): void {
    if (this.ended) return;
    this.wake();
    this.review();
  }

  end(): void {
    this.ended = true;
    this.stop();
  }

  private wake(): void {
    this.stopGrid ??= runOnGrid(TICKS_PER_SECOND, (latenessMs) => this.sleeper.tick(latenessMs));
  }

  private sleep(): void {
    this.stop();
    this.sleeper.rest();
  }

  private stop(): void {
    this.stopGrid?.();
    this.stopGrid = undefined;
    clearTimeout(this.sleepTimer);
    this.sleepTimer = undefined;
  }
}
