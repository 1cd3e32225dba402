// The input frame: one byte of keys per tick. And the gate that server and prediction pass it through alike.
import { schema, t } from '@colyseus/schema';
import { ALL_KEYS, KEY } from '../match/index.ts';

/** What a client sends once per tick; the sequence number is the SDK's. */
export const InputFrame = schema({ keys: t.uint8().default(0) }, 'InputFrame');

/**
 * Inputs that a client keeps on their way while it hears nothing; then it stops sending. A second of silence on a line of 250 ms
 * must not reach it: who has stopped can only play on when the first answer has come, a whole round trip later.
 */
export const MAX_UNACKED = 80;
/** The same once it hears that the server goes on without them. When the line is free again all of them arrive in one second. */
export const MAX_BACKLOG = 100;

/**
 * Turns a device's raw keys into the keys that a tick uses. A kick-off reset zeroes stored inputs (match-rules.md §4): a direction
 * that is still held then acts from the next tick, but a held kick is masked until released, or it would fire by itself.
 * Server and prediction each run one per player over the same frames, so they agree.
 */
export class KeyGate {
  private raw = 0;
  private passed = 0;
  private masked = false;

  /** Raw keys of this tick → keys in force. */
  pass(keys: number): number {
    this.raw = keys & ALL_KEYS;
    if ((this.raw & KEY.kick) === 0) this.masked = false;
    this.passed = this.masked ? this.raw & ~KEY.kick : this.raw;
    return this.passed;
  }

  /** After the step: `stored` is the player's input in the state. If the step zeroed it, a held kick is masked. */
  settle(stored: number): void {
    if (stored === this.passed) return;
    this.passed = stored;
    if ((this.raw & KEY.kick) !== 0) this.masked = true;
  }

  copy(from: KeyGate): void {
    this.raw = from.raw;
    this.passed = from.passed;
    this.masked = from.masked;
  }
}
