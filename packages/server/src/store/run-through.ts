// A log that a crash left, run to its end: where its room stood, and how its match went.
import { MatchSummary, openRecording, type Recording, Replay, readFrames } from '@touchline/shared/log';
import type { MatchState } from '@touchline/shared/match';

/** Ticks that are run between two breaths. */
const SLICE_TICKS = 300;

export interface Past {
  readonly recording: Recording;
  /** At the end of the log. */
  readonly state: MatchState;
  readonly summary: MatchSummary;
  /** Was there a person in it? */
  readonly people: boolean;
}

/**
 * Whatever follows the last whole frame, torn or changed, is lost; nothing before it is. Throws LogFormatError when that is
 * too little, Divergence when the log does not follow from itself, and what a broken step throws.
 */
export async function runThrough(bytes: Uint8Array): Promise<Past> {
  const recording = openRecording(bytes.subarray(0, readFrames(bytes).length));
  const replay = new Replay(recording);
  const { state } = replay;
  const summary = new MatchSummary(state);
  let people = state.players.some(({ bot }) => !bot);
  for (let i = 1; ; i++) {
    const ticked = replay.advance();
    if (ticked === null) break;
    summary.tick(state, ticked.commands, ticked.events);
    people ||= ticked.commands.some((command) => command.type === 'join' && !command.bot);
    if (i % SLICE_TICKS === 0) await breath();
  }
  if (replay.divergence) throw replay.divergence;
  return { recording, state, summary, people };
}

export const breath = () => new Promise<void>((resolve) => setImmediate(resolve));
