// Where discs are drawn between two ticks: a pure function of the two and of how far the clock is between them.
import type { MatchState } from '@touchline/shared/match';

/** Places of discs, by disc index. */
export interface Places {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Further than this in one tick is a line-up or a script's hand, not a flight. Map units. */
const CUT_DISTANCE = 60;

/** Writes `next.count` places into `out`, `alpha` of the way from `prev` (0) to `next` (1). */
export function blend(prev: Places, next: Places, alpha: number, out: { x: Float64Array; y: Float64Array }): void {
  for (let i = 0; i < next.count; i++) {
    out.x[i] = prev.x[i] + (next.x[i] - prev.x[i]) * alpha;
    out.y[i] = prev.y[i] + (next.y[i] - prev.y[i]) * alpha;
  }
}

/** The two newest ticks of a state. A disc that is new, another player's, or jumped is at its new place in both: no smear. */
export class Motion {
  prev = new Pose(0);
  next = new Pose(0);

  /** Another state altogether: nothing moves until the next tick. */
  cut(state: MatchState): void {
    this.next.read(state);
    this.prev.read(state);
  }

  /** `state` is one tick on. `cut`: everybody was put somewhere else in this tick. */
  advance(state: MatchState, cut: boolean): void {
    if (cut) {
      this.cut(state);
      return;
    }
    [this.prev, this.next] = [this.next, this.prev];
    const { prev, next } = this;
    next.read(state);
    prev.widen(next.x.length);
    for (let i = 0; i < next.count; i++) {
      const near = Math.abs(next.x[i] - prev.x[i]) <= CUT_DISTANCE && Math.abs(next.y[i] - prev.y[i]) <= CUT_DISTANCE;
      // Not `> CUT_DISTANCE`: places that are not numbers are cut, too.
      if (i < prev.count && prev.owner[i] === next.owner[i] && near) continue;
      prev.x[i] = next.x[i];
      prev.y[i] = next.y[i];
    }
  }
}

class Pose implements Places {
  count = 0;
  x: Float64Array;
  y: Float64Array;
  /** Player id, 0 for a disc of the stadium. */
  owner: Int32Array;

  constructor(capacity: number) {
    this.x = new Float64Array(capacity);
    this.y = new Float64Array(capacity);
    this.owner = new Int32Array(capacity);
  }

  read({ world, players }: MatchState): void {
    this.widen(world.capacity);
    this.count = world.count;
    for (let i = 0; i < world.count; i++) {
      this.x[i] = world.x[i];
      this.y[i] = world.y[i];
      this.owner[i] = 0;
    }
    for (const player of players) if (player.disc >= 0) this.owner[player.disc] = player.id;
  }

  widen(capacity: number): void {
    if (this.x.length >= capacity) return;
    const { x, y, owner } = this;
    this.x = new Float64Array(capacity);
    this.y = new Float64Array(capacity);
    this.owner = new Int32Array(capacity);
    this.x.set(x);
    this.y.set(y);
    this.owner.set(owner);
  }
}
