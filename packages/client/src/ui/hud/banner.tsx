// Over the pitch for a moment: a goal, full time. Never in the way of the pointer, never longer than a goal's 1.2 s.
import type { Kit as KitColours } from '@touchline/shared/match';
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import type { Scoreboard } from '../session.ts';
import { kitStyle } from './kit.tsx';
import type { GoalShown } from './room-model.ts';

export function GoalBanner({ goal, board }: { goal: GoalShown | null; board: Scoreboard | null }): VNode {
  return (
    <div class="banner-place" aria-live="off" data-testid="goal-banner">
      {goal ? (
        <GoalPlate key={goal.key} goal={goal} kit={(goal.team === 1 ? board?.redKit : board?.blueKit) ?? null} />
      ) : board?.phase === 'ended' ? (
        <FullTime board={board} />
      ) : board?.returning && board.pause > 0 ? (
        <Restarted />
      ) : null}
    </div>
  );
}

/** Whoever comes back finds the match standing still, and reads why. */
function Restarted(): VNode {
  return (
    <div class="banner is-note" role="status">
      <span class="banner-who">
        <span>{t('banner.restarted')}</span>
        <small>{t('banner.waiting')}</small>
      </span>
    </div>
  );
}

/** The word, who scored, who helped. `kit`: of the side that gains it. */
export function GoalPlate({ goal, kit }: { goal: GoalShown; kit: KitColours | null }): VNode {
  return (
    <div key={goal.key} class={`banner is-team-${goal.team}`} style={kitStyle(kit)} data-testid="goal">
      <b>{t(goal.own ? 'banner.ownGoal' : 'banner.goal')}</b>
      <span class="banner-who">
        <span>{goal.by}</span>
        {goal.assist ? <small>{t('banner.assist', { name: goal.assist })}</small> : null}
      </span>
    </div>
  );
}

function FullTime({ board }: { board: Scoreboard }): VNode {
  const redWins = board.red > board.blue;
  return (
    <div class={`banner is-slim is-team-${redWins ? 1 : 2}`} style={kitStyle(redWins ? board.redKit : board.blueKit)}>
      <b>{t('score.fullTime')}</b>
      <span class="banner-who">
        <span>{t(redWins ? 'banner.redWins' : 'banner.blueWins')}</span>
      </span>
    </div>
  );
}
