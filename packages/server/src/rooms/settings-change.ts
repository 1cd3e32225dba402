// New settings for a room that people sit in: what holds at once, and what waits until no match depends on it (pure).
import type { Command, MatchState } from '@touchline/shared/match';
import type { RoomSettings } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';

/** What a running match was started with, and keeps. */
const OF_THE_MATCH = ['stadium', 'scoreLimit', 'timeLimit'] as const;
export type DueSettings = Partial<Pick<RoomSettings, (typeof OF_THE_MATCH)[number]>>;

/** `settings`: from now on; `due`: from the next moment without a match on. */
export function changeSettings(
  now: RoomSettings,
  wanted: RoomSettings,
): { readonly settings: RoomSettings; readonly due: DueSettings } {
  const { stadium, scoreLimit, timeLimit } = now;
  const changed = OF_THE_MATCH.filter((key) => now[key] !== wanted[key]);
  return {
    settings: { ...wanted, stadium, scoreLimit, timeLimit },
    due: Object.fromEntries(changed.map((key) => [key, wanted[key]])),
  };
}

/** What makes them so, between two matches. Limits that nobody changed in the file stay as an admin has set them. */
export function commandsFor(due: DueSettings, { scoreLimit, timeLimit }: MatchState): Command[] {
  const commands: Command[] = [];
  if (due.stadium !== undefined) {
    const hash = stockStadium(due.stadium)?.hash ?? due.stadium;
    commands.push({ type: 'stadium', hash, by: 0 });
  }
  if (due.scoreLimit !== undefined || due.timeLimit !== undefined)
    commands.push({
      ...{ type: 'limits', by: 0 },
      ...{ scoreLimit: due.scoreLimit ?? scoreLimit, timeLimit: due.timeLimit ?? timeLimit },
    });
  return commands;
}
