// Which disc crossed which goal line in this tick (match-rules.md §5.1; physics.md §4 step 2).
import { FLAGS, type World } from '../physics/index.ts';
import type { Goal } from '../stadium/index.ts';

/** Where the scoring discs were before the physics step: scratch memory, rewritten every tick. */
export class Scorers {
  count = 0;
  private index = new Uint16Array(8);
  private x = new Float64Array(8);
  private y = new Float64Array(8);

  /** Remembers every disc whose group has the `score` bit, in disc order. */
  remember(world: World): void {
    this.count = 0;
    for (let i = 0; i < world.count; i++) {
      if ((world.cGroup[i] & FLAGS.score) === 0) continue;
      if (this.count === this.index.length) this.grow();
      this.index[this.count] = i;
      this.x[this.count] = world.x[i];
      this.y[this.count] = world.y[i];
      this.count++;
    }
  }

  /** The first scorer, in disc order, that crossed a goal line, in stadium order; -1 and no goal if none did. */
  find(world: World, goals: readonly Goal[]): { readonly disc: number; readonly goal: Goal } | null {
    for (let i = 0; i < this.count; i++) {
      const disc = this.index[i];
      for (const goal of goals) {
        if (crossed(goal, this.x[i], this.y[i], world.x[disc], world.y[disc])) return { disc, goal };
      }
    }
    return null;
  }

  private grow(): void {
    const size = this.index.length * 2;
    const { index, x, y } = this;
    this.index = new Uint16Array(size);
    this.x = new Float64Array(size);
    this.y = new Float64Array(size);
    this.index.set(index);
    this.x.set(x);
    this.y.set(y);
  }
}

/** Does the way of a centre from q to c pass through the goal line, in either direction? */
export function crossed(goal: Goal, qx: number, qy: number, cx: number, cy: number): boolean {
  const { p0x, p0y, p1x, p1y } = goal;
  const ux = qx - cx;
  const uy = qy - cy;
  const side0 = uy * (p0x - cx) - ux * (p0y - cy) > 0;
  const side1 = uy * (p1x - cx) - ux * (p1y - cy) > 0;
  if (side0 === side1) return false;
  const gx = p1x - p0x;
  const gy = p1y - p0y;
  return gy * (cx - p0x) - gx * (cy - p0y) > 0 !== gy * (qx - p0x) - gx * (qy - p0y) > 0;
}
