// A tape → what a viewer sees: the log replayed with the shared step. Live it follows the viewer's clock, one batch behind the server;
// rewound, or with a recording, it is its own clock: paused, slower, faster, anywhere.
import { type Batch, Divergence, runTick } from '@touchline/shared/log';
import type { Command, MatchEvent, MatchState } from '@touchline/shared/match';
import type { Stadiums } from '@touchline/shared/stadium';
import type { Happening, View, ViewSource } from '../game/view.ts';
import { blend, Motion } from './interpolate.ts';
import { Tape } from './tape.ts';
import { ViewerClock } from './viewer-clock.ts';

/** `new`: shown for the first time. `again`: shown before, and rewound to. `missed`: passed over by a seek, told so that nothing is lost. */
export type Telling = 'new' | 'again' | 'missed';

export interface PlaybackListener {
  /** When something is shown or passed over. Once as `new` or `missed`. Keys of players are no happening. */
  happened?(happening: Happening, telling: Telling): void;
  /** The log did not run as it was written: a bug. Nothing moves until the next keyframe. */
  diverged?(tick: number, reason: string): void;
}

/** A stretch that is played over and over: both ticks included. */
export interface Loop {
  readonly from: number;
  readonly to: number;
}

const STEP_MS = 1000 / 60;
/** A page that was away plays on where it was; a slow one still keeps time. */
const LONGEST_FRAME_MS = 1000;
/** Of each frame, for looking through what is not shown yet. */
const SURVEY_MS = 5;

export class Playback implements ViewSource {
  readonly tape: Tape;
  /** Is there a live edge to follow? A recording has none. */
  private onAir = false;
  private following = false;
  private running = true;
  private rate = 1;
  /** What is drawn now: ticks, with a fraction. */
  private at = Number.NaN;
  private stretch: Loop | null = null;
  /** The next frame is elsewhere: what lies between is neither seen nor heard. */
  private leaping = false;
  /** Everything up to this tick has been told. */
  private told = -1;
  private state: MatchState | null = null;
  private readonly clock = new ViewerClock();
  private readonly motion = new Motion();
  private readonly stadiums: Stadiums;
  private readonly listener: PlaybackListener;
  private readonly view: { -readonly [K in keyof View]: View[K] };
  private happenings: Happening[] = [];
  private nowMs = Number.NaN;

  constructor(stadiums: Stadiums, listener: PlaybackListener = {}) {
    this.stadiums = stadiums;
    this.listener = listener;
    this.tape = new Tape(stadiums);
    const nothing = new Float64Array(0);
    const state = null as unknown as MatchState;
    this.view = { state, x: nothing, y: nothing, selfId: 0, happenings: [], still: false };
  }

  // What is played

  /** Follows a broadcast from a keyframe on: at the beginning, and after a reset. */
  adopt(state: MatchState, nowMs: number): void {
    this.onAir = true;
    this.insert(state);
    this.clock.reset();
    this.clock.arrived(state.tick, nowMs);
    this.goLive();
    this.leaping = false;
  }

  /** The next ticks of the broadcast, as they arrived. Throws RangeError when they do not follow what is there. */
  push(batch: Batch, nowMs: number): void {
    this.tape.append(batch);
    this.clock.arrived(this.head, nowMs);
  }

  /** A connection was opened: what comes at once now is the past that was missed. */
  reconnected(): void {
    this.clock.settle();
  }

  /** A recording, whole. It plays from its first tick. */
  load(state: MatchState, ticks: readonly (readonly Command[])[]): void {
    this.onAir = false;
    this.following = false;
    this.insert(state);
    this.tape.append({ from: state.tick, ticks });
    this.at = state.tick;
  }

  private insert(state: MatchState): void {
    this.tape.begin(state);
    this.state = state;
    this.told = state.tick;
    this.motion.cut(state);
  }

  // Where it is

  /** The state that is shown; null before the first one. Read it now, keep nothing of it. */
  get current(): MatchState | null {
    return this.state;
  }

  /** Newest tick that is known. */
  get head(): number {
    return this.tape.head;
  }

  /** What is drawn, in ticks. */
  get position(): number {
    return this.at;
  }

  /** Latest tick that can be shown now: the end of a recording, the live edge of a broadcast. */
  get latest(): number {
    return this.onAir ? Math.max(this.tape.start, Math.min(this.clock.tick, this.tape.end)) : this.tape.end;
  }

  /** Does it follow a broadcast, as near to it as it can? */
  get live(): boolean {
    return this.following;
  }

  get playing(): boolean {
    return this.running;
  }

  get speed(): number {
    return this.rate;
  }

  get loop(): Loop | null {
    return this.stretch;
  }

  /** How far behind the server's newest tick the last frame was. */
  get behindMs(): number {
    return this.clock.behindMs(this.nowMs) + (this.clock.tick - this.at) * STEP_MS;
  }

  // What can be done with it

  play(): void {
    if (this.running) return;
    this.running = true;
    // The end is no place to play from.
    if (!this.onAir && this.at >= this.latest) this.seek(this.stretch?.from ?? this.tape.start);
  }

  pause(): void {
    this.running = false;
    this.following = false;
  }

  /** Factor on the usual speed. A live match cannot be played faster than it comes. */
  setSpeed(speed: number): void {
    this.rate = speed;
    if (speed < 1) this.following = false;
  }

  /** Shows `tick`, or what is nearest to it. */
  seek(tick: number): void {
    if (!this.state) return;
    if (this.onAir && this.running && tick >= this.latest) return this.goLive();
    this.at = Math.min(Math.max(tick, this.tape.start), this.latest);
    this.following = false;
    this.leaping = true;
  }

