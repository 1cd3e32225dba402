// A room may keep its viewers behind; whoever watches is told, or would take the players for slow.
import { Hourglass } from 'lucide';
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';

export function DelayNote({ seconds }: { seconds: number }): VNode | null {
  if (seconds === 0) return null;
  return (
    <p class="delay-note" title={t('timeline.delayed', { n: seconds })}>
      <Icon of={Hourglass} size={16} />
      <span aria-hidden="true">{seconds} s</span>
      <span class="sr-only">{t('timeline.delayed', { n: seconds })}</span>
    </p>
  );
}
