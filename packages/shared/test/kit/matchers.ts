// Matchers in the game's words.
import { expect } from 'vitest';
import { Match, type Who } from './match.ts';

interface Score {
  readonly team: 'red' | 'blue';
  readonly by?: Who;
  readonly assist?: Who;
  readonly own?: boolean;
  /** The match is run up to here if it has not got there yet. */
  readonly tick?: number;
}

declare module 'vitest' {
  interface Matchers {
    /** Has this goal been scored? */
    toHaveScored(score: Score): void;
  }
}

expect.extend({
  toHaveScored(match: unknown, score: Score) {
    if (!(match instanceof Match)) throw new TypeError('toHaveScored is asked of a match');
    match.run(Math.max(0, (score.tick ?? 0) - match.tick));
    const wanted = {
      type: 'goal',
      team: score.team === 'red' ? 1 : 2,
      ...(score.by === undefined ? {} : { by: match.id(score.by) }),
      ...(score.assist === undefined ? {} : { assist: match.id(score.assist) }),
      ...(score.own === undefined ? {} : { own: score.own }),
      ...(score.tick === undefined ? {} : { tick: score.tick }),
    };
    const goals = match.events.filter((event) => event.type === 'goal');
    const pass = goals.some((goal) => this.equals(goal, expect.objectContaining(wanted)));
    const shown = goals.map((goal) => this.utils.stringify(goal)).join('\n') || 'none';
    return { pass, message: () => `goal ${this.utils.stringify(wanted)}; the match's goals: ${shown}` };
  },
});
