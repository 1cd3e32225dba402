// Looking after the server. Without a secret in its settings there is no such page.
import { LogOut } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { signOutAsAdmin } from '../net/api.ts';
import { AdminModel, VIEWS, type View } from '../ui/admin/admin-model.ts';
import { AuditView, LogView } from '../ui/admin/audit-log.tsx';
import { BansView } from '../ui/admin/bans.tsx';
import { NowView } from '../ui/admin/now.tsx';
import { PeopleView } from '../ui/admin/people.tsx';
import { SignIn } from '../ui/admin/sign-in.tsx';
import { t } from '../ui/i18n/t.ts';
import { Icon } from '../ui/icon.tsx';
import { Nowhere } from './nowhere.tsx';
import '../ui/style/admin.css';

const PARTS: Readonly<Record<View, (props: { model: AdminModel }) => VNode>> = {
  now: NowView,
  people: PeopleView,
  bans: BansView,
  audit: AuditView,
  log: LogView,
};

export function AdminPage(): VNode | null {
  const model = useMemo(() => new AdminModel(), []);
  useEffect(() => {
    document.title = t('admin.title');
    model.start();
    return () => model.stop();
  }, [model]);
  switch (model.door.value) {
    case 'unknown':
      return null;
    case 'nowhere':
      return <Nowhere />;
    case 'closed':
      return <SignIn onIn={() => model.start()} />;
    case 'open':
      return <Inside model={model} />;
  }
}

function Inside({ model }: { model: AdminModel }): VNode {
  const view = model.view.value;
  const word = model.word.value;
  const silent = model.silent.value;
  const Part = PARTS[view];
  const views = useRef<HTMLElement>(null);
  // Whoever has signed in had the focus in a form that is gone.
  useEffect(() => {
    if (document.activeElement === document.body) views.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div class="admin">
      <header class="admin-head">
        <h1>{t('admin.title')}</h1>
        <a class="button small quiet" href="/">
          {t('action.back')}
        </a>
        <button
          type="button"
          class="button small"
          onClick={() =>
            signOutAsAdmin().finally(() => {
              model.door.value = 'closed';
            })
          }
        >
          <Icon of={LogOut} size={16} />
          {t('admin.signOut')}
        </button>
      </header>
      <nav ref={views} class="admin-views" aria-label={t('admin.views')}>
        {VIEWS.map((one) => (
          <button
            key={one}
            type="button"
            class="button small"
            aria-current={one === view ? 'page' : undefined}
            onClick={() => model.show(one)}
          >
            {t(`admin.view.${one}`)}
          </button>
        ))}
      </nav>
      <p class={silent || word?.bad ? 'admin-word fault' : 'admin-word'} role="status">
        {silent ? t('admin.silent') : (word?.text ?? '')}
      </p>
      <main>
        <Part model={model} />
      </main>
    </div>
  );
}
