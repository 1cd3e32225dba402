// Batches → what a viewer sees: the log replayed with the shared step on the viewer's own clock, one batch behind live.
import { type Batch, Divergence, runTick } from '@touchline/shared/log';
import type { Command, MatchEvent, MatchState } from '@touchline/shared/match';
import type { Stadiums } from '@touchline/shared/stadium';
import type { Happening, View, ViewSource } from '../game/view.ts';
import { blend, Motion } from './interpolate.ts';
import { ViewerClock } from './viewer-clock.ts';

export interface PlaybackListener {
  /** Once for everything that happens, when it is shown. Keys of players are no happening. */
  happened?(happening: Happening): void;
  /** The log did not run as it was written: a bug. Nothing moves until the next keyframe. */
  diverged?(tick: number, reason: string): void;
}

export class Playback implements ViewSource {
  private state: MatchState | null = null;
  /** Ticks that have arrived and are not yet shown, from `taken` on. */
  private ticks: (readonly Command[])[] = [];
  private taken = 0;
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
    const nothing = new Float64Array(0);
    this.view = { state: null as unknown as MatchState, x: nothing, y: nothing, selfId: 0, happenings: [] };
  }

  /** The newest simulated state; null before the first keyframe. Read it now, keep nothing of it. */
  get current(): MatchState | null {
    return this.state;
  }

  /** How far behind the server's newest tick the last frame was. */
  get behindMs(): number {
    return this.clock.behindMs(this.nowMs);
  }

  /** Newest tick that has arrived. */
  get head(): number {
    return this.state ? this.state.tick + this.ticks.length - this.taken : -1;
  }

  /** A connection was opened: what comes at once now is the past that was missed. */
  reconnected(): void {
    this.clock.settle();
  }

  /** Goes on from a keyframe: at the beginning, and after a reset. */
  adopt(state: MatchState, nowMs: number): void {
    this.state = state;
    this.ticks = [];
    this.taken = 0;
    this.clock.reset();
    this.clock.arrived(state.tick, nowMs);
    this.motion.cut(state);
  }

  /** The next ticks, as they arrived. Throws RangeError when they do not follow what is there. */
  push(batch: Batch, nowMs: number): void {
    if (batch.from !== this.head) throw new RangeError(`a batch from tick ${batch.from} after ${this.head}`);
    this.ticks.push(...batch.ticks);
    this.clock.arrived(this.head, nowMs);
  }

  frame(nowMs: number): View | null {
    const { state, view } = this;
    if (!state) return null;
    this.nowMs = nowMs;
    const tick = this.clock.advance(nowMs, this.head);
    // Drawn is what lies between two ticks: the one before the clock and the one after it.
    while (state.tick <= tick && this.taken < this.ticks.length) {
      if (!this.step(state)) break;
    }
    this.forget();
    if (view.x.length < state.world.capacity) {
      view.x = new Float64Array(state.world.capacity);
      view.y = new Float64Array(state.world.capacity);
    }
    const alpha = Math.min(Math.max(tick - (state.tick - 1), 0), 1);
    blend(this.motion.prev, this.motion.next, alpha, view);
    view.state = state;
    view.happenings = this.happenings;
    this.happenings = [];
    return view;
  }

  private step(state: MatchState): boolean {
    const commands = this.ticks[this.taken];
    const events: MatchEvent[] = [];
    try {
      runTick(state, commands, this.stadiums, events);
    } catch (error) {
      if (!(error instanceof Divergence)) throw error;
      this.ticks = [];
      this.taken = 0;
      this.listener.diverged?.(error.tick, error.message);
      return false;
    }
    this.taken++;
    this.motion.advance(state, isCut(commands, events));
    for (const command of commands) if (command.type !== 'input') this.tell({ tick: state.tick, command });
    for (const event of events) this.tell({ tick: state.tick, event });
    return true;
  }

  private tell(happening: Happening): void {
    this.happenings.push(happening);
    this.listener.happened?.(happening);
  }

  private forget(): void {
    if (this.taken < 600 && this.taken < this.ticks.length) return;
    this.ticks = this.ticks.slice(this.taken);
    this.taken = 0;
  }
}

/** Ticks in which everybody is somewhere else at once. */
function isCut(commands: readonly Command[], events: readonly MatchEvent[]): boolean {
  return (
    commands.some(({ type }) => type === 'start' || type === 'stop' || type === 'stadium') ||
    events.some(({ type }) => type === 'positionsReset' || type === 'matchStop')
  );
}
