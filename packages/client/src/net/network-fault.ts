// Artificial delay, jitter and stalls for the debug overlay: every frame of the socket waits in a queue, in order, both ways.
import type { NetworkFault } from '../ui/session.ts';

const STALL_EVERY_MS = 5000;

interface Waiting {
  readonly dueMs: number;
  readonly deliver: () => void;
}

/** Delays calls by a fault; order is kept, as TCP would. Timers alone would not keep it. */
export class FaultyLine {
  fault: NetworkFault = { delayMs: 0, jitterMs: 0, stallMs: 0 };
  private readonly waiting: Waiting[] = [];

  pass(deliver: () => void): void {
    const { delayMs, jitterMs, stallMs } = this.fault;
    const nowMs = performance.now();
    const intoStallMs = nowMs % STALL_EVERY_MS;
    const stallLeftMs = intoStallMs < stallMs ? stallMs - intoStallMs : 0;
    const dueMs = nowMs + stallLeftMs + Math.max(0, delayMs / 2 + ((Math.random() - 0.5) * jitterMs) / 2);
    if (this.waiting.length === 0 && dueMs <= nowMs) return deliver();
    this.waiting.push({ dueMs, deliver });
    if (this.waiting.length === 1) this.wait();
  }

  private wait(): void {
    const [next] = this.waiting;
    if (!next) return;
    setTimeout(
      () => {
        this.waiting.shift();
        next.deliver();
        this.wait();
      },
      Math.max(0, next.dueMs - performance.now()),
    );
  }
}
