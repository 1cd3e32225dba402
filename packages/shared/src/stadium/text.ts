// JSON5 text → value, with line and column of the first fault (stadium-format.md §1). Promise: no text, however hostile,
// hangs, floods the console or overflows the stack here; json5 keeps its own stack, so depth costs memory only.
import JSON5 from 'json5';
import type { Problem } from './problem.ts';

/** Longest text that is looked at, in UTF-16 code units. The largest stadium known to us has 66 thousand. */
export const MAX_TEXT = 1_048_576;

/** The value a text stands for, or the place of its first fault. A leading byte-order mark is white space. */
export function parseText(text: string): { ok: true; value: unknown } | { ok: false; problem: Problem } {
  if (text.length > MAX_TEXT) {
    const message = `The file has ${text.length} characters; at most ${MAX_TEXT} are read.`;
    return { ok: false, problem: { category: 'limits', message } };
  }
  try {
    const value: unknown = JSON5.parse(escapeSeparators(text));
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, problem: syntaxProblem(error, text) };
  }
}

function syntaxProblem(error: SyntaxError & { lineNumber?: number; columnNumber?: number }, text: string): Problem {
  const line = error.lineNumber ?? 1;
  // A raw line break is reported where the text goes on: column 0 of the next line.
  const column = Math.max(1, error.columnNumber ?? 1);
  return { category: 'syntax', line, column, message: `Line ${line}, column ${column}: ${complaint(error, text)}.` };
}

function complaint(error: SyntaxError & { columnNumber?: number }, text: string): string {
  if (text.trim() === '') return 'the file is empty';
  if (error.columnNumber === 0) return 'a line break inside quotes; write \\n instead, or end the quotes before it';
  if (error.message.includes('end of input')) return 'the file ends before everything is closed';
  const character = /invalid character '(.*)' at/s.exec(error.message)?.[1];
  if (character !== undefined) return `${character} is not expected here`;
  return 'a name contains a character that names cannot have';
}

const isSeparator = (char: string | undefined): boolean => char === '\u2028' || char === '\u2029';

/** Writes U+2028 and U+2029 inside quotes as escapes, since json5 sends a console warning for every raw one. */
function escapeSeparators(text: string): string {
  if (!/[\u2028\u2029]/.test(text)) return text;
  let result = '';
  let copied = 0;
  let inside: '' | '"' | "'" | '//' | '/*' = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const two = text.slice(at, at + 2);
    if (inside === '') {
      if (char === '"' || char === "'") inside = char;
      else if (two === '//' || two === '/*') {
        inside = two;
        at++;
      }
    } else if (inside === '//') {
      if (char === '\n' || char === '\r' || isSeparator(char)) inside = '';
    } else if (inside === '/*') {
      if (two === '*/') {
        inside = '';
        at++;
      }
    } else if (char === inside) inside = '';
    else if (char === '\\') at++;
    else if (isSeparator(char)) {
      result += `${text.slice(copied, at)}\\u${char?.charCodeAt(0).toString(16)}`;
      copied = at + 1;
    }
  }
  return result + text.slice(copied);
}
