// What the player sees of his own game: the confirmed state from patches, own inputs stepped ahead of it with the same `step`,
// and what is left of a misprediction as an offset per disc that fades (docs/adr/0003-batches-in-the-state.md; design, "Players").
import {
  cloneState,
  copyState,
  findPlayer,
  type MatchEvent,
  type MatchState,
  pressKeys,
  step,
} from '@touchline/shared/match';
import { KeyGate, MAX_UNACKED } from '@touchline/shared/protocol';
import type { Happening, View, ViewSource } from '../game/view.ts';
import { blend, cutJumps, Pose, STEP_MS, widened } from './interpolate.ts';

/** The input side of a connection: one byte per tick out, acknowledgements back. Sequence numbers start at 1 per epoch. */
export interface InputLink {
  /** Sends the keys of one tick; its sequence number, or 0 when nothing can be sent now. */
  send(keys: number): number;
  /** Newest input that the server has used, as of the newest patch. */
  readonly acked: number;
}

/** After a hitch so many steps are made up for; the rest is dropped. */
const MAX_STEPS_A_FRAME = 5;
/** Time constants of fading corrections. */
const FADE_DISC_MS = 80;
const FADE_BALL_MS = 60;
/** Per tick that had to be guessed, for the ball: where little is guessed, errors are rare and small, and gone at once. */
const FADE_BALL_TICK_MS = 8;
/** A disc that is drawn off its place moves no faster towards it than so many map units in a tick: faster is a jump to the eye. */
const FADE_MAX_STEP = 8;
/** Nearer than this is right. */
const FADED = 0.1;
/** A larger correction is a cut that nobody should see slide: the ball's after a kick that was not foreseen, a disc's after a long silence. */
const SNAP_BALL = 120;
const SNAP_DISC = 60;
const RING = 256;

export class Prediction implements ViewSource {
  /** Largest correction still fading, map units. */
  correction = 0;
  private readonly link: InputLink;
  private readonly keys: () => number;
  private readonly sent = new Uint8Array(RING);
  private sentSeq = 0;
  private confirmed: MatchState | null = null;
  private readonly confirmedGate = new KeyGate();
  private gatedSeq = 0;
  /** Confirmed ticks in a row in which the server had no input of ours. */
  private missed = 0;
  private predicted: MatchState | null = null;
  private readonly gate = new KeyGate();
  private dirty = false;
  private lastMs = Number.NaN;
  private pendingMs = 0;
  private readonly current = new OffsetPose();
  private readonly previous = new Pose();
  private readonly before = new OffsetPose();
  private readonly events: MatchEvent[] = [];
  private happenings: Happening[] = [];
  private readonly view: { -readonly [K in keyof View]: View[K] };
  private selfId = 0;

  constructor(link: InputLink, keys: () => number) {
    this.link = link;
    this.keys = keys;
    this.view = {
      state: null as unknown as MatchState,
      x: new Float64Array(0),
      y: new Float64Array(0),
      selfId: 0,
      happenings: [],
    };
  }

  /** Inputs on their way. */
  get unacked(): number {
    return this.sentSeq - this.link.acked;
  }

  /** A new connection, or the old one back: numbers start anew and nothing is on its way. */
  restart(selfId: number): void {
    this.selfId = selfId;
    this.sentSeq = 0;
    this.gatedSeq = 0;
    this.missed = 0;
    this.confirmedGate.copy(new KeyGate());
  }

  /** The confirmed state was replaced by a keyframe; `ack` as of its patch. */
  adopt(state: MatchState, ack: number): void {
    this.confirmed = state;
    this.passConfirmed(ack);
    this.missed = 0;
    this.dirty = true;
  }

  /** The confirmed state moved on by one tick. */
  confirm(ack: number): void {
    this.passConfirmed(ack);
    this.dirty = true;
  }

  /** Something confirmed to be shown in the next frame. Own kicks are left out: they were shown when they were pressed. */
  tell(happening: Happening): void {
    if (happening.event?.type === 'kick' && happening.event.player === this.selfId) return;
    if (this.happenings.length < 1000) this.happenings.push(happening);
  }

  private passConfirmed(ack: number): void {
    // Before the first input nothing is late.
    this.missed = ack > this.gatedSeq || ack === 0 ? 0 : this.missed + 1;
    for (let seq = this.gatedSeq + 1; seq <= ack; seq++) this.confirmedGate.pass(this.sent[seq % RING]);
    this.gatedSeq = Math.max(this.gatedSeq, ack);
    this.confirmedGate.settle(this.ownInput(this.confirmed));
  }

  private ownInput(state: MatchState | null): number {
    return (state && findPlayer(state, this.selfId)?.input) ?? 0;
  }

  /** Lets go of all keys at once: the window lost its focus, no frame will come. */
  release(): void {
    if (this.predicted) this.stepOwn(0);
  }

  frame(nowMs: number): View | null {
    const elapsedMs = Number.isNaN(this.lastMs) ? 0 : Math.max(0, nowMs - this.lastMs);
    this.lastMs = nowMs;
    if (!this.confirmed) return null;
    // In this order: what the news has put off its place begins to move in the very frame of the news.
    if (this.dirty) this.reconcile(this.confirmed);
    this.fade(elapsedMs);
    const predicted = this.predicted as MatchState;

    this.pendingMs += elapsedMs;
    for (let steps = 0; this.pendingMs >= STEP_MS && steps < MAX_STEPS_A_FRAME; steps++) {
      this.pendingMs -= STEP_MS;
      this.stepOwn(this.keys());
    }
    if (this.pendingMs >= STEP_MS) this.pendingMs %= STEP_MS;
    return this.fill(predicted);
  }

