// What is shown of a finished match: its result, and the pitch at the last goal, or at the end where there was none.
import { type Recording, Replay } from '@touchline/shared/log';
import type { Stadium } from '@touchline/shared/stadium';
import { type Still, type StillBoard, stillOf } from './still.ts';

/** Half an hour is run for a picture; of a longer match it shows the last goal within. */
const MOST_TICKS = 30 * 60 * 60;

const WORDS = { finished: 'Full time', stopped: 'Stopped', interrupted: 'Interrupted' } as const;

export function recordingStill(recording: Recording): { readonly stadium: Stadium; readonly still: Still } {
  const replay = new Replay(recording);
  replay.scan(MOST_TICKS);
  const goal = replay.moments.findLast(({ type }) => type === 'goal');
  const stop = replay.moments.findLast(({ type }) => type === 'stop');
  // Where the match is over, nobody stands on the pitch any more.
  const state = replay.stateAt(goal?.tick ?? (stop ? stop.tick - 1 : replay.scanned));
  const seen = stillOf(state, recording.header.name);
  return { stadium: state.stadium, still: { ...seen, board: resultOf(recording) ?? seen.board } };
}

/** Null for a file without an end. */
function resultOf({ result }: Recording): StillBoard | null {
  return result && { red: result.red, blue: result.blue, seconds: result.seconds, word: WORDS[result.ending] };
}
