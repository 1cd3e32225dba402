// Keeps a match on in rooms that nobody manages: the standing room, and rooms that a host runs (pure; the loop asks once a second).
import type { Command, MatchState } from '@touchline/shared/match';

/** Seconds between the end of one match and the start of the next. */
const BREAK_SECONDS = 4;

/** Remembers for how long there has been no match. */
export class MatchKeeper {
  private idleSeconds = 0;

  /** Once a second: a start when both sides have somebody and no admin is there to decide; else null. */
  decide(state: MatchState): Command | null {
    const ready =
      state.phase === 'none' &&
      state.players.some((player) => player.team === 1) &&
      state.players.some((player) => player.team === 2) &&
      !state.players.some((player) => player.admin);
    this.idleSeconds = ready ? this.idleSeconds + 1 : 0;
    return this.idleSeconds >= BREAK_SECONDS ? { type: 'start', by: 0 } : null;
  }
}
