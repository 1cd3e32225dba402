// The value forms that many fields share: colours, collision flags, loosely compared keywords (stadium-format.md §1, §4).
// Reading and writing side by side: what one writes, the other reads back to the same number.
import { ALL, FLAGS } from '../physics/index.ts';

/** Is `value` the keyword, or a list holding just it? Real maps rely on `["disc0"]` (§1). */
export function isKeyword(value: unknown, keyword: string): boolean {
  return value === keyword || (Array.isArray(value) && value.length === 1 && value[0] === keyword);
}

/**
 * §4.1: 0xRRGGBB, -1 for transparent, null for "no colour" (a string without a leading hex digit), undefined for a
 * type that cannot be a colour. Values are masked to 24 bits, since colours are only looked at.
 */
export function parseColour(value: unknown): number | null | undefined {
  if (isKeyword(value, 'transparent')) return -1;
  if (typeof value === 'string') {
    const digits = /^[0-9a-f]+/i.exec(value)?.[0];
    return digits === undefined ? null : masked(Number.parseInt(digits.slice(-8), 16));
  }
  if (!Array.isArray(value)) return undefined;
  const [r, g, b] = [value[0], value[1], value[2]].map(toInt) as [number, number, number];
  return masked(r * 65536 + g * 256 + b);
}

/** A colour is an int32, so `"FFFFFFFF"` is -1: maps hide discs larger than the pitch that way. */
function masked(colour: number): number {
  return (colour | 0) === -1 ? -1 : colour & 0xffffff;
}

/** The same colour as a file spells it. */
export function formatColour(colour: number): string {
  return colour === -1 ? 'transparent' : colour.toString(16).toUpperCase().padStart(6, '0');
}

const BITS: ReadonlyMap<unknown, number> = new Map([...Object.entries(FLAGS), ['all', ALL]]);

/** §4.2: the union of the flags named; undefined if it is not a list. Unknown entries are ignored. */
export function parseFlags(value: unknown): number | undefined {
  if (!Array.isArray(value)) return undefined;
  let mask = 0;
  for (const name of value) mask |= BITS.get(name) ?? 0;
  return mask;
}

/** The same mask as a file spells it. */
export function formatFlags(mask: number): string[] {
  const names = Object.entries(FLAGS).filter(([, bit]) => (mask & bit) !== 0);
  if ((mask & ALL) !== ALL) return names.map(([name]) => name);
  return ['all', ...names.filter(([, bit]) => (bit & ALL) === 0).map(([name]) => name)];
}

/** Truncation to a signed 32-bit integer; what is no number is 0. */
export function toInt(value: unknown): number {
  return typeof value === 'number' ? value | 0 : 0;
}
