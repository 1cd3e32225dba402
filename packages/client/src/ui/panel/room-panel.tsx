// Esc. Slides over the surround; the pitch stays where it is and the match goes on.
import { ChartColumn, CircleQuestionMark, LogOut, Settings as SettingsIcon, X } from 'lucide';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RoomModel } from '../hud/room-model.ts';
import { limitWords } from '../hud/scoreboard.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { playPath, watchPath } from '../router.ts';
import { MatchControls, RoomControls } from './admin-controls.tsx';
import { CopyEmbed, CopyLink } from './copy-link.tsx';
import { PlayerColumns } from './player-columns.tsx';

export function RoomPanel({ model }: { model: RoomModel }): VNode | null {
  const frame = useRef<HTMLElement>(null);
  const { scoreboard, watchKey, roomId } = model.session;
  const board = scoreboard.value;
  useLayoutEffect(() => frame.current?.focus(), []);
  // Whatever had the focus may have left with its player: the keyboard's place is still here.
  const { roster } = model.session;
  useLayoutEffect(() => {
    if (document.activeElement === document.body) frame.current?.focus();
  }, [roster.value]);
  if (!board) return null;
  const admin = model.isAdmin.value;
  return (
    <section
      ref={frame}
      class="panel sheet"
      role="dialog"
      aria-label={t('panel.title')}
      tabIndex={-1}
      // Keys that work a control here are not for the pitch; releases pass, so that none sticks.
      onKeyDown={(event) => {
        if (event.key === 'Escape') model.open('nothing');
        if (event.target !== frame.current || event.key === 'Escape' || event.key === 'Tab') event.stopPropagation();
      }}
    >
      <header class="panel-head">
        <div>
          <h2>{board.name}</h2>
          <p>
            {board.stadium} · {limitWords(board)}
            {board.viewers > 0 ? ` · ${t('score.viewers', { n: board.viewers })}` : ''}
          </p>
        </div>
        <div class="panel-links">
          <CopyLink path={playPath(roomId)} label={t('panel.copyPlay')} testId="copy-play" />
          <CopyLink path={watchPath(roomId, watchKey.value)} label={t('panel.copyWatch')} testId="copy-watch" />
        </div>
        <button type="button" class="icon-button" aria-label={t('action.close')} onClick={() => model.open('nothing')}>
          <Icon of={X} />
        </button>
      </header>
      {admin ? <MatchControls model={model} board={board} /> : null}
      <PlayerColumns model={model} />
      <p class="field-note panel-note">
        {model.isWatching
          ? t('panel.watching')
          : t(admin ? 'panel.dragHint' : model.hasAdmin.value ? 'panel.adminOnly' : 'panel.noAdmin')}
      </p>
      {admin ? <RoomControls model={model} board={board} /> : null}
      <footer class="panel-foot">
        <button type="button" class="button small quiet" onClick={() => model.open('statistics')}>
          <Icon of={ChartColumn} size={16} />
          {t('hud.statistics')} <kbd class="kbd">T</kbd>
        </button>
        <button type="button" class="button small quiet" onClick={() => model.open('settings')}>
          <Icon of={SettingsIcon} size={16} />
          {t('hud.settings')}
        </button>
        <button type="button" class="button small quiet" onClick={() => model.open('help')}>
          <Icon of={CircleQuestionMark} size={16} />
          {t('hud.help')} <kbd class="kbd">?</kbd>
        </button>
        <CopyEmbed path={watchPath(roomId, watchKey.value)} name={board.name} />
        {model.isWatching ? (
          <a class="button small" href={playPath(roomId)}>
            {t('hud.takeSeat')}
          </a>
        ) : null}
        <a class="button small danger" href="/">
          <Icon of={LogOut} size={16} />
          {t('panel.leave')}
        </a>
      </footer>
    </section>
  );
}
