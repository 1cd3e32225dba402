// The line under the pitch: where one is, what happened when, and what to do about it. One component for replays and live rewind.

import { TICKS_PER_SECOND } from '@touchline/shared/match';
import { ChevronLeft, ChevronRight, Pause, Play, Repeat, Scissors, SkipBack, SkipForward, X } from 'lucide';
import type { ComponentChildren, VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { formatClock } from '../hud/clock.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { CopyLink } from '../panel/copy-link.tsx';
import type { Scoreboard as Board } from '../session.ts';
import { GoalMark } from './goal-mark.tsx';
import { SKIP_SECONDS, SPEEDS, type Span, type TimelineModel } from './model.ts';
import '../style/timeline.css';
import '../style/timeline-controls.css';

const SPEED_WORDS: Readonly<Record<number, string>> = { 0.25: '¼', 0.5: '½', 1: '1', 2: '2', 4: '4', 8: '8' };

interface TimelineProps {
  readonly model: TimelineModel;
  /** Clock and kits, as the scoreboard above shows them. */
  readonly board: Board | null;
  /** At the right end of the controls: follow, camera … */
  readonly children?: ComponentChildren;
}

export function Timeline({ model, board, children }: TimelineProps): VNode {
  return (
    <section class="timeline" aria-label={t('timeline.label')} data-testid="timeline">
      {model.clip.value ? <ClipBar model={model} /> : null}
      <Track model={model} board={board} />
      <div class="timeline-controls">
        <div class="timeline-group">
          <Step icon={SkipBack} label={t('timeline.goalBefore')} wide onClick={() => model.toGoal(-1)} />
          <Step icon={ChevronLeft} label={t('timeline.frameBack')} wide onClick={() => model.nudge(-1)} />
          <PlayPause model={model} />
          <Step icon={ChevronRight} label={t('timeline.frameOn')} wide onClick={() => model.nudge(1)} />
          <Step icon={SkipForward} label={t('timeline.goalAfter')} onClick={() => model.toGoal(1)} />
        </div>
        <Clock model={model} board={board} />
        <Speed model={model} />
        <div class="timeline-group is-end">
          <button
            type="button"
            class="timeline-button timeline-clip"
            aria-pressed={model.clip.value !== null}
            title={`${t('timeline.clip')} (C)`}
            aria-label={t('timeline.clip')}
            onClick={() => model.toggleClip()}
          >
            <Icon of={Scissors} size={18} />
          </button>
          {children}
          <Live model={model} />
        </div>
      </div>
    </section>
  );
}

function Step(props: { icon: typeof Play; label: string; wide?: boolean; onClick: () => void }): VNode {
  return (
    <button
      type="button"
      class={props.wide ? 'timeline-button is-wide' : 'timeline-button'}
      title={props.label}
      aria-label={props.label}
      onClick={props.onClick}
    >
      <Icon of={props.icon} size={18} />
    </button>
  );
}

function PlayPause({ model }: { model: TimelineModel }): VNode {
  const playing = model.playing.value;
  const label = t(playing ? 'timeline.pause' : 'timeline.play');
  return (
    <button
      type="button"
      class="timeline-play"
      title={`${label} (${t('key.space')})`}
      aria-label={label}
      data-testid="play-pause"
      onClick={() => model.toggle()}
    >
      <Icon of={playing ? Pause : Play} size={22} />
    </button>
  );
}

function Clock({ model, board }: Omit<TimelineProps, 'children'>): VNode {
  const { to } = model.span.value;
  const live = model.live.value;
  return (
    <p class="timeline-clock">
      <b data-testid="timeline-clock">{formatClock(board?.seconds ?? 0)}</b>
      {live === null ? (
        // Until the recording has been looked through to its end: the place that its length will take.
        <span style={model.secondsAt(to) === undefined ? { visibility: 'hidden' } : {}}> / {clockAt(model, to)}</span>
      ) : null}
    </p>
  );
}

function Speed({ model }: { model: TimelineModel }): VNode {
  const now = model.speed.value;
  return (
    <>
      <div class="timeline-speeds" role="group" aria-label={t('timeline.speed')}>
        {SPEEDS.map((speed, i) => (
          <button
            key={speed}
            type="button"
            aria-pressed={speed === now}
            aria-label={t('timeline.times', { n: speed })}
            title={`${t('timeline.times', { n: speed })} (${i + 1})`}
            onClick={() => model.setSpeed(speed)}
          >
            {SPEED_WORDS[speed]}
          </button>
        ))}
        <span aria-hidden="true">×</span>
      </div>
      <button
        type="button"
        class="timeline-button timeline-speed"
        aria-label={t('timeline.speedNow', { n: now })}
        onClick={() => model.nextSpeed()}
      >
        {SPEED_WORDS[now]}×
      </button>
    </>
  );
}

/** Only where there is a live edge: at it, or the way back to it. */
function Live({ model }: { model: TimelineModel }): VNode | null {
  const live = model.live.value;
  if (live === null) return null;
  const behind = model.behindSeconds.value;
  return (
    <button
      type="button"
      class={live ? 'timeline-live is-live' : 'timeline-live'}
      aria-label={live ? t('timeline.isLive') : t('timeline.goLive', { time: formatClock(behind) })}
      data-testid="live"
      onClick={() => model.goLive()}
    >
      <span class="timeline-lamp" aria-hidden="true" />
      <b>{t('timeline.live')}</b>
      {live ? null : <span class="timeline-behind">−{formatClock(behind)}</span>}
    </button>
  );
}

function ClipBar({ model }: { model: TimelineModel }): VNode | null {
  const clip = model.clip.value;
  if (!clip) return null;
  const link = model.link(clip.from, clip.to);
  const seconds = (clip.to - clip.from) / TICKS_PER_SECOND;
  return (
    <div class="clip-bar" data-testid="clip-bar">
      <Icon of={Repeat} size={16} />
      <span>{t('timeline.clipLength', { seconds: seconds.toFixed(1) })}</span>
      {link === null ? null : <CopyLink path={link} label={t('timeline.copyClip')} testId="copy-clip" />}
      <button
        type="button"
        class="icon-button"
        aria-label={t('timeline.clipOff')}
        title={t('timeline.clipOff')}
        onClick={() => model.setClip(null)}
      >
        <Icon of={X} size={18} />
      </button>
    </div>
  );
}

function Track({ model, board }: Omit<TimelineProps, 'children'>): VNode {
  const track = useRef<HTMLDivElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const span = model.span.value;
  const clip = model.clip.value;

  const tickAt = (clientX: number): number => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0) return span.from;
    return span.from + Math.min(1, Math.max(0, (clientX - box.left) / box.width)) * (span.to - span.from);
  };
  // Written to the element itself: a moving pointer is no reason to render.
  const point = (clientX: number | null): void => {
    const { current } = bubble;
    if (!current) return;
    current.hidden = clientX === null;
    if (clientX === null) return;
    const tick = tickAt(clientX);
    current.textContent = clockAt(model, tick);
    current.style.setProperty('--at', String(share(tick, span)));
  };
  const drag = (event: PointerEvent, move: (tick: number) => void): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    const release = model.hold();
    move(tickAt(event.clientX));
    const onMove = (next: PointerEvent): void => {
      move(tickAt(next.clientX));
      point(next.clientX);
    };
    target.addEventListener('pointermove', onMove);
    const done = (): void => {
      target.removeEventListener('pointermove', onMove);
      release();
    };
    target.addEventListener('lostpointercapture', done, { once: true });
  };

  return (
    <div class="timeline-line">
      <div
        ref={track}
        class="timeline-track"
        role="slider"
        tabIndex={0}
        aria-label={t('timeline.position')}
        aria-valuemin={0}
        aria-valuemax={Math.round((span.to - span.from) / TICKS_PER_SECOND)}
        aria-valuenow={Math.round((model.tick.value - span.from) / TICKS_PER_SECOND)}
        aria-valuetext={formatClock(board?.seconds ?? 0)}
        data-testid="track"
        onPointerDown={(event) => drag(event, (tick) => model.seek(tick))}
        onPointerMove={(event) => point(event.clientX)}
        onPointerLeave={() => point(null)}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -SKIP_SECONDS, ArrowRight: SKIP_SECONDS, PageDown: -30, PageUp: 30 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          model.skip(step);
        }}
      >
        {clip ? (
          <span
            class="timeline-stretch"
            style={{ '--from': share(clip.from, span), '--to': share(clip.to, span) } as never}
          />
        ) : null}
        <Playhead model={model} />
        <span ref={bubble} class="timeline-bubble" hidden />
      </div>
      {clip
        ? (['from', 'to'] as const).map((end) => (
            <button
              key={end}
              type="button"
              class="clip-end"
              style={{ '--at': share(clip[end], span) } as never}
              aria-label={t(end === 'from' ? 'timeline.clipFrom' : 'timeline.clipTo')}
              title={t(end === 'from' ? 'timeline.clipFrom' : 'timeline.clipTo')}
              onPointerDown={(event) => drag(event, (tick) => model.setClipEnd(end, tick))}
              onKeyDown={(event) => {
                const step = { ArrowLeft: -6, ArrowRight: 6 }[event.key];
                if (step === undefined) return;
                event.stopPropagation();
                event.preventDefault();
                model.setClipEnd(end, clip[end] + step);
              }}
            />
          ))
        : null}
      <ul class="timeline-goals" aria-label={t('timeline.goals')}>
        {model.goals.value
          .filter(({ tick }) => tick >= span.from && tick <= span.to)
          .map((goal) => (
            <GoalMark
              key={goal.tick}
              goal={goal}
              at={share(goal.tick, span)}
              model={model}
              kit={(goal.team === 1 ? board?.redKit : board?.blueKit) ?? null}
            />
          ))}
      </ul>
    </div>
  );
}

/** Moves every frame, and nothing but it does. */
function Playhead({ model }: { model: TimelineModel }): VNode {
  const span = model.span.value;
  const style = { '--at': share(model.tick.value, span), '--known': share(model.latest.value, span) };
  return <span class="timeline-head" style={style as never} />;
}

/** 0 to 1 along the line. */
function share(tick: number, { from, to }: Span): number {
  return to > from ? Math.min(1, Math.max(0, (tick - from) / (to - from))) : 1;
}

function clockAt(model: TimelineModel, tick: number): string {
  return formatClock(model.secondsAt(tick) ?? 0);
}
