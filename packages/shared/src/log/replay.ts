// A log run again. The writer applied every command before it appended it, so a command that is refused here means that
// two runs of one log differ: a bug, told with its first tick.
import { apply, type Command, type MatchEvent, type MatchState, type Refusal, step } from '../match/index.ts';
import type { Stadiums } from '../stadium/index.ts';
import type { Batch } from './batch.ts';

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
