// One room on the screen: scoreboard above, the pitch below it, everything else laid over. The pitch never changes its place or size.

import { useSignal } from '@preact/signals';
import { Eye, LoaderCircle, Menu, MessageSquare, Users, WifiOff } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Chat } from '../chat/chat.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { RoomPanel } from '../panel/room-panel.tsx';
import { playPath } from '../router.ts';
import type { SessionStatus } from '../session.ts';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { GoalBanner } from './banner.tsx';
import { formatClock, secondsLeft } from './clock.ts';
import { DebugOverlay } from './debug-overlay.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { PlayersOverlay } from './players-overlay.tsx';
import type { RoomModel } from './room-model.ts';
import { Scoreboard } from './scoreboard.tsx';
import { listenForShortcuts } from './shortcuts.ts';
import { SideChoice } from './side-choice.tsx';
import '../style/room.css';

/** Puts the living pitch into an element; the pages know how, these screens do not. */
export type MountPitch = (parent: HTMLElement) => Promise<() => void>;

export function Room({ model, mountPitch }: { model: RoomModel; mountPitch: MountPitch }): VNode {
  const pitch = useRef<HTMLDivElement>(null);
  const pitchState = useSignal<'loading' | 'ready' | 'failed'>('loading');
  const { session } = model;
  const board = session.scoreboard.value;
  const opened = model.opened.value;
  const status = session.status.value;

  useEffect(() => {
    const parent = pitch.current;
    if (!parent) return;
    let unmount: (() => void) | null = null;
    let gone = false;
    mountPitch(parent).then(
      (stop) => {
        if (gone) return stop();
        unmount = stop;
        pitchState.value = 'ready';
      },
      (fault: unknown) => {
        console.error(fault);
        pitchState.value = 'failed';
      },
    );
    return () => {
      gone = true;
      unmount?.();
    };
  }, [mountPitch, pitchState]);
  useEffect(() => listenForShortcuts(model), [model]);
  // Whatever was open had the focus. The pitch needs none: it has the keys of whoever holds nothing else.
  useLayoutEffect(() => {
    if (opened === 'nothing' && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, [opened]);

  const title = board ? `${board.red}–${board.blue} ${formatClock(board.seconds)} · ${board.name}` : t('app.name');
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <div class="room">
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
        <div ref={pitch} class="pitch" role="img" aria-label={t('pitch.label')} data-testid="pitch" />
        {pitchState.value === 'ready' && board ? null : <PitchNote failed={pitchState.value === 'failed'} />}
        <GoalBanner goal={model.goal.value} board={board} />
        {model.showsPlayers.value ? <PlayersOverlay model={model} /> : null}
        {model.showsDebug.value ? <DebugOverlay session={session} /> : null}
        {opened === 'panel' ? null : <SideChoice model={model} />}
        <Chat model={model} />
        {opened === 'panel' ? <RoomPanel model={model} /> : null}
        <div class="toast-place" role="status">
          {model.toast.value ? (
            <p key={model.toast.value.key} class="toast on-pitch">
              {model.toast.value.text}
            </p>
          ) : null}
        </div>
        <Reconnecting status={status} watching={model.isWatching} />
      </main>
      {opened === 'settings' ? <SettingsDialog onClose={() => model.open('nothing')} /> : null}
      {opened === 'help' ? <HelpDialog onClose={() => model.open('nothing')} /> : null}
    </div>
  );
}

function PitchNote({ failed }: { failed: boolean }): VNode {
  return (
    <p class="pitch-note on-pitch" role={failed ? 'alert' : 'status'}>
      {failed ? (
        t('pitch.failed')
      ) : (
        <>
          <Icon of={LoaderCircle} /> {t('loading.pitch')}
        </>
      )}
    </p>
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
  const { untilMs } = status;
  return (
    <div class="lost on-pitch" role="alertdialog" aria-label={t('reconnecting.title')} data-testid="reconnecting">
      <div class="lost-box">
        <Icon of={WifiOff} size={36} />
        <h2>{t('reconnecting.title')}</h2>
        <p>
          {watching || untilMs === null
            ? t('reconnecting.watch')
            : t('reconnecting.seat', { n: secondsLeft(untilMs, now.value) })}
        </p>
        <a class="button small" href="/">
          {t('action.back')}
        </a>
      </div>
    </div>
  );
}
