// What was done, by whom; and what the server says of itself.
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import type { AdminModel } from './admin-model.ts';
import { moment } from './moment.ts';

export function AuditView({ model }: { model: AdminModel }): VNode {
  const entries = model.audit.value;
  return (
    <section>
      <h2>{t('admin.view.audit')}</h2>
      {entries?.length === 0 ? <p class="admin-none">{t('admin.nothingDone')}</p> : null}
      <ul class="admin-list is-tight">
        {entries?.map(({ atMs, via, by, what, room, target, detail }, i) => (
          <li key={`${atMs} ${i}`}>
            <time dateTime={new Date(atMs).toISOString()}>{moment(atMs)}</time> <b>{what}</b> {target}
            <small>{[t(`admin.via.${via}`), by, room ?? '', detail].filter((word) => word !== '').join(' · ')}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function LogView({ model }: { model: AdminModel }): VNode {
  const lines = model.log.value;
  return (
    <section>
      <h2>{t('admin.view.log')}</h2>
      {model.logLevel.value === '' ? null : (
        <p class="admin-none">{t('admin.logLevel', { level: model.logLevel.value })}</p>
      )}
      {lines.length > 0 ? (
        <pre class="admin-log" tabIndex={0} role="log" aria-label={t('admin.view.log')}>
          {lines.map(({ number, text }) => (
            <span key={number}>{`${text}\n`}</span>
          ))}
        </pre>
      ) : model.logLevel.value === '' ? null : (
        <p class="admin-none">{t('admin.nothingLogged')}</p>
      )}
    </section>
  );
}
