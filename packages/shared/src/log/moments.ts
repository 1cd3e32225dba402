// What people look for in a match: kick-offs, goals, the end. Derived from the log by whoever runs it, never stored.
import { findPlayer, type MatchEvent, type MatchState } from '../match/index.ts';

export interface Person {
  readonly id: number;
  readonly name: string;
}

/** `tick`: completed ticks when it had happened; `seconds`: the match clock; the score with it. */
export type Moment = {
  readonly tick: number;
  readonly seconds: number;
  readonly red: number;
  readonly blue: number;
} & (
  | { readonly type: 'kickOff'; readonly team: 1 | 2 }
  | {
      readonly type: 'goal';
      /** Gains the goal. */
      readonly team: 1 | 2;
      readonly by: Person | null;
      readonly assist: Person | null;
      readonly own: boolean;
    }
  | { readonly type: 'timeUp' }
  | { readonly type: 'matchEnd'; readonly winner: 1 | 2 }
  /** No match any more. */
  | { readonly type: 'stop' }
);

/** Looks at a match once per tick. Remembers names: a scorer may leave before his goal counts. */
export class MomentFinder {
  private readonly names = new Map<number, string>();
  private score = { seconds: 0, red: 0, blue: 0 };
  private running = true;

  /** After every tick; appends to `moments`. */
  tick(state: MatchState, events: readonly MatchEvent[], moments: Moment[]): void {
    const { tick } = state;
    for (const { id, name } of state.players) this.names.set(id, name);
    if (state.phase !== 'none') this.score = { seconds: state.time, red: state.red, blue: state.blue };
    const at = { tick, ...this.score };
    for (const event of events) {
      switch (event.type) {
        case 'kickOff':
          moments.push({ ...at, type: 'kickOff', team: event.team });
          break;
        case 'goal':
          moments.push({
            ...{ ...at, type: 'goal', team: event.team, own: event.own },
            ...{ by: this.person(state, event.by), assist: this.person(state, event.assist) },
          });
          break;
        case 'timeUp':
          moments.push({ ...at, type: 'timeUp' });
          break;
        case 'matchEnd':
          moments.push({ ...at, type: 'matchEnd', winner: event.winner });
          break;
      }
    }
    const running = state.phase !== 'none';
    if (this.running && !running) moments.push({ ...at, type: 'stop' });
    this.running = running;
  }

  private person(state: MatchState, id: number): Person | null {
    const name = findPlayer(state, id)?.name ?? this.names.get(id);
    return name === undefined ? null : { id, name };
  }
}
