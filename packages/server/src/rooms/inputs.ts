// One input per seat per tick, out of the framework's buffer; the depth and the bounds of that jitter buffer.
import type { Client, ClientPrivate } from '@colyseus/core';
import { InputDecoder } from '@colyseus/schema/input';
import { InputFrame, KeyGate } from '@touchline/shared/protocol';

/** What a seat needs of the framework's input accessor. */
export interface InputSource {
  readonly size: number;
  next(options: { idle: false }): { readonly keys: number } | undefined;
}

/**
 * The framework keeps a copy of every input until its tick. Of the schema's own, with a change tree that nobody reads, making and
 * collecting cost 1.3 µs, more than all else that is done with an input between the socket and the tick: of this one 0.3.
 */
export class KeptInput extends InputFrame {
  override clone(): this {
    return { keys: this.keys } as this;
  }
}

/** Takes keys out of a body that `isFrame` let pass: empty, or one field and its byte. */
class KeysDecoder extends InputDecoder<KeptInput> {
  override decode(body: Uint8Array): KeptInput {
    if (body.length > 0) this.instance.keys = body[1];
    return this.instance;
  }
}

/** The framework's own decoder is made for any state, and after each input looks for what nothing refers to any more: 2 % of a full server's time. */
export function decodeKeysOnly(client: Client): void {
  const inside = client as Client & ClientPrivate;
  inside._inputDecoder = new KeysDecoder(inside._input);
}

/** Without fresh input the last keys hold so long, then they are let go: a lost connection must not run on. */
export const HOLD_TICKS = 30;
/** Window over which the smallest depth counts as a standing backlog. */
const WINDOW_TICKS = 60;
/** Windows in a row in which not even the last of those that wait was needed: the line is steady enough to do without. */
const CALM_WINDOWS = 3;

/** Finds a standing backlog: inputs that stayed queued for a whole window are delay that nobody needs. */
export class BacklogShedder {
  private smallest = Number.POSITIVE_INFINITY;
  private ticks = 0;
  private calmWindows = 0;
  private surplus = 0;

  /** `depth` before this tick takes its input; true when this tick should take two. */
  shed(depth: number): boolean {
    this.smallest = Math.min(this.smallest, depth - 1);
    if (++this.ticks >= WINDOW_TICKS) this.weigh();
    if (this.surplus === 0 || depth < 2) return false;
    this.surplus--;
    return true;
  }

  private weigh(): void {
    this.calmWindows = this.smallest > 0 ? this.calmWindows + 1 : 0;
    const margin = this.calmWindows >= CALM_WINDOWS ? 0 : 1;
    this.surplus = Math.max(0, this.smallest - margin);
    if (margin === 0) this.calmWindows = 0;
    this.ticks = 0;
    this.smallest = Number.POSITIVE_INFINITY;
  }
}

/** Missed ticks in a row that are jitter; more of them are a stall, which no buffer is deep enough for. */
const JITTER_TICKS = 3;
/** Jitter that comes back within so long is worth a deeper buffer. */
const AGAIN_TICKS = 120;

/** Weight of the newest tick in the usual depth, and the most that is waited for. */
const USUAL_WEIGHT = 1 / 64;
const MAX_CUSHION = 6;

/**
 * Inputs whose tick has passed without them. That tick was played with the last keys, so they are passed over: played after it,
 * they would make everything that follows late. Where ticks are missed again and again, one more is left to wait instead; and
 * after a silence as many as usual are let come in first, or the next bit of jitter would find nothing.
 */
export class Stragglers {
  private missed = 0;
  private ticksSinceJitter = Number.POSITIVE_INFINITY;
  private usual = 0;
  /** Inputs that have to stay waiting when the next one is used. */
  private cushion = 0;
  /** Ticks for which inputs have been there, and too few. */
  private waitedTicks = 0;

  /** `depth` inputs are there before a tick; false when it must do without one. */
  ready(depth: number): boolean {
    // Where no more come, those that are there are used all the same.
    if (depth > this.cushion || this.waitedTicks === MAX_CUSHION) {
      this.waitedTicks = 0;
      return true;
    }
    if (depth > 0) this.waitedTicks++;
    this.missed++;
    // Rather rounded down than up, or every silence would leave the buffer a little deeper.
    if (this.missed > JITTER_TICKS) this.cushion = Math.floor(this.usual + 0.25);
    return false;
  }

  /** Of `depth` inputs, at least one, so many are too late. */
  late(depth: number): number {
    const late = Math.max(0, Math.min(this.tooLate(), depth - 1 - this.cushion));
    this.cushion = 0;
    this.usual += (Math.min(depth - 1 - late, MAX_CUSHION) - this.usual) * USUAL_WEIGHT;
    return late;
  }

  private tooLate(): number {
    this.ticksSinceJitter++;
    const { missed } = this;
    this.missed = 0;
    if (missed === 0 || missed > JITTER_TICKS) return missed;
    const again = this.ticksSinceJitter < AGAIN_TICKS;
    this.ticksSinceJitter = 0;
    return again ? missed - 1 : missed;
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
   * Keys for this tick, in order: usually one entry; those that are passed over before it, each a command of its own, so that a
   * kick released and pressed again re-arms; none while the last keys hold. The tick is moved by the last entry alone.
   */
  take(source: InputSource): number[] {
    const { size } = source;
    const ready = this.started ? this.stragglers.ready(size) : size > 0;
    if (!ready) return this.hold();
    this.started = true;
    this.missedTicks = 0;
    const surplus = this.shedder.shed(size) ? 1 : 0;
    const passedOver = Math.max(surplus, this.stragglers.late(size));
    const keys: number[] = [];
    for (let i = 0; i <= passedOver; i++) {
      const frame = source.next({ idle: false });
      if (frame) keys.push(this.gate.pass(frame.keys));
    }
    this.held = keys[keys.length - 1];
    return keys;
  }

  private hold(): number[] {
    if (this.held === 0 || ++this.missedTicks < HOLD_TICKS) return [];
    this.held = 0;
    return [0];
  }

  settle(stored: number): void {
    this.gate.settle(stored);
  }
}
