// Passwords and keys are compared here and nowhere else.
import { createHash, timingSafeEqual } from 'node:crypto';

/** Are two secrets equal? Digests have one length, so the time it takes tells nothing, not even how long the wanted one is. */
export function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
