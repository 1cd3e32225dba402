// One direction of a shaped line: when a message that is sent now arrives. No timers here, so that tests and the model bring
// their own clock.
import { retransmissionMs, type Shape } from './shape.ts';

/** Spells in which nothing arrives, of both directions of a line. */
export class Stalls {
  private readonly shape: Shape;
  private readonly phaseMs: number;
  private endMs = Number.POSITIVE_INFINITY;
  private readonly extra: { readonly fromMs: number; readonly untilMs: number }[] = [];

  /** `phaseMs`: when the first of the regular stalls begins. */
  constructor(shape: Shape, phaseMs: number) {
    this.shape = shape;
    this.phaseMs = phaseMs;
  }

  /** One more, besides the regular ones. */
  add(fromMs: number, ms: number): void {
    this.extra.push({ fromMs, untilMs: fromMs + ms });
  }

  /** From `ms` on there are no regular ones. */
  end(ms: number): void {
    this.endMs = ms;
  }

  /** When something that is due at `ms` gets through: then, or when the stall is over. */
  pass(ms: number): number {
    const { stallMs, stallEveryMs } = this.shape;
    let due = ms;
    if (stallMs > 0 && ms >= this.phaseMs && ms < this.endMs) {
      const into = (ms - this.phaseMs) % stallEveryMs;
      if (into < stallMs) due += stallMs - into;
    }
    for (const { fromMs, untilMs } of this.extra) if (due >= fromMs && due < untilMs) due = untilMs;
    return due;
  }
}

export class Line {
  private readonly shape: Shape;
  private readonly stalls: Stalls;
  private readonly random: () => number;
  private lastDueMs = Number.NEGATIVE_INFINITY;

  /** `random`: 0 up to 1. */
  constructor(shape: Shape, stalls: Stalls, random: () => number) {
    this.shape = shape;
    this.stalls = stalls;
    this.random = random;
  }

  /** Arrival of a message sent at `nowMs`; never before an earlier one. */
  dueMs(nowMs: number): number {
    const { rttMs, jitterMs, lossPercent } = this.shape;
    // Half of the round trip each way, and half of its jitter.
    let due = nowMs + rttMs / 2 + (this.random() - 0.5) * jitterMs;
    if (this.random() * 100 < lossPercent) due += retransmissionMs(this.shape);
    due = this.stalls.pass(Math.max(nowMs, due, this.lastDueMs));
    this.lastDueMs = due;
    return due;
  }
}
