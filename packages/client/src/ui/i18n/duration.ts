// A length of time in words, no finer than people need it.
import { t } from './t.ts';

/** Up to two minutes in seconds, up to two hours in minutes, and so on; rounded up. */
export function durationText(seconds: number): string {
  if (seconds <= 120) return t('time.seconds', { n: seconds });
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 120) return t('time.minutes', { n: minutes });
  const hours = Math.ceil(minutes / 60);
  return hours <= 48 ? t('time.hours', { n: hours }) : t('time.days', { n: Math.ceil(hours / 24) });
}
