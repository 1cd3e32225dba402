// What a timeline shows of a playback and does to it: the same for a recording and for a live match that is rewound.

import { type Signal, signal } from '@preact/signals';
import type { Moment } from '@touchline/shared/log';
import { TICKS_PER_SECOND } from '@touchline/shared/match';
import type { Loop, Playback } from '../../net/playback.ts';

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8] as const;
export const SKIP_SECONDS = 5;
/** A goal's own clip: from so long before it to so long after. */
const GOAL_BEFORE_SECONDS = 5;
const GOAL_AFTER_SECONDS = 2;
/** What the clip key keeps. */
const KEPT_SECONDS = 20;
/** A live line is longer than what has been played, and grows in such steps: marks that move are hard to hit. */
const GROWS_SECONDS = 60;
/** Both ends of a clip stay so far apart. */
const SHORTEST_CLIP = 0.5;

export type Goal = Extract<Moment, { type: 'goal' }>;

/** The part of a playback that is on the line: a recording, or one match of a broadcast. Ticks. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type LinkTo = (from: number, to: number | null) => string | null;

export class TimelineModel {
  /** Whole ticks: what is shown. */
  readonly tick = signal(0);
  readonly span: Signal<Span> = signal({ from: 0, to: 0 });
  /** Newest tick that can be shown; beyond it is what has not been played yet. */
  readonly latest = signal(0);
  readonly playing = signal(true);
  readonly speed = signal(1);
  /** `false`: rewound. Null: a recording, which is never live. */
  readonly live: Signal<boolean | null> = signal(null);
  readonly behindSeconds = signal(0);
  readonly clip: Signal<Loop | null> = signal(null);
  readonly goals: Signal<readonly Goal[]> = signal([]);
  /** Player who is followed; 0 nobody. */
  readonly followed = signal(0);
  /** A link to a moment or a stretch; null where there is nothing to link to. */
  readonly link: LinkTo;
  readonly playback: Playback;
  private moments: readonly Moment[] | null = null;
  private frame = 0;

  constructor(playback: Playback, onAir: boolean, link: LinkTo) {
    this.playback = playback;
    this.live.value = onAir ? true : null;
    this.link = link;
    const look = (): void => {
      this.look();
      this.frame = requestAnimationFrame(look);
    };
    look();
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
  }

  toggle(): void {
    if (this.playback.playing) this.playback.pause();
    else this.playback.play();
    this.look();
  }

  skip(seconds: number): void {
    this.seek(this.playback.position + seconds * TICKS_PER_SECOND);
  }

  nudge(ticks: number): void {
    this.playback.nudge(ticks);
    this.look();
  }

  seek(tick: number): void {
    const { clip } = this;
    // Whoever leaves a clip has seen enough of it.
    if (clip.peek() && !within(clip.peek() as Loop, tick)) this.playback.setLoop(null);
    this.playback.seek(tick);
    this.look();
  }

  /** Pauses while somebody drags; what comes back lets go. */
  hold(): () => void {
    const { playing } = this.playback;
    this.playback.pause();
    return () => {
      if (playing) this.playback.play();
    };
  }

  setSpeed(speed: number): void {
    this.playback.setSpeed(speed);
    this.look();
  }

  nextSpeed(): void {
    const at = SPEEDS.indexOf(this.speed.peek() as (typeof SPEEDS)[number]);
    this.setSpeed(SPEEDS[(at + 1) % SPEEDS.length]);
  }

  goLive(): void {
    this.playback.goLive();
    this.look();
  }

  toStart(): void {
    this.seek(this.span.peek().from);
  }

  toEnd(): void {
    if (this.live.peek() === null) this.seek(this.span.peek().to);
    else this.goLive();
  }

  /** The goal itself, a few seconds before it falls. */
  showGoal(goal: Goal): void {
    this.seek(goalClip(goal, this.span.peek()).from);
    this.playback.play();
  }

  /** To the goal before, or after, what is shown. */
  toGoal(direction: -1 | 1): void {
    const { tick } = this;
    const { from, to } = this.span.peek();
    const onLine = this.goals.peek().filter((goal) => goal.tick >= from && goal.tick <= to);
    // Shortly after a goal began to play, "before" means the one before it.
    const entry = (goal: Goal): number => goalClip(goal, { from, to }).from;
    const next =
      direction > 0
        ? onLine.find((goal) => entry(goal) > tick.peek() + 1)
        : onLine.findLast((goal) => entry(goal) < tick.peek() - TICKS_PER_SECOND);
    if (next) this.showGoal(next);
  }

  /** A stretch that plays over and over, and can be handed on. */
  setClip(clip: Loop | null): void {
    this.playback.setLoop(clip);
    if (clip) this.playback.play();
    this.look();
  }

  /** The last 20 seconds, or no clip any more. */
  toggleClip(): void {
    if (this.clip.peek()) return this.setClip(null);
    const to = Math.max(this.tick.peek(), this.span.peek().from + SHORTEST_CLIP * TICKS_PER_SECOND);
    const from = Math.max(this.span.peek().from, to - KEPT_SECONDS * TICKS_PER_SECOND);
    this.setClip({ from, to });
  }

  /** The goal that was just seen, over and over; or on with the match. */
  toggleLoop(): void {
    if (this.clip.peek()) return this.setClip(null);
    const goal = this.goals
      .peek()
      .findLast(({ tick }) => goalClip({ tick }, this.span.peek()).from <= this.tick.peek());
    if (goal) this.clipGoal(goal);
    else this.toggleClip();
  }

  clipGoal(goal: Goal): void {
    const clip = goalClip(goal, this.span.peek());
    this.playback.seek(clip.from);
    this.setClip(clip);
  }

  /** Puts one end of the clip, or of a new one, at a tick. */
  setClipEnd(end: 'from' | 'to', tick: number): void {
    const { from, to } = this.clip.peek() ?? this.span.peek();
    this.playback.setLoop(bounded(end === 'from' ? { from: tick, to } : { from, to: tick }, end, this.span.peek()));
    this.look();
  }

  follow(player: number): void {
    this.followed.value = player;
    this.playback.follow(player);
  }

  /** Match clock at a tick. */
  secondsAt(tick: number): number | undefined {
    return this.playback.tape.secondsAt(tick);
  }

  /** Tells the signals what changed. Each frame, and after each command. */
  private look(): void {
    const { playback } = this;
    const { tape } = playback;
    if (!Number.isFinite(playback.position)) return;
    const tick = Math.floor(playback.position);
    this.tick.value = tick;
    const latest = Math.floor(playback.latest);
    this.latest.value = latest;
    const { from, to } = spanAt(tape.starts, tape.start, latest, tick, this.live.peek() === null ? 0 : GROWS_SECONDS);
    if (from !== this.span.peek().from || to !== this.span.peek().to) this.span.value = { from, to };
    this.playing.value = playback.playing;
    this.speed.value = playback.speed;
    if (this.live.peek() !== null) this.live.value = playback.live;
    this.behindSeconds.value = Math.max(0, Math.round((playback.latest - playback.position) / TICKS_PER_SECOND));
    this.clip.value = playback.loop;
    if (tape.moments !== this.moments) {
      this.moments = tape.moments;
      this.goals.value = tape.moments.filter((moment) => moment.type === 'goal');
    }
  }
}

