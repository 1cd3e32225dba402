// Everything that is known of a match, in ticks: its commands, states to begin from, and what happened in it. A recording fills it at
// once, a live feed as it comes, and the past of a feed is put before it. Replay and live rewind both read from here.
import {
  type Batch,
  Divergence,
  decodeKeyframe,
  encodeKeyframe,
  type Moment,
  MomentFinder,
  runTick,
} from '@touchline/shared/log';
import { type Command, cloneState, type MatchEvent, type MatchState } from '@touchline/shared/match';
import type { Stadiums } from '@touchline/shared/stadium';

/** Ticks between two states to begin from: a seek runs no more than these again. */
const SNAPSHOT_TICKS = 240;
/** Ticks between two notes of the match clock. */
const CLOCK_TICKS = 30;
/** Ticks that are run before a look at the watch. */
const WORK_TICKS = 8;

interface Snapshot {
  readonly tick: number;
  readonly bytes: Uint8Array;
}

export class Tape {
  /** First tick that can be shown; -1 while nothing is known. */
  start = -1;
  /** Goals and the like, as far as they are known, by tick. A new array whenever there are more. */
  moments: readonly Moment[] = [];
  /** Ticks at which matches were started. */
  starts: readonly number[] = [];
  /** Tick after which the log did not run; -1: nothing of the kind is known. */
  broken = -1;
  private ticks: (readonly Command[])[] = [];
  private snapshots: Snapshot[] = [];
  private clock = new Map<number, number>();
  private readonly stadiums: Stadiums;
  /** Runs ahead of what is shown and notes what it passes. */
  private scout: Scout | null = null;
  /** While the past is being run through: the scout of what came later, and where that began. */
  private later: { readonly from: number; readonly scout: Scout } | null = null;

  constructor(stadiums: Stadiums) {
    this.stadiums = stadiums;
  }

  /** Newest tick that is known. */
  get head(): number {
    return this.start < 0 ? -1 : this.start + this.ticks.length;
  }

  /** Latest tick that the log runs to: the newest, but in a log that does not run as it was written. */
  get end(): number {
    return this.broken < 0 ? this.head : this.broken;
  }

  /** Are all marks up to the newest tick known? */
  get surveyed(): boolean {
    return this.later === null && this.scout?.state.tick === this.head;
  }

  /** Begins anew from a state. Nothing of before is kept. */
  begin(state: MatchState): void {
    this.start = state.tick;
    this.ticks = [];
    this.snapshots = [];
    this.moments = [];
    this.starts = [];
    this.clock = new Map();
    this.later = null;
    this.broken = -1;
    this.scout = new Scout(state);
    this.note(this.scout.state);
  }

  /** The next ticks. Throws RangeError when they do not follow what is there. */
  append(batch: Batch): void {
    if (batch.from !== this.head) throw new RangeError(`a batch from tick ${batch.from} after ${this.head}`);
    for (const commands of batch.ticks) this.ticks.push(commands);
  }

  /** Puts the past before what is known: `state`, and all ticks from it up to `start` at least. False where they do not meet. */
  prepend(state: MatchState, ticks: readonly (readonly Command[])[]): boolean {
    const { scout, start } = this;
    if (!scout || this.later || state.tick >= start || state.tick + ticks.length < start) return false;
    this.ticks = [...ticks.slice(0, start - state.tick), ...this.ticks];
    this.later = { from: start, scout };
    this.start = state.tick;
    this.scout = new Scout(state);
    this.note(this.scout.state);
    return true;
  }

  /** Forgets what came before `tick`, as far as a state to begin from allows. */
  forget(tick: number): void {
    const first = this.snapshots.findLast((snapshot) => snapshot.tick <= tick);
    if (!first || this.later || first.tick <= this.start) return;
    this.ticks = this.ticks.slice(first.tick - this.start);
    this.start = first.tick;
    this.snapshots = this.snapshots.filter((snapshot) => snapshot.tick >= first.tick);
    this.moments = this.moments.filter(({ tick: at }) => at >= first.tick);
    this.starts = this.starts.filter((at) => at >= first.tick);
    for (const at of this.clock.keys()) if (at * CLOCK_TICKS < first.tick - CLOCK_TICKS) this.clock.delete(at);
  }

