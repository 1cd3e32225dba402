import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import type { Scoreboard as Board } from '../session.ts';
import { formatClock, isOvertime, resumeSeconds } from './clock.ts';
import { Kit } from './kit.tsx';

export function Scoreboard({ board }: { board: Board | null }): VNode {
  if (!board) return <div class="score" />;
  const { red, blue } = board;
  const clock = formatClock(board.seconds);
  const word = stateWord(board);
  return (
    <div
      class={`score${isOvertime(board) ? ' is-overtime' : ''}${board.pause > 0 ? ' is-paused' : ''}`}
      role="group"
      aria-label={t('score.label', { red, blue, clock })}
      data-testid="scoreboard"
    >
      <span class="score-side">
        <Kit team={1} colours={board.redKit} />
        <span class="score-team">{t('team.red')}</span>
      </span>
      <b class="score-goals" data-testid="score-red">
        {red}
      </b>
      <span class="score-middle">
        <span class="score-clock" data-testid="clock">
          {clock}
        </span>
        <span class="score-word" data-testid="match-state">
          {word}
        </span>
      </span>
      <b class="score-goals" data-testid="score-blue">
        {blue}
      </b>
      <span class="score-side is-blue">
        <span class="score-team">{t('team.blue')}</span>
        <Kit team={2} colours={board.blueKit} />
      </span>
    </div>
  );
}

function stateWord(board: Board): string {
  const n = resumeSeconds(board.pause);
  if (n !== null) return t('score.resuming', { n });
  if (board.pause > 0) return t('score.paused');
  if (board.phase === 'none') return t('score.noMatch');
  if (board.phase === 'ended') return t('score.fullTime');
  if (board.phase === 'goal') return t('score.goal');
  if (isOvertime(board)) return t('score.overtime');
  if (board.phase === 'kickOff' && board.seconds === 0) return t('score.kickOff');
  return limitWords(board);
}

export function limitWords({ scoreLimit: goals, timeLimit: minutes }: Board): string {
  if (goals > 0 && minutes > 0) return t('score.limits', { goals, minutes });
  if (goals > 0) return t('score.limitGoals', { goals });
  return minutes > 0 ? t('score.limitMinutes', { minutes }) : t('score.limitNone');
}
