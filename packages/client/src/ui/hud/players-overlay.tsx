// Tab held: who plays, with whom, at what ping.
import { Crown } from 'lucide';
import type { VNode } from 'preact';
import { teamName } from '../chat/room-log.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { Kit } from './kit.tsx';
import type { RoomModel } from './room-model.ts';

export function PlayersOverlay({ model }: { model: RoomModel }): VNode {
  const { roster, scoreboard, selfId } = model.session;
  const board = scoreboard.value;
  return (
    <div class="players-overlay on-pitch" data-testid="players-overlay">
      {([1, 0, 2] as const).map((team) => (
        <section key={team}>
          <h3>
            <Kit team={team} colours={team === 1 ? board?.redKit : team === 2 ? board?.blueKit : null} />
            {teamName(team)}
          </h3>
          <ul>
            {roster.value
              .filter((line) => line.team === team)
              .map((line) => (
                <li key={line.id} class={line.id !== 0 && line.id === selfId.value ? 'is-self' : ''}>
                  <span class="line-name">{line.name}</span>
                  {line.admin ? <Icon of={Crown} size={14} /> : null}
                  <span class="line-ping">
                    {line.bot ? t('player.bot') : line.ping > 0 ? t('player.ping', { n: line.ping }) : ''}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
