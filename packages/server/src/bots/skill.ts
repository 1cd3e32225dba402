// What tells the three levels apart, in one table. Nothing else in this folder asks for the level.
import type { BotLevel } from '@touchline/shared/protocol';

export interface Skill {
  /** Ticks between what happens and what the bot sees; its own body it feels at once. */
  readonly delayTicks: number;
  /** Ticks between two decisions. */
  readonly decideTicks: number;
  /** Ticks between two looks at whether to kick, while the ball is near. */
  readonly kickLookTicks: number;
  /** Ticks before the ball arrives that it can press kick: an armed kick fires at the first tick in reach. */
  readonly anticipateTicks: number;
  /** Error in the place of the ball as seen from 100 units away, map units. */
  readonly blur: number;
  /** Error in the direction of a kick, radians. */
  readonly aimError: number;
  /** Share of full speed it cares to run at. */
  readonly pace: number;
  /** How much of the goal line and of opponents' reach it takes into account, 0 … 1. */
  readonly vision: number;
  /** Ticks to refill one change of keys, and how many may be saved up. */
  readonly changeTicks: number;
}

const SKILLS: Record<BotLevel, Skill> = {
  1: {
    delayTicks: 17,
    decideTicks: 15,
    kickLookTicks: 5,
    anticipateTicks: 0,
    blur: 12,
    aimError: 0.2,
    pace: 0.8,
    vision: 0.2,
    changeTicks: 12,
  },
  2: {
    delayTicks: 9,
    decideTicks: 9,
    kickLookTicks: 2,
    anticipateTicks: 3,
    blur: 5,
    aimError: 0.09,
    pace: 1,
    vision: 0.6,
    changeTicks: 9,
  },
  3: {
    delayTicks: 4,
    decideTicks: 6,
    kickLookTicks: 1,
    anticipateTicks: 5,
    blur: 1.5,
    aimError: 0.03,
    pace: 1,
    vision: 1,
    changeTicks: 8,
  },
};

/** Key changes a bot may save up for a busy moment. */
export const SAVED_CHANGES = 4;

export function skillOf(level: BotLevel): Skill {
  return SKILLS[level];
}
