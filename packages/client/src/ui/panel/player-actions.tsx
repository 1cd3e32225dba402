// What can be done with the player who is chosen in the columns.
import { useSignal } from '@preact/signals';
import type { Team } from '@touchline/shared/match';
import type { VNode } from 'preact';
import { teamName } from '../chat/room-log.ts';
import { Dialog } from '../dialog.tsx';
import { Field } from '../fields.tsx';
import { Kit } from '../hud/kit.tsx';
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import { LENGTHS } from '../remember.ts';
import type { RosterLine } from '../session.ts';

interface PlayerActionsProps {
  readonly line: RosterLine;
  readonly model: RoomModel;
  readonly move: (id: number, team: Team) => void;
  readonly onDone: () => void;
}

type Asked = 'kick' | 'ban' | 'admin' | 'drop';

const TITLES = {
  kick: 'player.confirmKick',
  ban: 'player.confirmBan',
  admin: 'player.confirmAdmin',
  drop: 'player.confirmDrop',
} as const;
const TEXTS = {
  kick: 'player.kickText',
  ban: 'player.banText',
  admin: 'player.adminText',
  drop: 'player.dropText',
} as const;
const ACTIONS = {
  kick: 'player.kick',
  ban: 'player.ban',
  admin: 'player.makeAdmin',
  drop: 'player.dropAdmin',
} as const;

export function PlayerActions({ line, model, move, onDone }: PlayerActionsProps): VNode {
  const asked = useSignal<Asked | null>(null);
  const { id, name, team } = line;
  const isSelf = id !== 0 && id === model.session.selfId.value;
  const admin = model.isAdmin.value;
  const mayMove = admin || (isSelf && !model.session.scoreboard.value?.locked);
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
        {admin && !line.bot ? (
          <button type="button" class="button small" onClick={ask(line.admin ? 'drop' : 'admin')}>
            {t(line.admin ? 'player.dropAdmin' : 'player.makeAdmin')}
          </button>
        ) : null}
        {admin && !isSelf && !line.bot ? (
          <>
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
          onYes={(reason) => {
            const what = asked.peek();
            if (what === 'kick' || what === 'ban') {
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
  readonly onYes: (reason: string) => void;
}

function Confirm({ what, name, onClose, onYes }: ConfirmProps): VNode {
  const reason = useSignal('');
  const removes = what === 'kick' || what === 'ban';
  return (
    <Dialog title={t(TITLES[what], { name })} onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          onYes(reason.value.trim());
        }}
      >
        <p>{t(TEXTS[what], { name })}</p>
        {removes ? (
          <Field label={t('player.reason')} hint={t('player.reasonHint')}>
            {({ id, describedBy }) => (
              <input
                id={id}
                aria-describedby={describedBy}
                maxLength={LENGTHS.reason}
                autocomplete="off"
                value={reason}
                onInput={(event) => {
                  reason.value = event.currentTarget.value;
                }}
              />
            )}
          </Field>
        ) : null}
        <div class="dialog-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class={removes ? 'button danger' : 'button primary'}>
            {t(ACTIONS[what])}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
