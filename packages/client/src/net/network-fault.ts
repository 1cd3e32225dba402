// Artificial delay, jitter and stalls for the debug overlay: every frame of the socket waits in a queue, in order, both ways.
import type { NetworkFault } from '../ui/session.ts';

const STALL_EVERY_MS = 5000;

/** Delays calls by a fault; order is kept, as TCP would. */
export class FaultyLine {
  fault: NetworkFault = { delayMs: 0, jitterMs: 0, stallMs: 0 };
  private lastDueMs = 0;

  pass(deliver: () => void): void {
    const { delayMs, jitterMs, stallMs } = this.fault;
    const nowMs = performance.now();
    const intoStallMs = nowMs % STALL_EVERY_MS;
    const stallLeftMs = stallMs > 0 && intoStallMs < stallMs ? stallMs - intoStallMs : 0;
    const dueMs = Math.max(this.lastDueMs, nowMs + stallLeftMs + delayMs / 2 + ((Math.random() - 0.5) * jitterMs) / 2);
    this.lastDueMs = dueMs;
    if (dueMs <= nowMs) deliver();
    else setTimeout(deliver, dueMs - nowMs);
  }
}
