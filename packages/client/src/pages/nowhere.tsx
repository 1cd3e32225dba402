import { Flag } from 'lucide';
import type { VNode } from 'preact';
import { t } from '../ui/i18n/t.ts';
import { Screen } from '../ui/screen.tsx';

export function Nowhere(): VNode {
  return (
    <Screen icon={Flag} title={t('nowhere.title')} text={t('nowhere.text')}>
      <a class="button primary" href="/">
        {t('action.back')}
      </a>
    </Screen>
  );
}
