// `touchline stadium <file>`: reads a stadium as a host would, and says in plain words what is in it or why it is refused.
import { readFile, stat } from 'node:fs/promises';
import { loadStadium, type Problem, type Stadium, stockStadium, type Warning } from '@touchline/shared/stadium';

/** Where a command's words go; the command line passes `console`. */
export interface Output {
  log(line: string): void;
  error(line: string): void;
}

/** UTF-8 needs up to three bytes for each of the characters that `loadStadium` reads at most. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Prints a summary and returns 0, or the reason of refusal (stadium-format.md §7) and returns 1. */
export async function stadiumCommand(file: string, out: Output): Promise<number> {
  const say = { log: (line: string) => out.log(plain(line)), error: (line: string) => out.error(plain(line)) };
  const read = await readText(file);
  if (!read.ok) {
    say.error(`${file}: ${read.reason}`);
    return 1;
  }
  const loaded = loadStadium(read.text);
  if (!loaded.ok) {
    say.error(`${file} is refused (${where(loaded.problem)}).`);
    say.error(loaded.problem.message);
    return 1;
  }
  for (const line of summary(loaded.stadium)) say.log(line);
  for (const line of warningLines(loaded.warnings)) say.log(line);
  return 0;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file.',
  EACCES: 'may not be read: permission denied.',
};

type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

async function readText(file: string): Promise<Text> {
  try {
    const info = await stat(file);
    if (info.isDirectory()) return { ok: false, reason: 'is a folder, not a file.' };
    if (!info.isFile()) return { ok: false, reason: 'is not an ordinary file.' };
    if (info.size > MAX_BYTES) return { ok: false, reason: `has ${info.size} bytes; that is too large for a stadium.` };
    return { ok: true, text: await readFile(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { ok: false, reason: REASONS[code] ?? `cannot be read (${code}).` };
  }
}

function where({ category, line, column, list, index, key }: Problem): string {
  const parts: string[] = [category];
  if (line !== undefined) parts.push(`line ${line}`);
  if (column !== undefined) parts.push(`column ${column}`);
  if (list !== undefined) parts.push(index === undefined ? list : `${list} ${index}`);
  if (key !== undefined) parts.push(key);
  return parts.join(', ');
}

function summary({ name, hash, canBeStored, pitch, drawing }: Stadium): string[] {
  const { vertices, segments, planes, joints } = pitch.arena;
  const curved = segments.curved.reduce((sum, one) => sum + one, 0);
  const row = (label: string, value: string | number): string => `  ${label.padEnd(14)}${value}`;
  const usual = stockStadium('Classic')?.pitch;
  return [
    name,
    row('size', `${2 * pitch.width} × ${2 * pitch.height}, background ${drawing.background.type}`),
    row('vertices', vertices.count),
    row('segments', `${segments.count} (${curved} curved)`),
    row('goals', pitch.goals.length),
    row('discs', `${pitch.discs.length} (with the ball)`),
    row('planes', planes.count),
    row('joints', joints.count),
    row('spawn points', `${pitch.redSpawns.length} red, ${pitch.blueSpawns.length} blue`),
    row('player', differences(pitch.player, usual?.player)),
    row('ball', differences(pitch.discs[0], usual?.discs[0])),
    row('kick-off', pitch.fullReset ? 'resets every disc' : 'resets the ball'),
    row('may be stored', canBeStored ? 'yes' : 'no'),
    row('hash', hash),
  ];
}

/** The values that are not the usual ones, as `key value`. */
function differences(physics: object | undefined, usual: object | undefined): string {
  const known = new Map<string, unknown>(Object.entries(usual ?? {}));
  const other = Object.entries(physics ?? {}).filter(([key, value]) => !Object.is(known.get(key), value));
  return other.map(([key, value]) => `${key} ${show(key, value)}`).join(', ') || 'as usual';
}

function show(key: string, value: unknown): string {
  if (key !== 'color' || typeof value !== 'number') return String(value);
  return value < 0 ? 'transparent' : value.toString(16).toUpperCase().padStart(6, '0');
}

const MOST_WARNINGS = 20;

function warningLines(warnings: readonly Warning[]): string[] {
  const lines = warnings.slice(0, MOST_WARNINGS).map(({ message }) => `warning: ${message}`);
  const hidden = warnings.length - lines.length;
  return hidden > 0 ? [...lines, `… and ${hidden} more warnings.`] : lines;
}

/** Names come from strangers: control characters and marks that turn text round must not reach a terminal. */
function plain(line: string): string {
  return line.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, '�');
}
