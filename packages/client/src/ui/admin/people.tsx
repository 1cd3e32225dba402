// Who is there, by what they are known, and what can be done about them.
import { useSignal } from '@preact/signals';
import type { AdminPlayer } from '@touchline/shared/protocol';
import type { VNode } from 'preact';
import { teamName } from '../chat/room-log.ts';
import { Kit } from '../hud/kit.tsx';
import { t } from '../i18n/t.ts';
import type { AdminModel } from './admin-model.ts';
import { BanDialog, KickDialog } from './ban-dialog.tsx';

export function PeopleView({ model }: { model: AdminModel }): VNode {
  const people = model.people.value;
  const asked = useSignal<{ readonly what: 'kick' | 'ban'; readonly player: AdminPlayer } | null>(null);
  const close = (): void => {
    asked.value = null;
  };
  const now = asked.value;
  return (
    <section>
      <h2>{t('admin.view.people')}</h2>
      {people?.length === 0 ? <p class="admin-none">{t('admin.nobody')}</p> : null}
      <ul class="admin-list">
        {people?.map((player) => (
          <Person
            key={`${player.room}#${player.id}`}
            player={player}
            model={model}
            ask={(what) => {
              asked.value = { what, player };
            }}
          />
        ))}
      </ul>
      {now?.what === 'kick' ? <KickDialog player={now.player} model={model} onClose={close} /> : null}
      {now?.what === 'ban' ? <BanDialog player={now.player} model={model} onClose={close} /> : null}
    </section>
  );
}

interface PersonProps {
  readonly player: AdminPlayer;
  readonly model: AdminModel;
  readonly ask: (what: 'kick' | 'ban') => void;
}

function Person({ player, model, ask }: PersonProps): VNode {
  const { room, id, name, team, muted } = player;
  const marks = [
    player.admin ? t('player.admin') : '',
    muted ? t('admin.muted') : '',
    player.away ? t('player.away') : '',
  ].filter((mark) => mark !== '');
  return (
    <li class="admin-card">
      <h3>
        <Kit team={team} /> {name} <small>{[teamName(team), room, ...marks].join(' · ')}</small>
      </h3>
      <p class="admin-known">
        <span>
          {t('admin.identity')} <code>{player.identity ?? t('admin.unknown')}</code>
        </span>
        <span>
          {t('admin.address')} <code>{player.address || t('admin.unknown')}</code>
        </span>
      </p>
      <div class="row">
        <button
          type="button"
          class="button small"
          aria-label={t(muted ? 'admin.unmuteOf' : 'admin.muteOf', { name })}
          onClick={() =>
            void (muted
              ? model.act('unmute', { room, player: id }, () => t('admin.unmuted', { name }))
              : model.act('mute', { room, player: id }, () => t('admin.nowMuted', { name })))
          }
        >
          {t(muted ? 'player.unmute' : 'player.mute')}
        </button>
        <button
          type="button"
          class="button small"
          aria-label={t('player.confirmKick', { name })}
          onClick={() => ask('kick')}
        >
          {t('player.kick')}
        </button>
        <button
          type="button"
          class="button small danger"
          aria-label={t('player.confirmBan', { name })}
          onClick={() => ask('ban')}
        >
          {t('player.ban')}
        </button>
      </div>
    </li>
  );
}
