// Lines for this player alone, put in their places among the lines that everybody gets.
import type { Whisper } from '@touchline/shared/protocol';

export class Whispers {
  private held: Whisper[] = [];

  /** It comes before the patch of its tick. */
  add(whisper: Whisper): void {
    this.held.push(whisper);
  }

  /** Those whose place is before command number `before` of `tick`, or earlier. */
  take(tick: number, before: number): Whisper[] {
    if (this.held.length === 0) return this.held;
    const isDue = (whisper: Whisper) => whisper.tick < tick || (whisper.tick === tick && whisper.before <= before);
    const due = this.held.filter(isDue);
    this.held = this.held.filter((whisper) => !isDue(whisper));
    return due;
  }
}
