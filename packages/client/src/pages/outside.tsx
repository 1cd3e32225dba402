// In a frame on another page, where there is nothing to watch: the way to a window of one's own.
import { ExternalLink } from 'lucide';
import type { VNode } from 'preact';
import { t } from '../ui/i18n/t.ts';
import { Screen } from '../ui/screen.tsx';

export function Outside(): VNode {
  return (
    <Screen icon={ExternalLink} title={t('outside.title')} text={t('outside.text')}>
      <a class="button primary" href={location.pathname + location.search} target="_blank" rel="noopener">
        {t('outside.open')}
      </a>
    </Screen>
  );
}
