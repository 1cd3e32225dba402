// The goal again, for those who play: while the ball is in the net and nobody can do anything about it, out of the same tape and
// playback as a recording.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type Command, KEY, type MatchEvent, type MatchState } from '@touchline/shared/match';
import type { Stadiums } from '@touchline/shared/stadium';
import type { View, ViewSource } from '../game/view.ts';
import { Playback } from './playback.ts';
import { Tape } from './tape.ts';

/** Ticks after the goal at which it begins: when the banner has gone. */
const AFTER_GOAL = 66;
/** What is shown, in ticks before and after the goal. It ends before the kick-off, 150 ticks after the goal. */
const LEAD = 68;
const TAIL = 12;
/** Ticks that are kept. */
const KEPT = 300;
const SURVEY_MS = 1;

export class GoalReplay implements ViewSource {
  readonly showing: ReadonlySignal<boolean>;
  /** False: goals are not shown again. */
  wanted = true;
  private readonly on: Signal<boolean> = signal(false);
  private readonly live: ViewSource;
  private readonly stadiums: Stadiums;
  private readonly tape: Tape;
  private playback: Playback | null = null;
  private goalTick = -1;
  private heldKick = false;

  /** `live`: what is shown when nothing is shown again. */
  constructor(live: ViewSource, stadiums: Stadiums) {
    this.live = live;
    this.stadiums = stadiums;
    this.tape = new Tape(stadiums);
    this.showing = this.on;
  }

  /** The confirmed state was replaced by a keyframe. */
  adopt(state: MatchState): void {
    this.stop();
    this.tape.begin(state);
  }

  /** The confirmed state moved on by one tick, to `state`. */
  confirm(state: MatchState, commands: readonly Command[], events: readonly MatchEvent[]): void {
    const { tape } = this;
    tape.append({ from: state.tick - 1, ticks: [commands] });
    tape.work(SURVEY_MS);
    tape.forget(tape.head - KEPT);
    if (events.some(({ type }) => type === 'goal')) this.goalTick = state.tick;
    if (state.phase !== 'goal') this.stop();
    else if (this.wanted && state.tick === this.goalTick + AFTER_GOAL) this.begin();
  }

  /** The keys of the next simulated step: a fresh kick skips. */
  press(keys: number): void {
    const kick = (keys & KEY.kick) !== 0;
    if (kick && !this.heldKick) this.skip();
    this.heldKick = kick;
  }

  skip(): void {
    if (this.playback) this.stop();
  }

  frame(nowMs: number): View | null {
    const live = this.live.frame(nowMs);
    const again = this.playback?.frame(nowMs);
    if (!live || !again || !this.playback) return live;
    if (!this.playback.playing) {
      this.stop();
      return live;
    }
    // What is heard is what happens now.
    return { ...again, selfId: live.selfId, happenings: live.happenings };
  }

  private begin(): void {
    const { tape } = this;
    const from = Math.max(tape.start, this.goalTick - LEAD);
    const state = tape.stateAt(from);
    if (!state) return;
    const ticks: (readonly Command[])[] = [];
    for (let tick = from; tick < this.goalTick + TAIL; tick++) ticks.push(tape.commandsAfter(tick) ?? []);
    this.playback = new Playback(this.stadiums);
    this.playback.load(state, ticks);
    this.on.value = true;
  }

  private stop(): void {
    this.playback = null;
    this.on.value = false;
  }
}
