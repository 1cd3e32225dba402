// A player's page without the page: the client's own confirmation and prediction, somebody at the keys, and a trace of it all.
import { cloneState, type MatchState } from '@touchline/shared/match';
import { Confirmation, type TickPatch } from '@touchline/shared/protocol';
import type { Stadiums } from '@touchline/shared/stadium';
import type { View } from '../../../client/src/game/view.ts';
import { STEP_MS } from '../../../client/src/net/interpolate.ts';
import { type InputLink, Prediction } from '../../../client/src/net/prediction.ts';
import { Human } from './human.ts';
import { type Arrival, BALL, type Frame, type Spot, type Trace } from './trace.ts';

export class LabSeat {
  divergences = 0;
  private readonly confirmation: Confirmation;
  private readonly prediction: Prediction;
  private readonly seed: number;
  private human: Human | null = null;
  private selfId = 0;
  private start: MatchState | null = null;
  private readonly arrivals: Arrival[] = [];
  private readonly frames: Frame[] = [];
  private readonly keys: number[] = [];
  private lastView: View | null = null;
  private lastMs = Number.NaN;
  private pendingMs = 0;
  /** Frames in a row in which nothing was sent. */
  private quiet = 0;
  private arrivedMs = 0;

  constructor(link: InputLink, stadiums: Stadiums, seed: number) {
    this.seed = seed;
    this.confirmation = new Confirmation(stadiums, {
      stepped: (commands, _, { tick, ack }) => {
        this.arrivals.push({ atMs: this.arrivedMs, tick, ack, commands });
        this.prediction.confirm(ack);
      },
      adopted: ({ ack }) => {
        const { state } = this.confirmation;
        if (!state) return;
        // Only the first: a line that breaks would leave a hole in the truth.
        if (this.start) throw new Error(`the line of player ${this.selfId} broke: nothing can be scored`);
        this.start = cloneState(state);
        this.prediction.adopt(state, ack);
      },
      diverged: () => {
        this.divergences++;
      },
    });
    const recording: InputLink = {
      send: (keys) => {
        const seq = link.send(keys);
        if (seq > 0) this.keys[seq] = keys;
        return seq;
      },
      get acked() {
        return link.acked;
      },
    };
    this.prediction = new Prediction(recording, () => this.press());
  }

  /** Who he is; the match can begin. */
  welcome(playerId: number): void {
    this.selfId = playerId;
    this.human = new Human(playerId, this.seed);
    this.prediction.restart(playerId);
  }

  /** The newest confirmed state. */
  get state(): MatchState | null {
    return this.confirmation.state;
  }

  patch(patch: TickPatch, atMs: number): void {
    this.arrivedMs = atMs;
    this.confirmation.push(patch);
  }

  /** One frame of his display. */
  frame(dueMs: number): void {
    // Displays are not in step with the simulation: from the second picture on, frames lie in the middle between two steps.
    const atMs = this.frames.length === 0 ? dueMs - STEP_MS / 2 : dueMs;
    const elapsedMs = Number.isNaN(this.lastMs) ? 0 : atMs - this.lastMs;
    this.lastMs = atMs;
    const before = this.keys.length;
    const view = this.prediction.frame(atMs);
    if (!view) return;
    this.lastView = view;
    // The same sum as in the prediction: how far the clock is into the step that comes next.
    this.pendingMs += elapsedMs;
    this.pendingMs -= STEP_MS * Math.min(5, Math.floor(this.pendingMs / STEP_MS));
    if (this.pendingMs >= STEP_MS) this.pendingMs %= STEP_MS;
    this.quiet = this.keys.length > before ? 0 : this.quiet + 1;
    this.frames.push({
      atMs,
      arrived: this.arrivals.length,
      seq: Math.max(0, this.keys.length - 1),
      // One such frame is the display's own rhythm.
      waiting: this.quiet > 1,
      alpha: Math.min(1, this.pendingMs / STEP_MS),
      shown: bodiesOf(view.state, view),
    });
  }

  /** All that has been seen; null before the first picture. */
  trace(): Trace | null {
    const { start, selfId, arrivals, frames, keys } = this;
    return start && { selfId, start, arrivals, frames, keys };
  }

  private press(): number {
    return this.human && this.lastView ? this.human.press(this.lastView.state) : 0;
  }
}

/** Ball and players of a state, at the places that `x` and `y` hold by disc index. */
export function bodiesOf(
  { world, players }: MatchState,
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array } = world,
): Map<number, Spot> {
  const bodies = new Map<number, Spot>([[BALL, { x: x[0], y: y[0] }]]);
  for (const { id, disc } of players) if (disc >= 0) bodies.set(id, { x: x[disc], y: y[disc] });
  return bodies;
}
