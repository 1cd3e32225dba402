// What a run of the laboratory leaves behind, and how it is laid out in time.
import type { Shape } from './shape.ts';
import type { Trace } from './trace.ts';

export interface Plan {
  readonly shape: Shape;
  /** Of play that is scored. */
  readonly seconds: number;
  /** Players, shared out between two teams. */
  readonly players: number;
  readonly seed: number;
}

/** One long silence on one player's line. */
export interface LongStall {
  readonly seat: number;
  readonly ms: number;
}

export interface Run {
  readonly traces: readonly Trace[];
  /** Of the clock of the traces. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** After the play that is scored. All begin at `stallsFromMs`. */
  readonly stalls: readonly LongStall[];
  readonly stallsFromMs: number;
  /** Inputs waiting on the server after each tick, all seats together. */
  readonly depths: readonly number[];
  /** Per player and second on the wire; null in the model, which has no wire. */
  readonly bytesPerSecond: { readonly up: number; readonly down: number } | null;
  readonly divergences: number;
  /** How late displays were drawn, 99th percentile: the machine's own noise. 0 in the model. */
  readonly latenessMs: number;
}

/** A machine that is noisier says more about itself than about a line. */
export const QUIET_MS = 8;

export const STALLS_MS = [200, 1000, 5000] as const;
/** So long is looked at after the end of a stall. */
export const RECOVERY_WITHIN_MS = 3000;

/** Each of the three stalls on as many players as there are: the worst is told. */
export function longStalls(players: number): LongStall[] {
  return Array.from({ length: players }, (_, seat) => ({ seat, ms: STALLS_MS[seat % STALLS_MS.length] }));
}

/** Before the play that is scored: the line-up is over, buffers have found their depth. */
export const WARM_UP_MS = 3000;
/** Between the play that is scored and the stalls. */
export const REST_MS = 1500;
/** From the stalls to the end. */
export const STALLS_TAKE_MS = STALLS_MS[2] + RECOVERY_WITHIN_MS + 500;
