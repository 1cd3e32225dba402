// One input per seat per tick, out of the framework's buffer; the depth and the bounds of that jitter buffer.
import { KeyGate } from '@touchline/shared/protocol';

/** What a seat needs of the framework's input accessor. */
export interface InputSource {
  readonly size: number;
  next(options: { idle: false }): { readonly keys: number } | undefined;
}

/** Without fresh input the last keys hold so long, then they are let go: a lost connection must not run on. */
export const HOLD_TICKS = 30;
/** Window over which the smallest depth counts as a standing backlog, and the depth that is left alone. */
const WINDOW_TICKS = 60;
const KEEP = 1;

/** Finds a standing backlog: inputs that stayed queued for a whole window are delay that nobody needs. */
export class BacklogShedder {
  private smallest = Number.POSITIVE_INFINITY;
  private ticks = 0;
  private surplus = 0;

  /** `depth` before this tick takes its input; true when this tick should take two. */
  shed(depth: number): boolean {
    this.smallest = Math.min(this.smallest, depth - 1);
    if (++this.ticks >= WINDOW_TICKS) {
      this.surplus = Math.max(0, this.smallest - KEEP);
      this.ticks = 0;
      this.smallest = Number.POSITIVE_INFINITY;
    }
    if (this.surplus === 0 || depth < 2) return false;
    this.surplus--;
    return true;
  }
}

/** Missed ticks in a row that are jitter; more of them are a stall, which no buffer is deep enough for. */
const JITTER_TICKS = 3;
/** Jitter that comes back within so long is worth a deeper buffer. */
const AGAIN_TICKS = 120;

/**
 * Inputs whose tick has passed without them. That tick was played with the last keys, so they are passed over: played after it,
 * they would make everything that follows late. Where ticks are missed again and again, one more is left to wait instead.
 */
export class Stragglers {
  private missed = 0;
  private ticksSinceJitter = Number.POSITIVE_INFINITY;

  /** A tick had to do without a fresh input. */
  miss(): void {
    this.missed++;
  }

  /** There are `depth` inputs, at least one: so many of them are too late. */
  late(depth: number): number {
    this.ticksSinceJitter++;
    if (this.missed === 0) return 0;
    const { missed } = this;
    this.missed = 0;
    if (missed > JITTER_TICKS) return Math.min(missed, depth - 1);
    const again = this.ticksSinceJitter < AGAIN_TICKS;
    this.ticksSinceJitter = 0;
    return Math.min(again ? missed - 1 : missed, depth - 1);
  }
}

/** The keys of one seat. `take` before the step, `settle` after it. */
export class SeatInputs {
  private readonly shedder = new BacklogShedder();
  private readonly stragglers = new Stragglers();
  /** Before the first input nothing can be late. */
  private started = false;
  private readonly gate = new KeyGate();
  private missedTicks = 0;
  private held = 0;

  /**
   * Keys for this tick, in order: usually one entry, two when a backlog is shed (each is a command of its own, so that a kick
   * released and pressed again re-arms), none while the last keys hold.
   */
  take(source: InputSource): number[] {
    const { size } = source;
    const surplus = this.shedder.shed(size) ? 1 : 0;
    const late = size > 0 ? this.stragglers.late(size) : 0;
    const keys: number[] = [];
    for (let i = 0; i <= Math.max(surplus, late); i++) {
      const frame = source.next({ idle: false });
      if (frame) keys.push(this.gate.pass(frame.keys));
    }
    if (keys.length > 0) {
      this.started = true;
      this.missedTicks = 0;
      this.held = keys[keys.length - 1];
      return keys;
    }
    if (this.started) this.stragglers.miss();
    if (this.held === 0 || ++this.missedTicks < HOLD_TICKS) return keys;
    this.held = 0;
    return [0];
  }

  settle(stored: number): void {
    this.gate.settle(stored);
  }
}
