// The viewer's clock: which tick to draw now. It runs evenly, a little behind the newest tick that is known, and follows
// the server's clock by running slightly faster or slower, never by hops, unless it is far off.
import { STEP_MS } from './interpolate.ts';

/** A batch of six ticks arrives when its last tick is over; drawing needs the tick after the clock. */
const LEAST_DELAY = 7;
/** Ticks of reserve against uneven arrival: at least, at most. */
const LEAST_RESERVE = 1;
const MOST_RESERVE = 24;
/** Arrivals that the reserve is judged by: about six seconds of batches. */
const WINDOW = 64;
/** Differences, in ticks, that are let be. */
const DEAD_BAND = 0.5;
const GAIN = 0.02;
const SLOWEST = -0.05;
const FASTEST = 0.1;
/** Further off than this the clock is set. */
const JUMP = 60;
/** Batches that come closer together than this after a connection opened are the past, sent at once. */
const BURST_MS = 40;

export class ViewerClock {
  /** Ticks, with a fraction. */
  tick = Number.NaN;
  private lastMs = Number.NaN;
  /** Per arrival: its tick less the time it came, in ticks. The largest is the fastest way the wire can be. */
  private readonly arrivals: number[] = [];
  private lastArrivalMs = Number.NaN;
  private opening: 'first' | 'burst' | 'over' = 'first';

  /** A connection was opened: what comes first is no measure of how evenly it comes. */
  settle(): void {
    this.opening = 'first';
    this.lastArrivalMs = Number.NaN;
  }

  /** Everything before is void: another place in time. */
  reset(): void {
    this.arrivals.length = 0;
    this.tick = Number.NaN;
    this.settle();
  }

  /** Ticks up to `head` are known since `nowMs`. */
  arrived(head: number, nowMs: number): void {
    const burst = nowMs - this.lastArrivalMs < BURST_MS;
    this.lastArrivalMs = nowMs;
    const arrival = head - nowMs / STEP_MS;
    if (this.opening === 'burst' && burst) {
      this.arrivals[0] = Math.max(arrival, this.arrivals[0]);
      return;
    }
    // What came at once was good enough to get going by; the first that keeps its distance is the first to measure by.
    if (this.opening !== 'over') this.arrivals.length = 0;
    this.opening = this.opening === 'first' ? 'burst' : 'over';
    this.arrivals.push(arrival);
    if (this.arrivals.length > WINDOW) this.arrivals.shift();
  }

  /** How far behind the newest tick of the server the clock should be, in ticks. */
  get delay(): number {
    const spread = Math.max(...this.arrivals) - Math.min(...this.arrivals);
    return LEAST_DELAY + Math.min(Math.max(spread, LEAST_RESERVE), MOST_RESERVE);
  }

  /** How far behind the server's newest tick is drawn, in ms, as far as can be known here. */
  behindMs(nowMs: number): number {
    return (this.edge(nowMs) - this.tick) * STEP_MS;
  }

  /** Moves the clock on to `nowMs`, at most to `head`, the newest tick that is known. */
  advance(nowMs: number, head: number): number {
    if (this.arrivals.length === 0) return this.tick;
    const elapsedMs = Math.max(0, nowMs - this.lastMs);
    this.lastMs = nowMs;
    const wanted = this.edge(nowMs) - this.delay;
    const off = wanted - (this.tick + elapsedMs / STEP_MS);
    if (!(Math.abs(off) <= JUMP)) this.tick = wanted;
    else this.tick += (elapsedMs / STEP_MS) * (1 + correction(off));
    this.tick = Math.min(this.tick, head);
    return this.tick;
  }

  private edge(nowMs: number): number {
    return nowMs / STEP_MS + Math.max(...this.arrivals);
  }
}

function correction(off: number): number {
  if (Math.abs(off) <= DEAD_BAND) return 0;
  const beyond = off - Math.sign(off) * DEAD_BAND;
  return Math.min(Math.max(beyond * GAIN, SLOWEST), FASTEST);
}
