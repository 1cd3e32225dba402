import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import { CopyLink } from '../panel/copy-link.tsx';
import type { TimelineModel } from './model.ts';

/** What is on the screen, as a link. */
export function CopyMoment({ model }: { model: TimelineModel }): VNode | null {
  const link = model.link(model.tick.value, null);
  return link === null ? null : <CopyLink path={link} label={t('timeline.copyMoment')} testId="copy-moment" />;
}
