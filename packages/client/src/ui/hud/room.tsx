// One room on the screen: scoreboard above, the pitch below it, everything else laid over. The pitch never changes its place or size.

import { useSignal } from '@preact/signals';
import { Eye, Menu, MessageSquare, ServerCrash, Users, WifiOff } from 'lucide';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Chat } from '../chat/chat.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { takeFile } from '../panel/dropped-file.ts';
import { RoomPanel } from '../panel/room-panel.tsx';
import { listenForFiles } from '../replay/dropped.ts';
import { playPath } from '../router.ts';
import type { SessionStatus } from '../session.ts';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { StatisticsButton } from '../statistics/statistics-button.tsx';
import { StatisticsDialog } from '../statistics/statistics-dialog.tsx';
import { GoalBanner } from './banner.tsx';
import { formatClock, secondsLeft } from './clock.ts';
import { ClosingNote } from './closing-note.tsx';
import { DebugOverlay } from './debug-overlay.tsx';
import { GoalReplayNote } from './goal-replay-note.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { KeysHint } from './keys-hint.tsx';
import { type MountPitch, PitchField } from './pitch-field.tsx';
import { PlayersOverlay } from './players-overlay.tsx';
import type { RoomModel } from './room-model.ts';
import { Scoreboard } from './scoreboard.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { SideChoice } from './side-choice.tsx';
import '../style/room.css';

interface RoomProps {
  readonly model: RoomModel;
  readonly mountPitch: MountPitch;
  /** Below the pitch, always there: it must not move what is above. */
  readonly dock?: VNode;
  /** What is shown is the past, which needs no connection. */
  readonly rewound?: boolean;
}

export function Room({ model, mountPitch, dock, rewound = false }: RoomProps): VNode {
  const { session } = model;
  const board = session.scoreboard.value;
  const opened = model.opened.value;
  const status = session.status.value;

  useEffect(() => listenForShortcuts(model), [model]);
  const dragging = useSignal(false);
  useEffect(
    () =>
      listenForFiles(
        (over) => {
          dragging.value = over;
        },
        (file) => void takeFile(model, file),
      ),
    [model, dragging],
  );

  const title = board ? `${board.red}–${board.blue} ${formatClock(board.seconds)} · ${board.name}` : t('app.name');
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <div class={dock ? 'room has-dock' : 'room'}>
      <header class="room-bar">
        <div class="bar-side">
          <button
            type="button"
            class="bar-button"
            aria-expanded={opened === 'panel'}
            aria-label={t('hud.room')}
            title={`${t('panel.title')} (Esc)`}
            onClick={() => model.toggle('panel')}
          >
            <Icon of={Menu} size={22} />
            <span class="bar-name">{board?.name ?? t('hud.room')}</span>
            <kbd class="kbd">Esc</kbd>
          </button>
          {dock ? null : <StatisticsButton model={model} within="bar" />}
        </div>
        <Scoreboard board={board} />
        <div class="bar-side is-right">
          {board && board.viewers > 0 ? (
            <span class="bar-fact" title={t('score.viewers', { n: board.viewers })}>
              <Icon of={Eye} size={18} />
              {board.viewers}
            </span>
          ) : null}
          <span class="bar-fact" title={t('side.count', { n: session.roster.value.length })}>
            <Icon of={Users} size={18} />
            {session.roster.value.length}
          </span>
          {model.isWatching ? (
            <a class="button small bar-seat" href={playPath(session.roomId)}>
              {t('hud.takeSeat')}
            </a>
          ) : null}
          <button
            type="button"
            class="bar-button"
            aria-expanded={opened === 'chat'}
            aria-label={t('hud.chat')}
            title={`${t('hud.chat')} (Enter)`}
            onClick={() => model.toggle('chat')}
          >
            <Icon of={MessageSquare} size={22} />
            {model.unread.value > 0 ? (
              <span class="unread" role="status" aria-label={t('chat.new', { n: model.unread.value })}>
                {Math.min(99, model.unread.value)}
              </span>
            ) : null}
            <kbd class="kbd">Enter</kbd>
          </button>
        </div>
      </header>
      <main class="room-field">
        <PitchField mountPitch={mountPitch} ready={board !== null} uncovered={opened === 'nothing'} />
        <GoalBanner goal={model.goal.value} board={board} />
        <div class="notes">
          <ClosingNote board={board} watching={model.isWatching} />
          <GoalReplayNote session={session} />
          <KeysHint model={model} />
          {opened === 'panel' ? null : <SideChoice model={model} />}
        </div>
        {model.showsPlayers.value ? <PlayersOverlay model={model} /> : null}
        {model.showsDebug.value ? <DebugOverlay session={session} /> : null}
        <Chat model={model} />
        {opened === 'panel' ? <RoomPanel model={model} /> : null}
        <div class="toast-place" role="status">
          {model.toast.value ? (
            <p key={model.toast.value.key} class="toast on-pitch">
              {model.toast.value.text}
            </p>
          ) : null}
        </div>
        {rewound ? null : <Reconnecting status={status} watching={model.isWatching} />}
      </main>
      {dock}
      {dragging.value ? <p class="drop-here">{t('drop.room')}</p> : null}
      {opened === 'statistics' ? <StatisticsDialog model={model} /> : null}
      {opened === 'settings' ? <SettingsDialog onClose={() => model.open('nothing')} /> : null}
      {opened === 'help' ? (
        <HelpDialog onClose={() => model.open('nothing')} {...(dock ? { timeline: 'with-room' } : {})} />
      ) : null}
    </div>
  );
}

function Reconnecting({ status, watching }: { status: SessionStatus; watching: boolean }): VNode | null {
  const now = useSignal(performance.now());
  const lost = status.kind === 'reconnecting';
  useEffect(() => {
    if (!lost) return;
    now.value = performance.now();
    const timer = setInterval(() => {
      now.value = performance.now();
    }, 250);
    return () => clearInterval(timer);
  }, [lost, now]);
  if (!lost) return null;
  const title = t(status.restarting ? 'ended.stopping.title' : 'reconnecting.title');
  const left = status.untilMs === null ? 0 : secondsLeft(status.untilMs, now.value);
  return (
    <div class="lost on-pitch" role="alertdialog" aria-label={title} data-testid="reconnecting">
      <div class="lost-box">
        <Icon of={status.restarting ? ServerCrash : WifiOff} size={36} />
        <h2>{title}</h2>
        <p>
          {watching ? t('reconnecting.watch') : left > 0 ? t('reconnecting.seat', { n: left }) : t('reconnecting.wait')}
        </p>
        <a class="button small" href="/">
          {t('action.back')}
        </a>
      </div>
    </div>
  );
}
