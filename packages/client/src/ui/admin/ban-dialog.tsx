// The forms of a kick and of a ban: of somebody who is there, or of an identity or range that is written down.
import { type Signal, useSignal } from '@preact/signals';
import type { AdminPlayer, AdminRequest } from '@touchline/shared/protocol';
import type { VNode } from 'preact';
import { Choice, Field } from '../fields.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { t } from '../i18n/t.ts';
import { ReasonField } from '../reason-field.tsx';
import type { AdminModel } from './admin-model.ts';

const HOUR = 60;
/** Minutes; 0: until it is lifted. */
const TERMS = [
  { minutes: HOUR, key: 'admin.term.hour' },
  { minutes: 24 * HOUR, key: 'admin.term.day' },
  { minutes: 7 * 24 * HOUR, key: 'admin.term.week' },
  { minutes: 30 * 24 * HOUR, key: 'admin.term.month' },
  { minutes: 0, key: 'admin.term.ever' },
] as const;

interface PlayerDialogProps {
  readonly player: AdminPlayer;
  readonly model: AdminModel;
  readonly onClose: () => void;
}

export function KickDialog({ player, model, onClose }: PlayerDialogProps): VNode {
  const { room, id, name } = player;
  const reason = useSignal('');
  return (
    <FormDialog
      title={t('player.confirmKick', { name })}
      action={t('player.kick')}
      danger
      onClose={onClose}
      onSubmit={() => {
        onClose();
        void model.act('kick', { room, player: id, reason: reason.value }, () => t('admin.kicked', { name }));
      }}
    >
      <p>{t('player.kickText', { name })}</p>
      <ReasonField value={reason} />
    </FormDialog>
  );
}

export function BanDialog({ player, model, onClose }: PlayerDialogProps): VNode {
  const { room, id, name } = player;
  const by = useSignal<'both' | 'identity' | 'address'>('both');
  const everywhere = useSignal('yes');
  const terms = useTerms();
  return (
    <FormDialog
      title={t('player.confirmBan', { name })}
      action={t('player.ban')}
      danger
      onClose={onClose}
      onSubmit={() => {
        onClose();
        const where = everywhere.value === 'yes' ? null : room;
        void lay(model, { who: { room, player: id, by: by.value }, room: where, ...terms.read() });
      }}
    >
      <Choice
        label={t('admin.banBy')}
        value={by.value}
        options={[
          { value: 'both', text: t('admin.both') },
          { value: 'identity', text: t('admin.identity') },
          { value: 'address', text: t('admin.address') },
        ]}
        onChange={(value) => {
          by.value = value;
        }}
      />
      <Choice
        label={t('admin.where')}
        value={everywhere.value}
        options={[
          { value: 'yes', text: t('admin.everywhere') },
          { value: 'no', text: t('admin.onlyIn', { room }) },
        ]}
        onChange={(value) => {
          everywhere.value = value;
        }}
      />
      <Terms {...terms} />
    </FormDialog>
  );
}

/** Whom it fits is written into a field: an identity, an address, a range. */
export function WrittenBanDialog({ model, onClose }: { model: AdminModel; onClose: () => void }): VNode {
  const target = useSignal('');
  const terms = useTerms();
  return (
    <FormDialog
      title={t('admin.addBan')}
      action={t('player.ban')}
      danger
      onClose={onClose}
      onSubmit={async () => {
        const text = target.value.trim();
        if (text === '') return;
        const whom = /^[\w-]{43}$/.test(text) ? { identity: text } : { address: text };
        if (await lay(model, { ...whom, ...terms.read() })) onClose();
      }}
    >
      <Field label={t('admin.target')} hint={t('admin.targetHint')}>
        {({ id, describedBy }) => (
          <input
            id={id}
            aria-describedby={describedBy}
            maxLength={64}
            autocomplete="off"
            value={target}
            onInput={(event) => {
              target.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <Terms {...terms} />
      {model.word.value?.bad ? (
        <p class="fault" role="alert">
          {model.word.value.text}
        </p>
      ) : null}
    </FormDialog>
  );
}

const lay = (model: AdminModel, ban: AdminRequest<'ban'>): Promise<boolean> =>
  model.act('ban', ban, ({ kicked }) => t('admin.banned', { n: kicked }));

interface TermsProps {
  readonly reason: Signal<string>;
  readonly minutes: Signal<number>;
}

function useTerms(): TermsProps & { read(): { reason: string; minutes: number | null } } {
  const reason = useSignal('');
  const minutes = useSignal(0);
  return {
    reason,
    minutes,
    read: () => ({ reason: reason.peek(), minutes: minutes.peek() === 0 ? null : minutes.peek() }),
  };
}

function Terms({ reason, minutes }: TermsProps): VNode {
  return (
    <>
      <Field label={t('admin.term')}>
        {({ id }) => (
          <select
            id={id}
            value={minutes.value}
            onChange={(event) => {
              minutes.value = Number(event.currentTarget.value);
            }}
          >
            {TERMS.map((term) => (
              <option key={term.key} value={term.minutes}>
                {t(term.key)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ReasonField value={reason} />
    </>
  );
}