/** The match around `tick`: from its start to the start of the next one, or in steps of `growsSeconds` beyond what is known. */
export function spanAt(starts: readonly number[], first: number, latest: number, tick: number, growsSeconds = 0): Span {
  // A tape that begins with a start has no match before it.
  const borders = starts.filter((start) => start - first > TICKS_PER_SECOND);
  const from = borders.findLast((start) => start <= tick) ?? first;
  const step = growsSeconds * TICKS_PER_SECOND;
  const end = step > 0 ? from + Math.max(1, Math.ceil((latest - from) / step)) * step : latest;
  const to = borders.find((start) => start > tick) ?? end;
  return { from: Math.min(from, tick), to: Math.max(to, tick) };
}

/** From five seconds before a goal to two after it. */
export function goalClip(goal: { readonly tick: number }, span: Span): Loop {
  return {
    from: Math.max(span.from, goal.tick - GOAL_BEFORE_SECONDS * TICKS_PER_SECOND),
    to: Math.max(span.from + 1, Math.min(span.to, goal.tick + GOAL_AFTER_SECONDS * TICKS_PER_SECOND)),
  };
}

/** A clip with both ends on the line and apart; `moved` gives way last. */
export function bounded({ from, to }: Loop, moved: 'from' | 'to', span: Span): Loop {
  const least = SHORTEST_CLIP * TICKS_PER_SECOND;
  const whole = (tick: number): number => Math.round(Math.min(Math.max(tick, span.from), span.to));
  if (moved === 'from') {
    const start = Math.min(whole(from), span.to - least);
    return { from: Math.max(span.from, start), to: Math.max(whole(to), start + least) };
  }
  const end = Math.max(whole(to), span.from + least);
  return { from: Math.min(whole(from), end - least), to: end };
}

const within = ({ from, to }: Loop, tick: number): boolean => tick >= from && tick <= to;
