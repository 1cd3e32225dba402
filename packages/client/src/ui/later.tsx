// Parts of the site that are fetched when they are first shown.
import { signal } from '@preact/signals';
import { RotateCw } from 'lucide';
import type { ComponentType, VNode } from 'preact';
import { t } from './i18n/t.ts';
import { Screen } from './screen.tsx';

type Loaded<P> = { readonly page: ComponentType<P> } | 'failed' | null;

/** `spare`: the page does without it where it does not come. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  spare = false,
): (props: P) => VNode | null {
  const loaded = signal<Loaded<P>>(null);
  let asked = false;
  const fetch = (): void => {
    if (asked) return;
    asked = true;
    load().then(
      (page) => {
        loaded.value = { page };
      },
      () => {
        loaded.value = 'failed';
      },
    );
  };
  return (props) => {
    fetch();
    const now = loaded.value;
    if (now === null || (spare && now === 'failed')) return null;
    if (now !== 'failed') return <now.page {...props} />;
    return (
      <Screen icon={RotateCw} title={t('app.loadFailed.title')} text={t('app.loadFailed.text')}>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {t('action.reload')}
        </button>
      </Screen>
    );
  };
}
