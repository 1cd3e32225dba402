// Words and numbers of an SVG. Both may come from strangers: names from people, numbers from stadium files.

/** What the picture's faces have letters for; the rest would be boxes. */
const UNDRAWN = /[^\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2010-\u2026\u20ac]/gu;
/** For what people call themselves and their rooms; our own words are in the face of the board. */
export const FACE_OF_NAMES = ' font-family="Inter" font-weight="600"';
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for between tags and for attributes, of XML and of HTML alike. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** As much of a name as can be drawn, on one line, in at most `max` letters; escaped. */
export function drawn(text: string, max: number): string {
  const letters = [...text.normalize('NFC').replace(/\s+/g, ' ').replace(UNDRAWN, '').replace(/ +/g, ' ').trim()];
  return escapeText(
    letters.length <= max
      ? letters.join('')
      : `${letters
          .slice(0, max - 1)
          .join('')
          .trimEnd()}…`,
  );
}

/** A number as SVG writes it: two digits after the point, no exponent. What is none, or beyond all pictures, is 0. */
export function n(value: number): string {
  if (!(Math.abs(value) < 1e6)) return '0';
  return String(Math.round(value * 100) / 100);
}

/** 0xRRGGBB → #rrggbb. Colours are masked to 24 bits (stadium-format.md §4.1). */
export function hex(color: number): string {
  return `#${(color & 0xffffff).toString(16).padStart(6, '0')}`;
}
