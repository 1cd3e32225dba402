// The last match of a room: it is played to its end, and no other begins.
import type { MatchState } from '@touchline/shared/match';
import type { Closing } from '@touchline/shared/protocol';

const WORDS = {
  room: 'This room closes after the match.',
  server: 'The server restarts after the match. Everybody keeps their seat.',
} as const;

export class WindDown {
  readonly why: Exclude<Closing, 'no'>;
  /** True: it is over; false: it was called off. */
  readonly done: Promise<boolean>;
  private settle!: (over: boolean) => void;

  constructor(why: Exclude<Closing, 'no'>) {
    this.why = why;
    this.done = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  /** For everybody in the room. */
  get words(): string {
    return WORDS[this.why];
  }

  /** Between ticks. `people`: is there anybody for whom a match would be played to its end? */
  look({ phase }: MatchState, people: boolean): void {
    if (phase === 'none' || !people) this.settle(true);
  }

  /** The room is gone, by whatever way. */
  end(): void {
    this.settle(true);
  }

  callOff(): void {
    this.settle(false);
  }
}
