// What is banned, and lifting it.
import { useSignal } from '@preact/signals';
import type { AdminBan } from '@touchline/shared/protocol';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import type { AdminModel } from './admin-model.ts';
import { WrittenBanDialog } from './ban-dialog.tsx';
import { moment } from './moment.ts';

export function BansView({ model }: { model: AdminModel }): VNode {
  const bans = model.bans.value;
  const adds = useSignal(false);
  const add = useRef<HTMLButtonElement>(null);
  return (
    <section>
      <div class="admin-head">
        <h2>{t('admin.view.bans')}</h2>
        <button
          ref={add}
          type="button"
          class="button small"
          onClick={() => {
            model.word.value = null;
            adds.value = true;
          }}
        >
          {t('admin.addBan')}
        </button>
      </div>
      {bans?.length === 0 ? <p class="admin-none">{t('admin.noBans')}</p> : null}
      <ul class="admin-list">
        {bans?.map((ban) => (
          <Ban key={ban.id} ban={ban} model={model} onLifted={() => add.current?.focus()} />
        ))}
      </ul>
      {adds.value ? (
        <WrittenBanDialog
          model={model}
          onClose={() => {
            adds.value = false;
          }}
        />
      ) : null}
    </section>
  );
}

interface BanProps {
  readonly ban: AdminBan;
  readonly model: AdminModel;
  /** The card goes, and the focus with it. */
  readonly onLifted: () => void;
}

function Ban({ ban, model, onLifted }: BanProps): VNode {
  const { id, name, identity, address, room, reason, by, createdMs, expiresMs } = ban;
  const until = expiresMs === null ? t('admin.term.ever') : t('admin.until', { time: moment(expiresMs) });
  return (
    <li class="admin-card">
      <h3>
        {name || t('admin.ban', { id })}{' '}
        <small>{room === null ? t('admin.everywhere') : t('admin.onlyIn', { room })}</small>
      </h3>
      <p class="admin-known">
        {identity ? <code>{identity}</code> : null}
        {address ? <code>{address}</code> : null}
      </p>
      <p>
        {[reason, t('admin.laid', { by: by || t('line.theRoom'), time: moment(createdMs) }), until]
          .filter((word) => word !== '')
          .join(' · ')}
      </p>
      <div class="row">
        <button
          type="button"
          class="button small"
          aria-label={t('admin.liftOf', { name: name || identity || address || String(id) })}
          onClick={async () => {
            if (await model.act('lift', { id }, () => t('admin.lifted'))) onLifted();
          }}
        >
          {t('admin.lift')}
        </button>
      </div>
    </li>
  );
}
