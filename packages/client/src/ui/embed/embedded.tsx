// A match in a frame on somebody's page: board, pitch and timeline. No seat, no chat, no settings: nothing that a click stolen by
// the page around it could do.
import { ExternalLink } from 'lucide';
import type { VNode } from 'preact';
import { GoalBanner } from '../hud/banner.tsx';
import { type MountPitch, PitchField } from '../hud/pitch-field.tsx';
import type { RoomModel } from '../hud/room-model.ts';
import { Scoreboard } from '../hud/scoreboard.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import '../style/room.css';
import '../style/embedded.css';

interface EmbeddedProps {
  readonly model: RoomModel;
  readonly mountPitch: MountPitch;
  /** The timeline. */
  readonly dock: VNode;
  /** Of the same match in a tab of its own. */
  readonly link: string;
}

export function Embedded({ model, mountPitch, dock, link }: EmbeddedProps): VNode {
  const board = model.session.scoreboard.value;
  const name = board?.name ?? t('app.name');
  return (
    <div class="room has-dock is-embedded" data-testid="embedded">
      <header class="room-bar">
        <div class="bar-side">
          <a class="bar-button" href={link} target="_blank" rel="noopener" title={t('embed.open', { name })}>
            <span class="bar-name">{name}</span>
            <Icon of={ExternalLink} size={20} />
          </a>
        </div>
        <Scoreboard board={board} />
        <div class="bar-side is-right">
          <a class="embedded-mark" href="/" target="_blank" rel="noopener">
            {t('app.name')}
          </a>
        </div>
      </header>
      <main class="room-field">
        <PitchField mountPitch={mountPitch} ready={board !== null} uncovered={false} />
        <GoalBanner goal={model.goal.value} board={board} />
      </main>
      {dock}
    </div>
  );
}
