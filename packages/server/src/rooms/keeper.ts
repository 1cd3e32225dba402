// Keeps a match on in rooms that nobody manages: the standing room, and rooms that a host runs (pure; the loop asks once a second).
import type { Command, MatchState } from '@touchline/shared/match';

/** Seconds between the end of one match and the start of the next. */
export const BREAK_SECONDS = 4;

export class MatchKeeper {
  /** Seconds without a match; whoever comes into a fresh room need not wait for a break. */
  private rested = BREAK_SECONDS;

  /** Once a second: a start when both sides have somebody and no admin is there to decide; else null. */
  decide({ phase, players }: MatchState): Command | null {
    this.rested = phase === 'none' ? this.rested + 1 : 0;
    const ready =
      this.rested > BREAK_SECONDS &&
      players.some((player) => player.team === 1) &&
      players.some((player) => player.team === 2) &&
      !players.some((player) => player.admin);
    return ready ? { type: 'start', by: 0 } : null;
  }
}
