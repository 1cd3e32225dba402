// Where in a script something happened: the first line of a stack that is not ours nor Node's.
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';

const OURS = fileURLToPath(new URL('../../../', import.meta.url));
const PLACE = /(?:file:\/\/)?(\/[^()\n]+?|[A-Za-z]:\\[^()\n]+?):(\d+)(?::(\d+))?\)?$/;

/** The server's own code: a script's mistake is never there. */
export function isOurs(file: string): boolean {
  return file.startsWith(OURS);
}

/** Of whatever realm. */
const isError = (value: unknown): value is Error => types.isNativeError(value);

/** `file:line:column`, or undefined where nobody knows. */
export function placeOf(error: unknown): string | undefined {
  if (!isError(error) || typeof error.stack !== 'string') return undefined;
  for (const line of error.stack.split('\n')) {
    const place = PLACE.exec(line.trim());
    if (!place || isOurs(place[1]) || line.includes('node:')) continue;
    return [place[1], place[2], ...(place[3] ? [place[3]] : [])].join(':');
  }
  return undefined;
}

/** Message and stack of anything that may be thrown; never throws itself. */
export function inWords(error: unknown): string {
  try {
    if (isError(error)) return error.stack ?? `${error.name}: ${error.message}`;
    return typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
  } catch {
    return 'something that cannot be shown';
  }
}
