// Constants and defaults of a match (match-rules.md §1, §4, §5, §7; physics.md §1, §5.4).

/** Seconds in a tick: the double nearest to 1/60. */
export const TICK = 0.016666666666666666;
export const TICKS_PER_SECOND = 60;

/** People in one room at most; a world keeps room for so many players' discs. */
export const MAX_PLAYERS = 32;

export const AFTER_GOAL_TICKS = 150;
export const AFTER_END_TICKS = 300;
/** Value of the pause counter in a full pause, and the length of the countdown after it. */
export const PAUSED = 120;

export const MAX_LIMIT = 99;
export const DEFAULT_SCORE_LIMIT = 3;
export const DEFAULT_TIME_LIMIT_MINUTES = 3;

/** `bound` is B of physics.md §5.4: rate · burst once somebody has set them, 1 in a fresh room. */
export interface KickRate {
  min: number;
  rate: number;
  burst: number;
  bound: number;
}

export const DEFAULT_KICK_RATE: Readonly<KickRate> = { min: 2, rate: 0, burst: 0, bound: 1 };

/** Text lengths in UTF-16 units (room-scripts.md §8). */
export const MAX_NICK = 25;
export const MAX_AVATAR = 2;
export const MAX_CHAT = 140;
export const MAX_ANNOUNCEMENT = 1000;
export const MAX_REASON = 100;

/** `value`, or the bound that it is beyond; NaN stays NaN. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
