// A recorded match on the screen: the same board, pitch and timeline as in a room, and nobody who could be disturbed.
import { ArrowLeft, CircleQuestionMark, Download, Settings as SettingsIcon } from 'lucide';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FreeCamera } from '../game/free-camera.ts';
import { recordingUrl } from '../net/recordings.ts';
import type { ReplaySession } from '../net/replay-session.ts';
import { Chat } from '../ui/chat/chat.tsx';
import { GoalBanner } from '../ui/hud/banner.tsx';
import { formatClock } from '../ui/hud/clock.ts';
import { HelpDialog } from '../ui/hud/help-dialog.tsx';
import { type MountPitch, PitchField } from '../ui/hud/pitch-field.tsx';
import type { RoomModel } from '../ui/hud/room-model.ts';
import { Scoreboard } from '../ui/hud/scoreboard.tsx';
import { t } from '../ui/i18n/t.ts';
import { Icon } from '../ui/icon.tsx';
import { CopyEmbed } from '../ui/panel/copy-link.tsx';
import { replayPath } from '../ui/router.ts';
import { SettingsDialog } from '../ui/settings/settings-dialog.tsx';
import { StatisticsButton } from '../ui/statistics/statistics-button.tsx';
import { StatisticsDialog } from '../ui/statistics/statistics-dialog.tsx';
import { CameraBack } from '../ui/timeline/camera-back.tsx';
import { CopyMoment } from '../ui/timeline/copy-moment.tsx';
import { FollowSelect } from '../ui/timeline/follow.tsx';
import type { TimelineModel } from '../ui/timeline/model.ts';
import { Timeline } from '../ui/timeline/timeline.tsx';
import { VerdictMark } from './replay-verdict.tsx';
import '../ui/style/room.css';
import '../ui/style/replay-bar.css';

interface ReplayRoomProps {
  /** Empty for a file. */
  readonly id: string;
  readonly session: ReplaySession;
  readonly model: RoomModel;
  readonly timeline: TimelineModel;
  readonly camera: FreeCamera;
  readonly mountPitch: MountPitch;
}

export function ReplayRoom({ id, session, model, timeline, camera, mountPitch }: ReplayRoomProps): VNode {
  const board = session.scoreboard.value;
  const { recording } = session.opened;
  const opened = model.opened.value;
  const title = board ? `${board.red}–${board.blue} ${formatClock(board.seconds)} · ${board.name}` : t('app.name');
  useEffect(() => {
    document.title = title;
  }, [title]);
  const date = new Date(recording.header.startedMs);
  return (
    <div class="room has-dock is-replay">
      <header class="room-bar">
        <div class="bar-side">
          <a class="bar-button" href="/" aria-label={t('action.back')} title={t('action.back')}>
            <Icon of={ArrowLeft} size={22} />
          </a>
          <p class="replay-name">
            <b>{recording.header.name}</b>
            <small>
              <time dateTime={date.toISOString()}>{date.toLocaleString(undefined, WHEN)}</time>
              {board ? ` · ${board.stadium}` : ''}
            </small>
          </p>
        </div>
        <Scoreboard board={board} />
        <div class="bar-side is-right">
          <VerdictMark
            check={session.check.value}
            publicKey={recording.signature?.publicKey ?? null}
            serverKey={session.serverKey.value}
            clockAt={(tick) => timeline.secondsAt(tick)}
          />
          {id === '' ? null : (
            <a
              class="bar-button is-spare"
              href={recordingUrl(id)}
              download={`${id}.tlr`}
              aria-label={t('replay.download')}
              title={t('replay.download')}
              data-testid="download"
            >
              <Icon of={Download} size={20} />
            </a>
          )}
          <button
            type="button"
            class="bar-button is-spare"
            aria-label={t('hud.settings')}
            title={t('hud.settings')}
            onClick={() => model.open('settings')}
          >
            <Icon of={SettingsIcon} size={20} />
          </button>
          <button
            type="button"
            class="bar-button is-spare"
            aria-label={t('hud.help')}
            title={`${t('hud.help')} (?)`}
            onClick={() => model.open('help')}
          >
            <Icon of={CircleQuestionMark} size={20} />
          </button>
        </div>
      </header>
      <main class="room-field">
        <PitchField mountPitch={mountPitch} ready={board !== null} uncovered={opened === 'nothing'} />
        <GoalBanner goal={model.goal.value} board={board} />
        <Chat model={model} />
      </main>
      <Timeline model={timeline} board={board}>
        <CopyMoment model={timeline} />
        {id === '' ? null : <CopyEmbed path={replayPath(id)} name={recording.header.name} />}
        <StatisticsButton model={model} within="timeline" />
        <CameraBack camera={camera} />
        <FollowSelect model={timeline} roster={session.roster.value} />
      </Timeline>
      {opened === 'statistics' ? <StatisticsDialog model={model} /> : null}
      {opened === 'settings' ? <SettingsDialog onClose={() => model.open('nothing')} /> : null}
      {opened === 'help' ? <HelpDialog timeline="alone" onClose={() => model.open('nothing')} /> : null}
    </div>
  );
}

const WHEN = { dateStyle: 'medium', timeStyle: 'short' } as const;