  /** The log cannot be run beyond `tick`: what follows is not there. */
  cut(tick: number): void {
    this.ticks.length = Math.max(0, Math.min(this.ticks.length, tick - this.start));
  }

  /** What is done in the tick after `tick`; undefined where that is not known. */
  commandsAfter(tick: number): readonly Command[] | undefined {
    return this.ticks[tick - this.start];
  }

  /** The state after `tick`, a copy of one's own; `tick` within start and head. Null where the log does not run as far. */
  stateAt(tick: number): MatchState | null {
    while (!this.covers(tick)) if (!this.advance()) return null;
    const snapshot = this.snapshots.findLast((known) => known.tick <= tick);
    if (!snapshot) return null;
    const state = decodeKeyframe(snapshot.bytes, this.stadiums);
    const unheard: MatchEvent[] = [];
    while (state.tick < tick) runTick(state, this.ticks[state.tick - this.start], this.stadiums, unheard);
    return state;
  }

  /** Match clock at a tick, in seconds, to half a second; undefined where it is not known yet. */
  secondsAt(tick: number): number | undefined {
    return this.clock.get(Math.floor(tick / CLOCK_TICKS));
  }

  /** Looks through what is not yet known, for so long. */
  work(budgetMs: number): void {
    const endMs = performance.now() + budgetMs;
    for (;;) {
      for (let i = 0; i < WORK_TICKS; i++) if (!this.advance()) return;
      if (performance.now() > endMs) return;
    }
  }

  private covers(tick: number): boolean {
    const { scout, later } = this;
    if (!scout || tick <= scout.state.tick) return true;
    return later !== null && tick >= later.from && tick <= later.scout.state.tick;
  }

  /** Moves the scout on by a tick. */
  private advance(): boolean {
    const { scout } = this;
    if (!scout) return false;
    const { state } = scout;
    if (this.later && state.tick >= this.later.from) {
      this.scout = this.later.scout;
      this.later = null;
      return true;
    }
    const commands = this.ticks[state.tick - this.start];
    if (commands === undefined || state.tick === this.broken) return false;
    const events: MatchEvent[] = [];
    try {
      runTick(state, commands, this.stadiums, events);
    } catch (error) {
      // Whoever shows this tick meets the same, and tells it.
      if (!(error instanceof Divergence)) throw error;
      this.broken = error.tick;
      return false;
    }
    const found: Moment[] = [];
    scout.finder.tick(state, events, found);
    for (const moment of found) this.moments = insert(this.moments, moment);
    if (commands.some(({ type }) => type === 'start')) this.starts = [...this.starts, state.tick].sort((a, b) => a - b);
    this.note(state);
    return true;
  }

  /** Remembers what a seek begins from, and the match clock. */
  private note(state: MatchState): void {
    const { tick } = state;
    const at = Math.floor(tick / CLOCK_TICKS);
    if (!this.clock.has(at)) this.clock.set(at, state.time);
    const before = this.snapshots.findLast((known) => known.tick <= tick);
    if (before && tick - before.tick < SNAPSHOT_TICKS) return;
    this.snapshots = insert(this.snapshots, { tick, bytes: encodeKeyframe(state) });
  }
}

/** Runs ahead of what is shown. */
class Scout {
  readonly state: MatchState;
  readonly finder = new MomentFinder();

  constructor(state: MatchState) {
    this.state = cloneState(state);
  }
}

function insert<T extends { readonly tick: number }>(list: readonly T[], item: T): T[] {
  const at = list.findLastIndex(({ tick }) => tick <= item.tick) + 1;
  return [...list.slice(0, at), item, ...list.slice(at)];
}
