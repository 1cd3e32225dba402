// What one player's page saw and did: patches as they arrived, frames as they were drawn. Everything is scored from this,
// afterwards, so that every way of showing the match is judged on the same minute.
import type { Command, MatchState } from '@touchline/shared/match';

export interface Arrival {
  readonly atMs: number;
  readonly tick: number;
  /** Newest own input that the server had used in this tick. */
  readonly ack: number;
  readonly commands: readonly Command[];
}

export interface Frame {
  readonly atMs: number;
  /** Patches that had arrived before it. */
  readonly arrived: number;
  /** Newest input sent, this frame's included; 0 before the first. */
  readonly seq: number;
  /** The page had to wait: too many inputs were on their way. */
  readonly waiting: boolean;
  /** How far between the last two simulated steps the frame lies, 0 to 1. */
  readonly alpha: number;
  /** Where bodies were drawn: the ball, then players by id; x and y in turn. Null: nothing could be shown. */
  readonly shown: ReadonlyMap<number, Spot>;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Key of the ball among bodies; the others are player ids. */
export const BALL = 0;

export interface Trace {
  readonly selfId: number;
  /** The confirmed state that the first arrival follows. */
  readonly start: MatchState;
  readonly arrivals: readonly Arrival[];
  readonly frames: readonly Frame[];
  /** Keys by sequence number. */
  readonly keys: readonly number[];
}

/** The same trace between two moments; arrivals stay, since they are the truth. */
export function between(trace: Trace, fromMs: number, untilMs: number): Trace {
  return { ...trace, frames: trace.frames.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs) };
}

/** Of a way. `Math.hypot` takes ten times as long. */
export function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
