// Statistics as the screens ask for them (docs/statistics.md): of a tape, at whatever tick is shown, counted only while somebody
// looks; or of each confirmed tick, for players.
import { Divergence, runTick } from '@touchline/shared/log';
import { type Command, type MatchEvent, type MatchState, MatchStatistics } from '@touchline/shared/match';
import type { Stadium, Stadiums } from '@touchline/shared/stadium';
import type { Counted } from '../ui/session.ts';
import type { Tape } from './tape.ts';

/** Ticks between two copies to go back to: a rewind counts no more than these again. */
const MARK_TICKS = 600;
/** Above so many every second one goes and the distance doubles: a day of play must fit into memory, too. */
const MAX_MARKS = 300;
/** Ticks that are run before a look at the watch. */
const WORK_TICKS = 16;

/** What was counted up to a tick, and on which pitch. */
interface Mark {
  readonly tick: number;
  readonly statistics: MatchStatistics;
  readonly stadium: Stadium;
}

/** Runs a tape once more, beside what is shown. */
export class TapeCount {
  private readonly tape: Tape;
  private readonly stadiums: Stadiums;
  /** Where the tape began when this was counted. */
  private start = -1;
  private marks: Mark[] = [];
  private distance = MARK_TICKS;
  private state: MatchState | null = null;
  private statistics: MatchStatistics | null = null;
  /** Of the match that was counted: the next one may be played elsewhere. */
  private stadium: Stadium | null = null;

  constructor(tape: Tape, stadiums: Stadiums) {
    this.tape = tape;
    this.stadiums = stadiums;
  }

  /** Counts towards `tick` for so long. Null: not there yet. */
  at(tick: number, budgetMs: number): Counted | null {
    this.approach(tick);
    const endMs = performance.now() + budgetMs;
    for (let i = 1; this.state && this.state.tick < tick; i++) {
      if (!this.step(this.state)) break;
      if (i % WORK_TICKS === 0 && performance.now() > endMs) return null;
    }
    const { statistics, stadium } = this;
    return statistics && stadium ? { table: statistics.table(), stadium } : null;
  }

  /** Goes to the nearest place at or before `tick` from which all of its match can be counted. */
  private approach(tick: number): void {
    const { tape } = this;
    if (tape.start !== this.start) {
      // The past has come, or something of it was forgotten.
      this.start = tape.start;
      this.marks = [];
      this.distance = MARK_TICKS;
      this.state = null;
    }
    const mark = this.marks.findLast((known) => known.tick <= tick);
    const begun = tape.starts.findLast((at) => at <= tick) ?? tape.start;
    const here = this.state && this.state.tick <= tick ? this.state.tick : -1;
    if (here >= begun && here >= (mark?.tick ?? -1)) return;
    const from = mark && mark.tick >= begun ? mark.tick : begun;
    const state = tape.stateAt(from);
    this.state = state;
    if (!state) return;
    this.statistics = from === mark?.tick ? mark.statistics.clone() : MatchStatistics.from(state);
    this.stadium = from === mark?.tick ? mark.stadium : state.stadium;
  }

  private step(state: MatchState): boolean {
    const commands = this.tape.commandsAfter(state.tick);
    if (!commands || !this.statistics) return false;
    const events: MatchEvent[] = [];
    try {
      runTick(state, commands, this.stadiums, events);
    } catch (error) {
      // Whoever shows this tick meets the same, and tells it.
      if (!(error instanceof Divergence)) throw error;
      return false;
    }
    this.statistics.tick(state, commands, events);
    if (state.phase !== 'none') this.stadium = state.stadium;
    if ((state.tick - this.start) % this.distance === 0) this.keep(state.tick);
    return true;
  }

  private keep(tick: number): void {
    const { statistics, stadium, marks } = this;
    if (!statistics || !stadium || (marks.at(-1)?.tick ?? -1) >= tick) return;
    marks.push({ tick, statistics: statistics.clone(), stadium });
    if (marks.length <= MAX_MARKS) return;
    this.marks = marks.filter((_, i) => i % 2 === 1);
    this.distance *= 2;
  }
}

/** Counts what a player's page confirms, tick by tick. */
export class LiveCount {
  private statistics: MatchStatistics | null = null;
  private stadium: Stadium | null = null;

  /** A state to go on from, not one tick after the last: what lies between was not seen. */
  adopt(state: MatchState): void {
    // Between matches nothing is missed, and the last one can still be looked at.
    if (this.statistics && state.phase === 'none') return;
    this.statistics = MatchStatistics.from(state);
    this.stadium = state.stadium;
  }

  tick(state: MatchState, commands: readonly Command[], events: readonly MatchEvent[]): void {
    this.statistics?.tick(state, commands, events);
    if (state.phase !== 'none') this.stadium = state.stadium;
  }

  get counted(): Counted | null {
    const { statistics, stadium } = this;
    return statistics && stadium ? { table: statistics.table(), stadium } : null;
  }
}