  /** So many ticks on, or back, and stands there. */
  nudge(ticks: number): void {
    this.pause();
    this.seek(Math.round(this.at) + ticks);
  }

  /** To the newest there is, and stays with it. */
  goLive(): void {
    if (!this.onAir) return;
    this.following = true;
    this.running = true;
    this.rate = 1;
    this.stretch = null;
    this.leaping = true;
  }

  /** Plays a stretch over and over; null: plays on after it. */
  setLoop(loop: Loop | null): void {
    this.stretch = loop;
    if (loop) this.following = false;
    if (loop && (this.at < loop.from || this.at > loop.to)) this.seek(loop.from);
  }

  /** Shows a player as if he were one's own: ring and camera. 0: nobody. */
  follow(player: number): void {
    this.view.selfId = player;
  }

  frame(nowMs: number): View | null {
    if (!this.state) return null;
    const elapsedMs = Math.min(LONGEST_FRAME_MS, Math.max(0, nowMs - this.nowMs)) || 0;
    this.nowMs = nowMs;
    this.move(nowMs, elapsedMs);
    this.reach();
    this.tape.work(SURVEY_MS);
    const { state, view } = this;
    if (view.x.length < state.world.capacity) {
      view.x = new Float64Array(state.world.capacity);
      view.y = new Float64Array(state.world.capacity);
    }
    // Drawn is what lies between two ticks: the one before the clock and the one after it.
    const alpha = Math.min(Math.max(this.at - (state.tick - 1), 0), 1);
    blend(this.motion.prev, this.motion.next, alpha, view);
    view.state = state;
    view.still = !this.running;
    view.happenings = this.happenings;
    this.happenings = [];
    return view;
  }

  /** Time passes. */
  private move(nowMs: number, elapsedMs: number): void {
    if (this.onAir) this.clock.advance(nowMs, this.head);
    if (this.following) {
      this.at = this.clock.tick;
      return;
    }
    if (!this.running) return;
    this.at += (elapsedMs / STEP_MS) * this.rate;
    const { stretch, latest } = this;
    if (stretch && this.at >= Math.min(stretch.to, latest)) {
      this.at = stretch.from;
      this.leaping = true;
    } else if (this.at >= latest) {
      this.at = latest;
      if (this.onAir) this.following = this.rate >= 1;
      else this.running = false;
      if (this.following) this.rate = 1;
    }
  }

  /** Brings the state to the tick after what is drawn. */
  private reach(): void {
    const leap = this.leaping;
    this.leaping = false;
    const wanted = Math.min(Math.floor(this.at) + 1, this.head);
    // A live clock that was set back waits for itself; whoever rewinds is somewhere else.
    if (this.state && (leap || (wanted < this.state.tick && !this.following)) && !this.isNext(wanted))
      this.jump(wanted);
    while (this.state && this.state.tick < wanted) if (!this.step(this.state)) return;
  }

  private isNext(wanted: number): boolean {
    return this.state?.tick === wanted || this.state?.tick === wanted - 1;
  }

  private jump(wanted: number): void {
    const tick = Math.max(this.tape.start, wanted - 1);
    const state = this.tape.stateAt(tick) ?? this.tape.stateAt(this.tape.end);
    if (!state) return;
    this.state = state;
    this.at = Math.min(this.at, state.tick + 1);
    this.motion.cut(state);
    this.happenings = [];
    this.tellMissed(state.tick);
  }

  private step(state: MatchState): boolean {
    const commands = this.tape.commandsAfter(state.tick);
    if (!commands) return false;
    const events: MatchEvent[] = [];
    try {
      runTick(state, commands, this.stadiums, events);
    } catch (error) {
      if (!(error instanceof Divergence)) throw error;
      this.tape.cut(error.tick);
      this.listener.diverged?.(error.tick, error.message);
      return false;
    }
    this.motion.advance(state, isCut(commands, events));
    const telling = state.tick > this.told ? 'new' : 'again';
    this.told = Math.max(this.told, state.tick);
    for (const command of commands) if (command.type !== 'input') this.tell({ tick: state.tick, command }, telling);
    for (const event of events) this.tell({ tick: state.tick, event }, telling);
    return true;
  }

  private tell(happening: Happening, telling: Telling): void {
    this.happenings.push(happening);
    this.listener.happened?.(happening, telling);
  }

  private tellMissed(upTo: number): void {
    const { listener, tape } = this;
    const goals = tape.moments.filter((moment) => moment.type === 'goal');
    for (let tick = this.told + 1; tick <= upTo; tick++) {
      for (const command of tape.commandsAfter(tick - 1) ?? []) {
        if (command.type !== 'input') listener.happened?.({ tick, command }, 'missed');
      }
      for (const { team, by, assist, own, tick: at } of goals) {
        if (at !== tick) continue;
        const event = { type: 'goal', team, by: by?.id ?? 0, assist: assist?.id ?? 0, own, disc: 0 } as const;
        listener.happened?.({ tick, event }, 'missed');
      }
    }
    this.told = Math.max(this.told, upTo);
  }
}

/** Ticks in which everybody is somewhere else at once. */
function isCut(commands: readonly Command[], events: readonly MatchEvent[]): boolean {
  return (
    commands.some(({ type }) => type === 'start' || type === 'stop' || type === 'stadium') ||
    events.some(({ type }) => type === 'positionsReset' || type === 'matchStop')
  );
}
