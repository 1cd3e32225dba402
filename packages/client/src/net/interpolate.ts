// Where discs are drawn between two ticks: a pure function of the two and of how far the clock is between them.
import { type MatchState, TICKS_PER_SECOND } from '@touchline/shared/match';

/** Places of discs, by disc index. */
export interface Places {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Of one tick. */
export const STEP_MS = 1000 / TICKS_PER_SECOND;
/** Further than this in one tick is a line-up or a script's hand, not a flight. Map units. */
const CUT_DISTANCE = 60;

/** Writes `next.count` places into `out`, `alpha` of the way from `prev` (0) to `next` (1). */
export function blend(prev: Places, next: Places, alpha: number, out: { x: Float64Array; y: Float64Array }): void {
  for (let i = 0; i < next.count; i++) {
    out.x[i] = prev.x[i] + (next.x[i] - prev.x[i]) * alpha;
    out.y[i] = prev.y[i] + (next.y[i] - prev.y[i]) * alpha;
  }
}

/** A disc that is new, another player's, or jumped in the tick from `prev` to `next` is at its new place in both: no smear. */
export function cutJumps(prev: Pose, next: Pose): void {
  prev.widen(next.x.length);
  for (let i = 0; i < next.count; i++) {
    const near = Math.abs(next.x[i] - prev.x[i]) <= CUT_DISTANCE && Math.abs(next.y[i] - prev.y[i]) <= CUT_DISTANCE;
    // Not `> CUT_DISTANCE`: places that are not numbers are cut, too.
    if (i < prev.count && prev.owner[i] === next.owner[i] && near) continue;
    prev.x[i] = next.x[i];
    prev.y[i] = next.y[i];
  }
}

/** The two newest ticks of a state. */
export class Motion {
  prev = new Pose();
  next = new Pose();

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
    this.next.read(state);
    cutJumps(this.prev, this.next);
  }
}

/** Where discs are after a tick, and whose they are. Grows to the largest state that it has read. */
export class Pose implements Places {
  count = 0;
  x = new Float64Array(0);
  y = new Float64Array(0);
  /** Player id, 0 for a disc of the stadium: two poses are compared only where it is the same. */
  owner = new Int32Array(0);

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

  /** Makes room for `capacity` discs; those there stay. */
  widen(capacity: number): void {
    if (this.x.length >= capacity) return;
    const owner = new Int32Array(capacity);
    owner.set(this.owner);
    this.x = widened(this.x, capacity);
    this.y = widened(this.y, capacity);
    this.owner = owner;
  }
}

export function widened(column: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(capacity);
  wider.set(column);
  return wider;
}
