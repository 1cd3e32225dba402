// The seam between what is known and what is drawn: prediction and playback both fill a view, the scene draws it.
import type { Command, MatchEvent, MatchState } from '@touchline/shared/match';

/** Something that happened since the last frame: an event of a step, or a command that was applied. */
export type Happening =
  | { readonly tick: number; readonly event: MatchEvent; readonly command?: never }
  /** `team`: said to the own team alone. */
  | { readonly tick: number; readonly command: Command; readonly team?: boolean; readonly event?: never };

/** What one frame shows. Rewritten in place by its source: read it now, keep nothing of it. */
export interface View {
  /** The newest simulated state behind this frame; roster, scores, kickArmed and radii are read from it. */
  readonly state: MatchState;
  /** Where discs are drawn, by disc index: interpolated between ticks, corrections already smoothed. Map units. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Own player id, 0 for a viewer. */
  readonly selfId: number;
  /** In order; each appears in exactly one frame. */
  readonly happenings: readonly Happening[];
  /** Time stands still: a paused replay. */
  readonly still?: boolean;
}

/** Where frames come from. */
export interface ViewSource {
  /** The view at `nowMs` (performance.now()); null until there is something to show. */
  frame(nowMs: number): View | null;
}
