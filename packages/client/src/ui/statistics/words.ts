// Figures as people read them.
import type { Figures } from '@touchline/shared/match';
import { t } from '../i18n/t.ts';

/** `62 %`; a dash where there is nothing to have a share of. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : t('statistics.share', { n: Math.round((100 * part) / whole) });
}

/** `22 of 31 (71 %)` */
export function passesOf({ passes, completed }: Readonly<Figures>): string {
  if (passes === 0) return '0';
  return t('statistics.passesShare', { passes, completed, share: Math.round((100 * completed) / passes) });
}
