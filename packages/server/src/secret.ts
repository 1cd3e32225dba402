// Passwords and keys are compared here and nowhere else, and what others may know of a secret is made here.
import { createHash, timingSafeEqual } from 'node:crypto';

/** Are two secrets equal? Digests have one length, so the time it takes tells nothing, not even how long the wanted one is. */
export function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** Who shows the same secret again is the same person: 43 characters of base64url that do not tell the secret. */
export function identityOf(secret: string): string {
  return createHash('sha256').update(`touchline identity ${secret}`).digest('base64url');
}
