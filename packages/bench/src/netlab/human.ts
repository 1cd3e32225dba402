// Somebody at the keys: he sees what his own page shows, late as people see, and presses as seldom as people press.
import type { MatchState } from '@touchline/shared/match';
import { Bot } from 'touchline/src/bots/index.ts';

/** The best level plays with a person's reaction time and a person's fingers (`bots/skill.ts`). */
const LEVEL = 3;

export class Human {
  private readonly bot: Bot;

  /** The same seed and the same pictures give the same keys. */
  constructor(playerId: number, seed: number) {
    this.bot = new Bot(playerId, LEVEL, seed);
  }

  /** Keys for the next step, looking at the picture of this one. */
  press(shown: MatchState): number {
    return this.bot.think(shown);
  }
}
