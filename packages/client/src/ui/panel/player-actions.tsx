// What can be done with the player who is chosen in the columns.
import { useSignal } from '@preact/signals';
import type { Team } from '@touchline/shared/match';
import { MAX_MUTE_MINUTES } from '@touchline/shared/protocol';
import type { VNode } from 'preact';
import { teamName } from '../chat/room-log.ts';
import { NumberField } from '../fields.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { Kit } from '../hud/kit.tsx';
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import { ReasonField } from '../reason-field.tsx';
import type { RosterLine } from '../session.ts';

interface PlayerActionsProps {
  readonly line: RosterLine;
  readonly model: RoomModel;
  readonly move: (id: number, team: Team) => void;
  readonly onDone: () => void;
}

const MUTED_MINUTES = 10;

type Asked = 'kick' | 'ban' | 'mute' | 'admin' | 'drop';

const TITLES = {
  kick: 'player.confirmKick',
  ban: 'player.confirmBan',
  mute: 'player.confirmMute',
  admin: 'player.confirmAdmin',
  drop: 'player.confirmDrop',
} as const;
const TEXTS = {
  kick: 'player.kickText',
  ban: 'player.banText',
  mute: 'player.muteText',
  admin: 'player.adminText',
  drop: 'player.dropText',
} as const;
const ACTIONS = {
  kick: 'player.kick',
  ban: 'player.ban',
  mute: 'player.mute',
  admin: 'player.makeAdmin',
  drop: 'player.dropAdmin',
} as const;

export function PlayerActions({ line, model, move, onDone }: PlayerActionsProps): VNode {
  const asked = useSignal<Asked | null>(null);
  const { id, name, team } = line;
  const isSelf = id !== 0 && id === model.session.selfId.value;
  const admin = model.isAdmin.value;
  const mayMove = admin || (isSelf && !model.session.scoreboard.value?.locked);
  const ignored = model.ignored.value.has(id);
  const mayIgnore = !isSelf && !line.bot && !model.isWatching;
  const muted = model.session.chatRules?.value.muted.includes(id) ?? false;
  const ask = (what: Asked) => () => {
    asked.value = what;
  };
  return (
    <section class="player-actions" aria-label={name}>
      <h4>
        {name}
        {line.ping > 0 ? <small>{t('player.ping', { n: line.ping })}</small> : null}
      </h4>
      <div class="row">
        {mayMove
          ? ([1, 0, 2] as const)
              .filter((to) => to !== team)
              .map((to) => (
                <button
                  key={to}
                  type="button"
                  class="button small"
                  aria-label={t('player.moveTo', { name, team: teamName(to) })}
                  onClick={() => move(id, to)}
                >
                  <Kit team={to} />
                  {teamName(to)}
                </button>
              ))
          : null}
        {mayIgnore ? (
          <button
            type="button"
            class="button small"
            aria-pressed={ignored}
            title={t('player.ignoreHint')}
            onClick={() => model.ignore(id, !ignored)}
          >
            {t(ignored ? 'player.hear' : 'player.ignore')}
          </button>
        ) : null}
        {admin && !line.bot ? (
          <button type="button" class="button small" onClick={ask(line.admin ? 'drop' : 'admin')}>
            {t(line.admin ? 'player.dropAdmin' : 'player.makeAdmin')}
          </button>
        ) : null}
        {admin && !isSelf && !line.bot ? (
          <>
            <button
              type="button"
              class="button small"
              onClick={muted ? () => model.request({ verb: 'unmute', body: { id } }) : ask('mute')}
            >
              {t(muted ? 'player.unmute' : 'player.mute')}
            </button>
            <button type="button" class="button small" onClick={ask('kick')}>
              {t('player.kick')}
            </button>
            <button type="button" class="button small danger" onClick={ask('ban')}>
              {t('player.ban')}
            </button>
          </>
        ) : null}
      </div>
      {asked.value ? (
        <Confirm
          what={asked.value}
          name={name}
          onClose={() => {
            asked.value = null;
          }}
          onYes={(reason, minutes) => {
            const what = asked.peek();
            if (what === 'mute') model.request({ verb: 'mute', body: { id, minutes: minutes === 0 ? null : minutes } });
            else if (what === 'kick' || what === 'ban') {
              model.request({ verb: 'kick', body: { id, reason, ban: what === 'ban' } });
              onDone();
            } else if (what) model.request({ verb: 'admin', body: { id, admin: what === 'admin' } });
            asked.value = null;
          }}
        />
      ) : null}
    </section>
  );
}

interface ConfirmProps {
  readonly what: Asked;
  readonly name: string;
  readonly onClose: () => void;
  /** `minutes`: 0 means until it is lifted. */
  readonly onYes: (reason: string, minutes: number) => void;
}

function Confirm({ what, name, onClose, onYes }: ConfirmProps): VNode {
  const reason = useSignal('');
  const minutes = useSignal(MUTED_MINUTES);
  const removes = what === 'kick' || what === 'ban';
  return (
    <FormDialog
      title={t(TITLES[what], { name })}
      action={t(ACTIONS[what])}
      danger={removes}
      onClose={onClose}
      onSubmit={() => onYes(reason.value.trim(), minutes.value)}
    >
      <p>{t(TEXTS[what], { name })}</p>
      {what === 'mute' ? (
        <NumberField
          label={t('player.minutes')}
          hint={t('player.minutesHint')}
          value={minutes.value}
          min={0}
          max={MAX_MUTE_MINUTES}
          onChange={(value) => {
            minutes.value = value;
          }}
        />
      ) : null}
      {removes ? <ReasonField value={reason} /> : null}
    </FormDialog>
  );
}
