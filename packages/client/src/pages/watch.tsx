// A match without a seat: the feed, replayed. No WebSocket is opened here.
import { Clock, WifiOff } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { watchRoom } from '../net/watch-session.ts';
import { Room } from '../ui/hud/room.tsx';
import { RoomModel } from '../ui/hud/room-model.ts';
import { t } from '../ui/i18n/t.ts';
import { playPath } from '../ui/router.ts';
import { END_ICONS, Screen } from '../ui/screen.tsx';
import { pitchOf } from './stage.ts';

export function WatchPage({ room: roomId, watchKey }: { room: string; watchKey: string }): VNode {
  const session = useMemo(() => watchRoom(roomId, watchKey), [roomId, watchKey]);
  const model = useMemo(() => new RoomModel(session), [session]);
  const mountPitch = useMemo(() => pitchOf(session, null), [session]);
  useEffect(
    () => () => {
      model.dispose();
      session.dispose();
    },
    [session, model],
  );

  const status = session.status.value;
  const back = (
    <a class="button" href="/">
      {t('action.back')}
    </a>
  );
  if (status.kind === 'ended') {
    const { reason } = status;
    return (
      <Screen icon={END_ICONS[reason]} title={t(`ended.${reason}.title`)} text={t(`ended.${reason}.text`)}>
        {reason === 'forbidden' ? (
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
  return <Room model={model} mountPitch={mountPitch} />;
}
