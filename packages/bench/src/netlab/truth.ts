// What really happened, tick by tick: the room is its log, so one page's patches tell all of it.
import { runTick } from '@touchline/shared/log';
import { cloneState, type MatchState } from '@touchline/shared/match';
import type { Stadiums } from '@touchline/shared/stadium';
import { bodiesOf } from './seat.ts';
import { BALL, length, type Spot, type Trace } from './trace.ts';

/** Nearer than this, beyond their edges, two bodies may touch or be kicked in the next tick. Map units. */
const REACH = 5;
/** Further in one tick is a line-up, not a flight. */
const CUT = 30;

export class Truth {
  /** First and last tick that are known. */
  readonly from: number;
  readonly until: number;
  private readonly poses: ReadonlyMap<number, Spot>[] = [];
  /** Per tick: pairs of bodies within reach, as `key(a, b)`. */
  private readonly meetings: ReadonlySet<number>[] = [];
  /** Per tick: when it was a line-up, or the first after one. */
  private readonly cuts: boolean[] = [];

  constructor({ start, arrivals }: Trace, stadiums: Stadiums) {
    const state = cloneState(start);
    this.from = state.tick;
    this.note(state);
    for (const { commands } of arrivals) {
      runTick(state, commands, stadiums, []);
      this.note(state);
    }
    this.until = state.tick;
  }

  private note(state: MatchState): void {
    const bodies = bodiesOf(state);
    const before = this.poses.at(-1);
    this.poses.push(bodies);
    this.meetings.push(meetingsOf(state, bodies));
    this.cuts.push(
      [...bodies].some(([id, { x, y }]) => {
        const was = before?.get(id);
        return !was || length(x - was.x, y - was.y) > CUT;
      }),
    );
  }

  has(tick: number): boolean {
    return tick >= this.from && tick <= this.until;
  }

  /** Where a body was at a moment, in ticks and parts of one; undefined where it was not, or was put there by a line-up. */
  at(id: number, moment: number): Spot | undefined {
    const tick = Math.floor(moment);
    const a = this.poses[tick - this.from]?.get(id);
    if (moment === tick || !a) return a;
    const b = this.poses[tick + 1 - this.from]?.get(id);
    if (!b || this.cuts[tick + 1 - this.from]) return b;
    return { x: a.x + (b.x - a.x) * (moment - tick), y: a.y + (b.y - a.y) * (moment - tick) };
  }

  bodies(tick: number): ReadonlyMap<number, Spot> {
    return this.poses[tick - this.from];
  }

  /** Was there a line-up in these ticks, both ends included? */
  cutIn(first: number, last: number): boolean {
    return this.some(first, last, (i) => this.cuts[i]);
  }

  /** Was anybody but `except` in reach of this body in these ticks, both ends included? The ball counts as nobody. */
  metIn(id: number, except: number, first: number, last: number): boolean {
    return this.some(first, last, (i) => {
      for (const other of this.poses[i].keys()) {
        if (other !== BALL && other !== except && other !== id && this.meetings[i].has(pair(id, other))) return true;
      }
      return false;
    });
  }

  /** Could anybody but `selfId` have touched the ball after tick `known`, up to `tick`? Those ticks had to be guessed. */
  contested(selfId: number, { known, tick }: { readonly known: number; readonly tick: number }): boolean {
    return this.metIn(BALL, selfId, known + 1, tick);
  }

  /** Was the ball in reach of this player in these ticks? */
  onBall(id: number, first: number, last: number): boolean {
    return this.some(first, last, (i) => this.meetings[i].has(pair(BALL, id)));
  }

  private some(first: number, last: number, test: (index: number) => boolean): boolean {
    const end = Math.min(last, this.until) - this.from;
    for (let i = Math.max(0, first - this.from); i <= end; i++) if (test(i)) return true;
    return false;
  }
}

function meetingsOf({ world, players }: MatchState, bodies: ReadonlyMap<number, Spot>): Set<number> {
  const radius = new Map<number, number>([[BALL, world.radius[0]]]);
  for (const { id, disc } of players) if (disc >= 0) radius.set(id, world.radius[disc]);
  const met = new Set<number>();
  for (const [a, p] of bodies) {
    for (const [b, q] of bodies) {
      const gap = length(p.x - q.x, p.y - q.y) - (radius.get(a) ?? 0) - (radius.get(b) ?? 0);
      if (a < b && gap < REACH) met.add(pair(a, b));
    }
  }
  return met;
}

function pair(a: number, b: number): number {
  return Math.min(a, b) * 1000 + Math.max(a, b);
}
