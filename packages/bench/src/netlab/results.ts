// A run → its figures, for one profile.
import { stockStadium } from '@touchline/shared/stadium';
import { quantile } from '../measure.ts';
import { displaysOf } from './displays.ts';
import { RECOVERY_WITHIN_MS, type Run, STALLS_MS } from './run.ts';
import { type DisplayScore, type InputScore, recoveryMs, scoreDisplay, scoreInputs } from './score.ts';
import type { Shape } from './shape.ts';
import { between } from './trace.ts';
import { Truth } from './truth.ts';

export interface Result {
  readonly profile: string;
  readonly shape: Shape;
  readonly displays: readonly DisplayScore[];
  readonly inputs: InputScore;
  /** Inputs that wait on the server after a tick. */
  readonly depth: { readonly median: number; readonly p95: number; readonly max: number };
  readonly bytesPerSecond: Run['bytesPerSecond'];
  /** By length of the stall: ms from its end until play was normal; the worst of those who had it. */
  readonly recovery: readonly { readonly stallMs: number; readonly ms: number }[];
  readonly divergences: number;
  readonly latenessMs: number;
}

export function resultOf(profile: string, shape: Shape, run: Run): Result {
  const classic = stockStadium('Classic');
  if (!classic) throw new Error('no Classic');
  const stadiums = new Map([[classic.hash, classic]]);
  const { fromMs, untilMs, depths } = run;
  const seats = run.traces.map((whole) => {
    const trace = between(whole, fromMs, untilMs);
    return { whole, trace, truth: new Truth(whole, stadiums), displays: displaysOf(trace, stadiums) };
  });
  const names = seats[0].displays.map(({ name }) => name);
  const recovery = STALLS_MS.filter((stallMs) => run.stalls.some(({ ms }) => ms === stallMs)).map((stallMs) => {
    const endMs = run.stallsFromMs + stallMs;
    const times = run.stalls
      .filter(({ ms }) => ms === stallMs)
      .map(({ seat }) => recoveryMs(seats[seat].whole, seats[seat].truth, run.stallsFromMs, endMs, RECOVERY_WITHIN_MS));
    return { stallMs, ms: Math.max(...times) };
  });
  return {
    profile,
    shape,
    displays: names.map((_, d) =>
      scoreDisplay(seats.map(({ trace, truth, displays }) => ({ trace, truth, display: displays[d] }))),
    ),
    inputs: scoreInputs(seats.map(({ trace }) => trace)),
    depth: { median: quantile(depths, 0.5), p95: quantile(depths, 0.95), max: quantile(depths, 1) },
    bytesPerSecond: run.bytesPerSecond,
    recovery,
    divergences: run.divergences,
    latenessMs: run.latenessMs,
  };
}
