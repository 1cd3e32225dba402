// A room's id: a slug of its first name that works in every path and as a Colyseus room id (design, "Names and links").
import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** `[a-z0-9-]{3,32}` from a name; `taken` decides whether a suffix is needed. */
export function slugOf(name: string, taken: (slug: string) => boolean): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 28)
    .replace(/-+$/, '');
  const base = plain.length >= 3 ? plain : `room-${plain}`.replace(/-$/, '');
  if (!taken(base)) return base;
  for (let n = 2; n < 1000; n++) if (!taken(`${base}-${n}`)) return `${base}-${n}`;
  return randomSlug(12);
}

/** An id or key that cannot be guessed: 5 bits a character. */
export function randomSlug(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte & 31]).join('');
}
