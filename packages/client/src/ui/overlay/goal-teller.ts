// The newest goal, for as long as an overlay shows it.
import { effect, type Signal, signal } from '@preact/signals';
import { TICKS_PER_SECOND } from '@touchline/shared/match';
import type { GoalShown } from '../hud/room-model.ts';
import type { Session } from '../session.ts';

/** Longer than in the room: nobody plays on under a stream's banner. */
export const GOAL_SHOWN_MS = 5000;
/** What comes at once after a break is no news. */
const NEWS_TICKS = 3 * TICKS_PER_SECOND;
/** Names of people who have left are kept, too: one may score and go. */
const MAX_NAMES = 200;

/** Who is shown at which tick. */
export interface Shown {
  /** Newest tick that is known. */
  readonly head: number;
}

export class GoalTeller {
  readonly goal: Signal<GoalShown | null> = signal(null);
  private readonly names = new Map<number, string>();
  private readonly undo: (() => void)[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private goals = 0;

  constructor(session: Pick<Session, 'roster' | 'on'>, shown: Shown) {
    this.undo = [
      effect(() => {
        for (const { id, name } of session.roster.value) {
          // Met last goes last: those who are here are not forgotten.
          this.names.delete(id);
          this.names.set(id, name);
        }
        for (const id of this.names.keys()) {
          if (this.names.size <= MAX_NAMES) break;
          this.names.delete(id);
        }
      }),
      session.on(({ event, tick }, telling) => {
        if (event?.type !== 'goal' || telling !== 'new' || shown.head - tick > NEWS_TICKS) return;
        const { team, own, by, assist } = event;
        const name = (id: number) => this.names.get(id) ?? '';
        this.show({ key: ++this.goals, team, own, by: name(by), assist: own ? '' : name(assist) });
      }),
    ];
  }

  dispose(): void {
    for (const undo of this.undo) undo();
    clearTimeout(this.timer);
  }

  private show(goal: GoalShown): void {
    this.goal.value = goal;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.goal.value = null;
    }, GOAL_SHOWN_MS);
  }
}
