// What streamers lay over their picture: the board, the pitch, or the goals. Nothing can be clicked, nothing is ever said about the
// network: what is not true any more fades out.
import { Layers } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { OverlaySession } from '../net/overlay-session.ts';
import { GoalPlate } from '../ui/hud/banner.tsx';
import { Scoreboard } from '../ui/hud/scoreboard.tsx';
import { t } from '../ui/i18n/t.ts';
import { BarePitch } from '../ui/overlay/bare-pitch.tsx';
import { GoalTeller } from '../ui/overlay/goal-teller.ts';
import { overlayPath } from '../ui/router.ts';
import { Screen } from '../ui/screen.tsx';
import { barePitchOf } from './stage.ts';
import '../ui/style/overlay.css';

const OVERLAYS = ['scoreboard', 'pitch', 'goals'] as const;
type Shows = (typeof OVERLAYS)[number];

interface OverlayProps {
  readonly room: string;
  readonly watchKey: string;
  readonly shows: string;
}

export function OverlayPage({ room, watchKey, shows }: OverlayProps): VNode {
  const known = OVERLAYS.find((overlay) => overlay === shows);
  if (known) return <Overlay room={room} watchKey={watchKey} shows={known} />;
  return (
    <Screen icon={Layers} title={t('overlay.unknown.title')} text={t('overlay.unknown.text')}>
      {OVERLAYS.map((overlay) => (
        <a key={overlay} class="button" href={overlayPath(room, watchKey, overlay)} target="_blank" rel="noopener">
          {t(`overlay.${overlay}`)}
        </a>
      ))}
    </Screen>
  );
}

function Overlay({ room, watchKey, shows }: OverlayProps & { readonly shows: Shows }): VNode {
  const session = useMemo(() => new OverlaySession(room, watchKey, shows !== 'pitch'), [room, watchKey, shows]);
  const teller = useMemo(() => new GoalTeller(session, session.playback), [session]);
  const mountPitch = useMemo(() => barePitchOf(session), [session]);
  useEffect(() => {
    document.title = t('overlay.title', { room });
    return () => {
      teller.dispose();
      session.dispose();
    };
  }, [session, teller, room]);

  const board = session.scoreboard.value;
  const goal = teller.goal.value;
  return (
    <div
      class={`overlay on-pitch shows-${shows}${session.fresh.value && board ? '' : ' is-stale'}`}
      data-testid="overlay"
    >
      {shows === 'pitch' ? <BarePitch mountPitch={mountPitch} /> : null}
      {shows === 'scoreboard' && board ? (
        <div class={goal ? `overlay-board has-goal-${goal.team}` : 'overlay-board'}>
          <Scoreboard board={board} />
        </div>
      ) : null}
      {shows === 'goals' && goal ? (
        <GoalPlate goal={goal} kit={(goal.team === 1 ? board?.redKit : board?.blueKit) ?? null} />
      ) : null}
    </div>
  );
}
