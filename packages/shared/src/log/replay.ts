// A log run again. The writer applied every command before it appended it, so a command that is refused here means that
// two runs of one log differ: a bug, told with its first tick.
import {
  apply,
  type Command,
  cloneState,
  copyState,
  type MatchEvent,
  type MatchState,
  type Refusal,
  step,
} from '../match/index.ts';
import type { Stadiums } from '../stadium/index.ts';
import type { Batch } from './batch.ts';
import { type Moment, MomentFinder } from './moments.ts';
import type { Recording } from './recording.ts';

/** A command of the log did not apply. `tick`: completed ticks before the one that failed. */
export class Divergence extends Error {
  readonly tick: number;
  readonly command: Command;
  readonly refusal: Refusal;

  constructor(tick: number, command: Command, refusal: Refusal) {
    super(`after tick ${tick} the log's ${command.type} is refused: ${refusal}`);
    this.name = 'Divergence';
    this.tick = tick;
    this.command = command;
    this.refusal = refusal;
  }
}

/** One tick: its commands in order, then the step. Appends to `events`. Throws Divergence. */
export function runTick(
  state: MatchState,
  commands: readonly Command[],
  stadiums: Stadiums,
  events: MatchEvent[],
): void {
  for (const command of commands) {
    const refusal = apply(state, command, stadiums);
    if (refusal !== null) throw new Divergence(state.tick, command, refusal);
  }
  step(state, events);
}

/** Runs all ticks of a batch that begins exactly where `state` is (else RangeError); `onTick` is told after each of them. */
export function runBatch(
  state: MatchState,
  batch: Batch,
  stadiums: Stadiums,
  onTick: (commands: readonly Command[], events: readonly MatchEvent[]) => void,
): void {
  if (batch.from !== state.tick) throw new RangeError(`a batch from tick ${batch.from} for a state at ${state.tick}`);
  for (const commands of batch.ticks) {
    const events: MatchEvent[] = [];
    runTick(state, commands, stadiums, events);
    onTick(commands, events);
  }
}

/** Ticks between two snapshots: a seek steps at most so many, a few milliseconds of work. */
const SNAPSHOT_TICKS = 600;
/** Above so many every second one goes and the distance doubles: a day of play must fit into memory, too. */
const MAX_SNAPSHOTS = 300;

/** What one tick of a recording did. */
export interface ReplayedTick {
  readonly commands: readonly Command[];
  readonly events: readonly MatchEvent[];
}

/**
 * A recording that plays, seeks and knows its moments. Snapshots are made by `scan`, which runs once through the match,
 * in slices if wanted; a seek before that is right, too, and only slower.
 */
export class Replay {
  readonly recording: Recording;
  /** Goals, kick-offs and the end, as far as `scan` has come. */
  readonly moments: Moment[] = [];
  /** Where this replay left what was recorded: a bug, or another version of the game. It goes on all the same. */
  divergence: Divergence | null = null;
  private readonly now: MatchState;
  private readonly scout: MatchState;
  private readonly finder = new MomentFinder();
  private snapshots: MatchState[];
  private distance = SNAPSHOT_TICKS;

  /** Throws LogFormatError when the first keyframe is damaged. */
  constructor(recording: Recording) {
    this.recording = recording;
    this.now = recording.firstState();
    this.scout = cloneState(this.now);
    this.snapshots = [cloneState(this.now)];
  }

  /** Completed ticks of the state that is shown. */
  get tick(): number {
    return this.now.tick;
  }

  /** The state at `tick`: owned by the replay, changed by `advance` and `stateAt`. */
  get state(): MatchState {
    return this.now;
  }

  /** Ticks whose moments and snapshots are known: `recording.endTick` when `scan` is done. */
  get scanned(): number {
    return this.scout.tick;
  }

  /** Runs ahead by at most `ticks`; true when the whole match is known. */
  scan(ticks = Number.POSITIVE_INFINITY): boolean {
    const { scout, recording } = this;
    for (let left = ticks; left > 0 && scout.tick < recording.endTick; left--) {
      const { events } = this.run(scout);
      this.finder.tick(scout, events, this.moments);
      if ((scout.tick - recording.startTick) % this.distance === 0) this.keep(scout);
    }
    return scout.tick >= recording.endTick;
  }

  /** Goes to a tick; beyond the ends is the end. Returns the state there, as `state`. */
  stateAt(tick: number): MatchState {
    const { startTick, endTick } = this.recording;
    const wanted = tick >= endTick ? endTick : tick > startTick ? Math.floor(tick) : startTick;
    if (wanted === this.now.tick) return this.now;
    const nearest = this.snapshots.findLast((snapshot) => snapshot.tick <= wanted) ?? this.snapshots[0];
    if (this.now.tick > wanted || this.now.tick < nearest.tick) copyState(this.now, nearest);
    while (this.now.tick < wanted) this.run(this.now);
    return this.now;
  }

  /** One tick on; null at the end. */
  advance(): ReplayedTick | null {
    return this.now.tick >= this.recording.endTick ? null : this.run(this.now);
  }

  private run(state: MatchState): ReplayedTick {
    const commands = this.recording.commandsOf(state.tick);
    const events: MatchEvent[] = [];
    for (const command of commands) {
      const refusal = apply(state, command, this.recording.stadiums);
      if (refusal !== null) this.divergence ??= new Divergence(state.tick, command, refusal);
    }
    step(state, events);
    return { commands, events };
  }

  private keep(state: MatchState): void {
    this.snapshots.push(cloneState(state));
    if (this.snapshots.length <= MAX_SNAPSHOTS) return;
    this.snapshots = this.snapshots.filter((_, i) => i % 2 === 0);
    this.distance *= 2;
  }
}

/** The moments of a match, by running it once at full speed. `Replay.scan` does the same in slices. */
export function index(recording: Recording): readonly Moment[] {
  const replay = new Replay(recording);
  replay.scan();
  return replay.moments;
}
