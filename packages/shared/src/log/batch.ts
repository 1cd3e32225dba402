// A run of ticks with their commands: what a feed publishes, a log file appends and a patch carries.
import type { Command } from '../match/index.ts';

export interface Batch {
  /** Completed ticks of the room before the first tick of the batch. */
  readonly from: number;
  /** Per tick its commands, in the order in which they were applied. */
  readonly ticks: readonly (readonly Command[])[];
}

/** A tick in which nobody did anything: most of them. */
export const NO_COMMANDS: readonly Command[] = Object.freeze([]);

/** Collects ticks until somebody takes them. */
export class BatchWriter {
  private from: number;
  private ticks: (readonly Command[])[] = [];

  /** `from`: completed ticks before the first one that will be added. */
  constructor(from: number) {
    this.from = from;
  }

  /** Ticks since the last `take`. */
  get size(): number {
    return this.ticks.length;
  }

  /** Appends one tick. The array is copied, the commands are kept. */
  add(commands: readonly Command[]): void {
    this.ticks.push(commands.length === 0 ? NO_COMMANDS : [...commands]);
  }

  /** What was collected; the next batch begins where this one ends. */
  take(): Batch {
    const batch = { from: this.from, ticks: this.ticks };
    this.from += this.ticks.length;
    this.ticks = [];
    return batch;
  }
}
