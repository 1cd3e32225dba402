// Red, spectators, blue. Players are moved by dragging, by the arrows, or by choosing one and pressing a button below.

import { type Signal, useSignal } from '@preact/signals';
import type { Team } from '@touchline/shared/match';
import { Bot, ChevronLeft, ChevronRight, Crown, WifiOff } from 'lucide';
import type { VNode } from 'preact';
import { teamName } from '../chat/room-log.ts';
import { Kit } from '../hud/kit.tsx';
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import type { RosterLine } from '../session.ts';
import { PlayerActions } from './player-actions.tsx';

/** Left to right, as they play. */
const COLUMNS = [1, 0, 2] as const;

export function PlayerColumns({ model }: { model: RoomModel }): VNode {
  const chosen = useSignal(0);
  const dragged = useSignal(0);
  const { roster, scoreboard, selfId } = model.session;
  const board = scoreboard.value;
  const line = roster.value.find(({ id }) => id === chosen.value);
  const move = (id: number, team: Team): void => model.request({ verb: 'team', body: { id, team } });
  const maySelf = !model.isWatching && (model.isAdmin.value || !board?.locked);
  const ownTeam = model.self.value?.team;

  return (
    <>
      <div class="columns">
        {COLUMNS.map((team) => {
          const players = roster.value.filter((one) => one.team === team);
          return (
            <section
              key={team}
              class={`column is-team-${team}`}
              aria-label={teamName(team)}
              onDragOver={(event) => {
                if (dragged.value !== 0) event.preventDefault();
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged.value !== 0) move(dragged.value, team);
                dragged.value = 0;
              }}
            >
              <h3>
                <Kit team={team} colours={team === 1 ? board?.redKit : team === 2 ? board?.blueKit : null} />
                <span>{teamName(team)}</span>
                <span class="column-count">{players.length}</span>
              </h3>
              {maySelf ? (
                <button
                  type="button"
                  class="button small column-join"
                  disabled={ownTeam === team}
                  aria-label={team === 0 ? undefined : t(team === 1 ? 'side.joinRed' : 'side.joinBlue')}
                  onClick={() => move(selfId.value, team)}
                >
                  {t(team === 0 ? 'side.bench' : 'side.join')}
                </button>
              ) : null}
              <ul>
                {players.map((one) => (
                  <PlayerLine key={one.id} line={one} model={model} chosen={chosen} dragged={dragged} move={move} />
                ))}
                {players.length === 0 ? <li class="nobody">{t('panel.nobody')}</li> : null}
              </ul>
            </section>
          );
        })}
      </div>
      {line ? (
        <PlayerActions
          line={line}
          model={model}
          move={move}
          onDone={() => {
            chosen.value = 0;
          }}
        />
      ) : null}
    </>
  );
}

interface PlayerLineProps {
  readonly line: RosterLine;
  readonly model: RoomModel;
  readonly chosen: Signal<number>;
  readonly dragged: Signal<number>;
  readonly move: (id: number, team: Team) => void;
}

function PlayerLine({ line, model, chosen, dragged, move }: PlayerLineProps): VNode {
  const { id, name, team } = line;
  const isSelf = id !== 0 && id === model.session.selfId.value;
  const admin = model.isAdmin.value;
  const mayMove = admin || (isSelf && !model.session.scoreboard.value?.locked);
  const [left, right] = neighbours(team);
  return (
    <li
      class={`player${isSelf ? ' is-self' : ''}${line.away ? ' is-away' : ''}${chosen.value === id ? ' is-chosen' : ''}`}
      data-player={name}
      draggable={mayMove}
      onDragStart={(event) => {
        dragged.value = id;
        event.dataTransfer?.setData('text/plain', name);
      }}
      onDragEnd={() => {
        dragged.value = 0;
      }}
    >
      {admin && left !== null ? <Arrow icon={ChevronLeft} line={line} to={left} move={move} /> : null}
      <button
        type="button"
        class="player-name"
        aria-pressed={chosen.value === id}
        aria-label={t('player.more', { name })}
        disabled={model.isWatching}
        onClick={() => {
          chosen.value = chosen.value === id ? 0 : id;
        }}
      >
        <span class="shirt">{line.avatar || (team === 0 || line.number === 0 ? '' : line.number)}</span>
        <span class="line-name">{name}</span>
        {line.admin ? <Mark icon={Crown} text={t('player.admin')} /> : null}
        {line.bot ? <Mark icon={Bot} text={t('player.bot')} /> : null}
        {line.away ? <Mark icon={WifiOff} text={t('player.away')} /> : null}
        {line.ping > 0 && !line.away ? <span class="line-ping">{t('player.ping', { n: line.ping })}</span> : null}
      </button>
      {admin && right !== null ? <Arrow icon={ChevronRight} line={line} to={right} move={move} /> : null}
    </li>
  );
}

function neighbours(team: Team): readonly [Team | null, Team | null] {
  if (team === 1) return [null, 0];
  return team === 0 ? [1, 2] : [0, null];
}

interface ArrowProps {
  readonly icon: typeof ChevronLeft;
  readonly line: RosterLine;
  readonly to: Team;
  readonly move: (id: number, team: Team) => void;
}

function Arrow({ icon, line, to, move }: ArrowProps): VNode {
  return (
    <button
      type="button"
      class="player-arrow"
      aria-label={t('player.moveTo', { name: line.name, team: teamName(to) })}
      onClick={() => move(line.id, to)}
    >
      <Icon of={icon} size={18} />
    </button>
  );
}

function Mark({ icon, text }: { icon: typeof Crown; text: string }): VNode {
  return (
    <span class="mark" title={text}>
      <Icon of={icon} size={14} />
      <span class="sr-only">{text}</span>
    </span>
  );
}
