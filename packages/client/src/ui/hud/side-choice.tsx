// For whoever sits out: one press to be in the match.
import { ChartColumn, Lock, Play } from 'lucide';
import type { VNode } from 'preact';
import { teamName } from '../chat/room-log.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { playPath } from '../router.ts';
import { idleText } from './idle-text.ts';
import { Kit } from './kit.tsx';
import type { RoomModel } from './room-model.ts';

export function SideChoice({ model }: { model: RoomModel }): VNode | null {
  const board = model.session.scoreboard.value;
  const self = model.self.value;
  if (!board) return null;
  const idle = board.phase === 'none';
  if (model.isWatching) {
    return idle ? (
      <div class="choice-bar on-pitch">
        <p>{t('idle.noMatch.watch')}</p>
        <LastMatch model={model} />
        <a class="button small" href={playPath(model.session.roomId)}>
          {t('hud.takeSeat')}
        </a>
      </div>
    ) : null;
  }
  if (!self) return null;
  const sitsOut = self.team === 0;
  if (!sitsOut && !idle) return null;
  const mayChoose = !board.locked || self.admin;
  return (
    <div class="choice-bar on-pitch">
      {idle ? <p>{t(idleText(self, model.hasAdmin.value), { team: teamName(self.team).toLowerCase() })}</p> : null}
      {sitsOut && !mayChoose ? (
        <p>
          <Icon of={Lock} size={16} /> {t('side.locked')}
        </p>
      ) : null}
      {sitsOut && mayChoose ? (
        <div class="choice-sides" role="group" aria-label={t('side.take')}>
          <SideButton model={model} team={1} />
          <SideButton model={model} team={2} />
        </div>
      ) : null}
      {idle ? <LastMatch model={model} /> : null}
      {idle && self.admin ? (
        <button
          type="button"
          class="button primary"
          data-testid="start-here"
          onClick={() => model.request({ verb: 'start', body: {} })}
        >
          <Icon of={Play} size={18} />
          {t('idle.start')}
        </button>
      ) : null}
    </div>
  );
}

/** The way to the figures of the match that is over. */
function LastMatch({ model }: { model: RoomModel }): VNode | null {
  return model.played.value ? (
    <button type="button" class="button small" title={t('hud.statistics')} onClick={() => model.open('statistics')}>
      <Icon of={ChartColumn} size={16} />
      {t('idle.lastMatch')}
    </button>
  ) : null;
}

function SideButton({ model, team }: { model: RoomModel; team: 1 | 2 }): VNode {
  const { roster, selfId, scoreboard } = model.session;
  const n = roster.value.filter((line) => line.team === team).length;
  const board = scoreboard.value;
  return (
    <button
      type="button"
      class={`button side-button is-team-${team}`}
      onClick={(event) => {
        event.currentTarget.blur();
        model.request({ verb: 'team', body: { id: selfId.value, team } });
      }}
    >
      <Kit team={team} colours={team === 1 ? board?.redKit : board?.blueKit} />
      <span>
        {t(team === 1 ? 'side.red' : 'side.blue')}
        <small>{t('side.count', { n })}</small>
      </span>
    </button>
  );
}
