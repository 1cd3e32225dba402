// A goal on the line, in the scorer's kit; its card says whose it was, and hands it on as a clip.
import { useSignal } from '@preact/signals';
import type { Kit as KitColours } from '@touchline/shared/match';
import { Repeat } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { teamName } from '../chat/room-log.ts';
import { formatClock } from '../hud/clock.ts';
import { Kit, kitStyle } from '../hud/kit.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { CopyLink } from '../panel/copy-link.tsx';
import { type Goal, goalClip, type TimelineModel } from './model.ts';

interface GoalMarkProps {
  readonly goal: Goal;
  /** 0 to 1 along the line. */
  readonly at: number;
  readonly model: TimelineModel;
  readonly kit: KitColours | null;
}

export function GoalMark({ goal, at, model, kit }: GoalMarkProps): VNode {
  const mark = useRef<HTMLLIElement>(null);
  const open = useSignal(false);
  // A finger has no hover: a tap opens the card, a tap elsewhere closes it.
  useEffect(() => {
    const elsewhere = (event: PointerEvent): void => {
      if (!mark.current?.contains(event.target as Node)) open.value = false;
    };
    addEventListener('pointerdown', elsewhere);
    return () => removeEventListener('pointerdown', elsewhere);
  }, [open]);
  const { red, blue, team } = goal;
  const clock = formatClock(goal.seconds);
  const who = goal.by?.name ?? teamName(team);
  const clip = goalClip(goal, model.span.value);
  const link = model.link(clip.from, clip.to);
  return (
    <li ref={mark} class={open.value ? 'goal-mark is-open' : 'goal-mark'} style={{ '--at': at } as never}>
      <button
        type="button"
        class="goal-dot"
        aria-label={t(goal.own ? 'timeline.ownGoalAt' : 'timeline.goalAt', { who, clock, red, blue })}
        data-testid="goal-mark"
        onPointerDown={(event) => {
          open.value = event.pointerType !== 'mouse';
        }}
        onClick={() => model.showGoal(goal)}
      >
        <Kit team={team} colours={kit} />
      </button>
      <div class={`goal-card is-team-${team}`} style={kitStyle(kit)} data-testid="goal-card">
        <p class="goal-head">
          <b>{clock}</b>
          <span>
            {red}–{blue}
          </span>
        </p>
        <p class="goal-who">{who}</p>
        <p class="goal-how">
          {goal.own
            ? t('timeline.ownGoalFor', { team: teamName(team) })
            : goal.assist
              ? t('banner.assist', { name: goal.assist.name })
              : t('timeline.noAssist')}
        </p>
        <p class="goal-acts">
          <button type="button" class="button small" onClick={() => model.clipGoal(goal)}>
            <Icon of={Repeat} size={16} />
            {t('timeline.loop')}
          </button>
          {link === null ? null : <CopyLink path={link} label={t('timeline.copyClip')} testId="copy-goal" />}
        </p>
      </div>
    </li>
  );
}
