// Nicks that are kept for the holders of certain keys.
import { nick, thumbprint } from '@touchline/shared/protocol';

/** Folded nick → thumbprints of those who may bear it. */
export type ReservedNicks = ReadonlyMap<string, ReadonlySet<string>>;

/** `entries`: `nick=thumbprint`, as they passed `isReservation`; a nick may stand there several times. */
export function reservedNicks(entries: readonly string[]): ReservedNicks {
  const reserved = new Map<string, Set<string>>();
  for (const entry of entries) {
    const { name, auth } = split(entry);
    const folded = fold(name);
    reserved.set(folded, (reserved.get(folded) ?? new Set()).add(auth));
  }
  return reserved;
}

export function isReservation(entry: string): boolean {
  const { name, auth } = split(entry);
  return nick.safeParse(name).success && thumbprint.safeParse(auth).success;
}

/** May the holder of this key be called so here? */
export function mayBear(name: string, auth: string, reserved: ReservedNicks): boolean {
  return reserved.get(fold(name))?.has(auth) ?? true;
}

/** A thumbprint has no `=` in it, a nick may have. */
function split(entry: string): { readonly name: string; readonly auth: string } {
  const at = entry.lastIndexOf('=');
  return { name: entry.slice(0, Math.max(0, at)).trim(), auth: entry.slice(at + 1).trim() };
}

/** What the eye takes for the same: case, width and ligatures, blanks of any kind, and marks that cannot be seen. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}
