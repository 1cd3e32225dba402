// The statistics of what a test has played, from its log.
import {
  apply,
  createState,
  type MatchEvent,
  MatchStatistics,
  type StatisticsTable,
  step,
} from '@touchline/shared/match';
import type { Match } from './match.ts';

/** Runs the log of a match again and counts from its first tick. */
export function statisticsOf(match: Match): StatisticsTable {
  const state = createState(match.state.stadium);
  const statistics = MatchStatistics.from(state);
  for (const commands of match.log) {
    for (const command of commands) apply(state, command, match.stadiums);
    const events: MatchEvent[] = [];
    step(state, events);
    statistics.tick(state, commands, events);
  }
  return statistics.table();
}
