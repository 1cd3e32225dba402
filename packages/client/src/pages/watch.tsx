// A match without a seat: the feed, replayed. No WebSocket is opened here.
import { effect } from '@preact/signals';
import { Clock, WifiOff } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { FreeCamera } from '../game/free-camera.ts';
import { WatchSession } from '../net/watch-session.ts';
import { Embedded } from '../ui/embed/embedded.tsx';
import { framed, OUT_OF_FRAME } from '../ui/framed.ts';
import { Room } from '../ui/hud/room.tsx';
import { RoomModel } from '../ui/hud/room-model.ts';
import { t } from '../ui/i18n/t.ts';
import { playPath, replayPath, watchPath } from '../ui/router.ts';
import { END_ICONS, Screen } from '../ui/screen.tsx';
import { StatisticsButton } from '../ui/statistics/statistics-button.tsx';
import { CameraBack } from '../ui/timeline/camera-back.tsx';
import { CopyMoment } from '../ui/timeline/copy-moment.tsx';
import { DelayNote } from '../ui/timeline/delay-note.tsx';
import { FollowSelect, followNext } from '../ui/timeline/follow.tsx';
import { listenForTimeline } from '../ui/timeline/keys.ts';
import { type LinkTo, TimelineModel } from '../ui/timeline/model.ts';
import { readLive, writeAsked } from '../ui/timeline/moment.ts';
import { Timeline } from '../ui/timeline/timeline.tsx';
import { pitchOf } from './stage.ts';

interface WatchPageProps {
  readonly room: string;
  readonly watchKey: string;
  /** The query of the link. */
  readonly asked: string;
}

export function WatchPage({ room: roomId, watchKey, asked }: WatchPageProps): VNode {
  const session = useMemo(
    () => new WatchSession(roomId, watchKey, readLive(asked).from !== null),
    [roomId, watchKey, asked],
  );
  const model = useMemo(() => new RoomModel(session), [session]);
  const timeline = useMemo(() => {
    const link: LinkTo = (from, to) => {
      const match = framed ? null : session.matchAt(from);
      if (match === null) return null;
      const since = (tick: number): number => Math.max(0, tick - match.startTick);
      return replayPath(match.recording) + writeAsked(since(from), to === null ? null : since(to), roomId);
    };
    return new TimelineModel(session.playback, true, link);
  }, [session, roomId]);
  const camera = useMemo(() => new FreeCamera(), [session]);
  const mountPitch = useMemo(() => pitchOf(session, null, camera), [session, camera]);
  useEffect(() => rewindTo(asked, session, timeline), [asked, session, timeline]);
  useEffect(() => {
    const stopFollowing = timeline.followed.subscribe(() => camera.followPlay());
    const stopKeys = listenForTimeline({
      model: timeline,
      followNext: () => followNext(timeline, session.roster.peek()),
      resetCamera: () => camera.reset(),
    });
    return () => {
      stopFollowing();
      stopKeys();
      timeline.dispose();
      model.dispose();
      session.dispose();
    };
  }, [session, model, timeline, camera]);

  const status = session.status.value;
  const back = (
    <a class="button" href="/" {...OUT_OF_FRAME}>
      {t('action.back')}
    </a>
  );
  // Whoever has rewound sees it to the end: all of it is here.
  if (status.kind === 'ended' && timeline.live.value !== false) {
    const { reason } = status;
    return (
      <Screen icon={END_ICONS[reason]} title={t(`ended.${reason}.title`)} text={t(`ended.${reason}.text`)}>
        {reason === 'forbidden' && !framed ? (
          <a class="button primary" href={playPath(roomId)}>
            {t('hud.takeSeat')}
          </a>
        ) : null}
        {back}
      </Screen>
    );
  }
  if (session.scoreboard.value === null && status.kind === 'reconnecting') {
    return (
      <Screen busy icon={WifiOff} title={t('refused.unreachable.title')} text={t('reconnecting.wait')}>
        {back}
      </Screen>
    );
  }
  if (session.scoreboard.value === null) {
    return (
      <Screen busy icon={Clock} title={t('connecting.watch')} text={t('connecting.watchText')}>
        {back}
      </Screen>
    );
  }
  const dock = (
    <Timeline model={timeline} board={session.scoreboard.value}>
      <CopyMoment model={timeline} />
      <DelayNote seconds={session.delay.value} />
      <StatisticsButton model={model} within="timeline" />
      <CameraBack camera={camera} />
      <FollowSelect model={timeline} roster={session.roster.value} />
    </Timeline>
  );
  if (framed) return <Embedded model={model} mountPitch={mountPitch} dock={dock} link={watchPath(roomId, watchKey)} />;
  return <Room model={model} mountPitch={mountPitch} dock={dock} rewound={timeline.live.value === false} />;
}

/** Shows what the link asks for, as soon as it is here. Once: whoever then goes live is not fetched back. */
function rewindTo(asked: string, { playback, whole }: WatchSession, timeline: TimelineModel): () => void {
  const { from, to } = readLive(asked);
  let done = from === null;
  return effect(() => {
    // Before the first frame nothing is shown that could be left.
    if (done || from === null || !whole.value || timeline.latest.value === 0) return;
    done = true;
    // Forgotten by the feed, or of another life of the room: live is what there is.
    if (from < playback.tape.start || from > playback.latest) return;
    timeline.seek(from);
    if (to !== null) timeline.setClip({ from, to });
  });
}
