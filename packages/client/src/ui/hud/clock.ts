// Digits of the scoreboard.

/** 0 → 00:00; minutes go on counting past an hour, as on a real board. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${pad(Math.floor(whole / 60))}:${pad(whole % 60)}`;
}

const pad = (n: number): string => String(n).padStart(2, '0');

/** Time is up and the sides are level: play goes on until the next goal (match-rules.md §8). */
export function isOvertime(board: {
  readonly phase: string;
  readonly seconds: number;
  readonly timeLimit: number;
  readonly red: number;
  readonly blue: number;
}): boolean {
  const running = board.phase === 'playing' || board.phase === 'kickOff';
  return running && board.timeLimit > 0 && board.seconds >= board.timeLimit * 60 && board.red === board.blue;
}

/** Seconds until play goes on after a resume, from the pause counter; null when it is not counting down. */
export function resumeSeconds(pause: number): number | null {
  return pause > 0 && pause < 120 ? Math.ceil(pause / 60) : null;
}

/** Whole seconds left until `untilMs`, never negative. */
export const secondsLeft = (untilMs: number, nowMs: number): number => Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
