// A stadium file from text to compiled stadium (stadium-format.md): the one door for files that people bring.
// Promise: it never throws for a text, and the stadium's own `text` loads to the same stadium, bit for bit.
import { compileStadium } from './compile.ts';
import type { Stadium } from './pitch.ts';
import type { Problem, Warning } from './problem.ts';
import { readStadium } from './read.ts';
import { MAX_TEXT, parseText } from './text.ts';

/**
 * Loads a `.hbs` text. Refused files carry the first problem (§7); loaded ones may carry warnings for whoever brought
 * the file (§11). Beyond §6, a text or a canonical text above 1 MiB and lists above those of `read.ts` are refused.
 */
export function loadStadium(
  text: string,
): { ok: true; stadium: Stadium; warnings: readonly Warning[] } | { ok: false; problem: Problem } {
  const parsed = parseText(text);
  if (!parsed.ok) return parsed;
  const read = readStadium(parsed.value);
  if (!read.ok) return read;
  const stadium = compileStadium(read.document);
  if (stadium.text.length > MAX_TEXT) {
    const message = `Written out, the stadium has ${stadium.text.length} characters; at most ${MAX_TEXT} are kept.`;
    return { ok: false, problem: { category: 'limits', message } };
  }
  return { ok: true, stadium, warnings: read.warnings };
}
