// What a step tells (match-rules.md §10). Never stored: every reader of the log derives the same events again.

/** `player` fields are player ids; 0 where nobody is known. Teams: 1 red, 2 blue. */
export type MatchEvent =
  | { readonly type: 'kickOff'; readonly team: 1 | 2 }
  | { readonly type: 'kick'; readonly player: number }
  /** A scoring disc's last toucher changed. */
  | { readonly type: 'touch'; readonly player: number; readonly disc: number }
  /** `team` gains the goal; `own` when `by` plays for the other side; `assist` 0 if none. */
  | {
      readonly type: 'goal';
      readonly team: 1 | 2;
      readonly by: number;
      readonly assist: number;
      readonly own: boolean;
      readonly disc: number;
    }
  | { readonly type: 'timeUp' }
  | { readonly type: 'matchEnd'; readonly winner: 1 | 2 }
  | { readonly type: 'positionsReset' }
  | { readonly type: 'matchStop' };
