// Who has the ball: from the touch by which somebody becomes its last toucher to the touch of somebody else.
import type { Line } from './line.ts';

export interface Spell {
  /** Player id. */
  readonly by: number;
  readonly team: 1 | 2;
  /** Null where his line is missing (docs/statistics.md, "Bounds"). */
  readonly line: Line | null;
  /** What his last kick was. */
  kick: 'none' | 'pass' | 'shot';
  /** Has a shot of this spell been counted? */
  shot: boolean;
  /** After a shot: was the ball on its way into the goal at the end of the last tick? */
  aimed: boolean;
  /** Did it begin with a save? */
  readonly saved: boolean;
}