  /** One simulated step ahead of the truth, in the very frame of the key. Stands still while too much is on its way. */
  private stepOwn(keys: number): void {
    const predicted = this.predicted as MatchState;
    // Those that the server has played without are as good as answered.
    if (this.unacked - this.missed >= MAX_UNACKED) return;
    const seq = this.link.send(keys);
    if (seq === 0) return;
    this.sentSeq = seq;
    this.sent[seq % RING] = keys;
    this.previous.read(predicted);
    const events = this.advance(predicted, keys);
    this.current.read(predicted);
    cutJumps(this.previous, this.current);
    for (const event of events) {
      if (event.type === 'kick' && event.player === this.selfId) this.happenings.push({ tick: predicted.tick, event });
    }
  }

  /** The events are of this step alone: the list is used again. */
  private advance(state: MatchState, keys: number): MatchEvent[] {
    const { events } = this;
    events.length = 0;
    this.press(state, keys);
    step(state, events);
    this.gate.settle(this.ownInput(state));
    return events;
  }

  private press(state: MatchState, keys: number): void {
    const pressed = this.gate.pass(keys);
    const self = findPlayer(state, this.selfId);
    if (self && self.team !== 0) pressKeys(self, pressed);
  }

  /** Truth, then every input that it does not know yet, again. The visible difference becomes an offset. */
  private reconcile(confirmed: MatchState): void {
    this.dirty = false;
    const { before, current, previous } = this;
    before.copy(current);
    if (!this.predicted || this.predicted.stadium !== confirmed.stadium) this.predicted = cloneState(confirmed);
    else copyState(this.predicted, confirmed);
    const { predicted } = this;
    this.gate.copy(this.confirmedGate);
    previous.read(predicted);
    // The server passes over as many as it has missed (rooms/inputs.ts): their ticks were played without them.
    const used = Math.min(this.sentSeq, this.gatedSeq + this.missed);
    for (let seq = this.gatedSeq + 1; seq <= used; seq++) this.press(predicted, this.sent[seq % RING]);
    for (let seq = used + 1; seq <= this.sentSeq; seq++) {
      previous.read(predicted);
      this.advance(predicted, this.sent[seq % RING]);
    }
    current.read(predicted);
    current.keepOffsets(before);
    cutJumps(previous, current);
  }

  private fade(elapsedMs: number): void {
    const { current } = this;
    const lead = Math.max(1, this.unacked - this.missed);
    const ball = Math.exp(-elapsedMs / Math.min(FADE_BALL_MS, FADE_BALL_TICK_MS * lead));
    const others = Math.exp(-elapsedMs / FADE_DISC_MS);
    const maxStep = (FADE_MAX_STEP * elapsedMs) / STEP_MS;
    this.correction = 0;
    for (let i = 0; i < current.count; i++) {
      const x = current.offsetX[i];
      const y = current.offsetY[i];
      if (x === 0 && y === 0) continue;
      const length = Math.sqrt(x * x + y * y);
      // A ball far off its place was kicked: it flies there as fast as the eye allows, and only the last bit fades.
      const eased = i > 0 ? length * others : length > maxStep ? 0 : length * ball;
      const left = Math.max(eased, length - maxStep);
      const kept = left < FADED ? 0 : left / length;
      current.offsetX[i] *= kept;
      current.offsetY[i] *= kept;
      this.correction = Math.max(this.correction, left * Math.sign(kept));
    }
  }

  private fill(predicted: MatchState): View {
    const { current, previous, view } = this;
    const alpha = Math.min(this.pendingMs / STEP_MS, 1);
    if (view.x.length < current.count) {
      view.x = new Float64Array(current.x.length);
      view.y = new Float64Array(current.x.length);
    }
    blend(previous, current, alpha, view);
    for (let i = 0; i < current.count; i++) {
      view.x[i] += current.offsetX[i];
      view.y[i] += current.offsetY[i];
    }
    view.state = predicted;
    view.selfId = this.selfId;
    view.happenings = this.happenings;
    if (this.happenings.length > 0) this.happenings = [];
    return view;
  }
}

/** How far from where they are discs are still drawn. */
class OffsetPose extends Pose {
  offsetX = new Float64Array(0);
  offsetY = new Float64Array(0);

  override widen(capacity: number): void {
    if (this.x.length >= capacity) return;
    super.widen(capacity);
    this.offsetX = widened(this.offsetX, capacity);
    this.offsetY = widened(this.offsetY, capacity);
  }

  copy(from: OffsetPose): void {
    this.widen(from.x.length);
    this.count = from.count;
    this.x.set(from.x);
    this.y.set(from.y);
    this.offsetX.set(from.offsetX);
    this.offsetY.set(from.offsetY);
    this.owner.set(from.owner);
  }

  /** Lets every disc fade from where `before` drew it; a disc that was not there, or a jump, starts without an offset. */
  keepOffsets(before: OffsetPose): void {
    for (let i = 0; i < this.count; i++) {
      const dx = before.x[i] + before.offsetX[i] - this.x[i];
      const dy = before.y[i] + before.offsetY[i] - this.y[i];
      const snap = i === 0 ? SNAP_BALL : SNAP_DISC;
      const near = Math.abs(dx) <= snap && Math.abs(dy) <= snap;
      const kept = i < before.count && before.owner[i] === this.owner[i] && near;
      this.offsetX[i] = kept ? dx : 0;
      this.offsetY[i] = kept ? dy : 0;
    }
  }
}
