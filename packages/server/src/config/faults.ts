// What is given, as it was found, and what is said about it when it is wrong.
import { nearest } from '../nearest.ts';

/** A value and how whoever wrote it finds it again. */
export interface Given {
  readonly value: unknown;
  readonly as: string;
}
export type Entries = ReadonlyMap<string, Given>;

/** A fault of the settings: which one, and a sentence for the person who set it. */
export interface Fault {
  readonly setting: string;
  readonly text: string;
}

/** Something is wrong with the settings; the message is for the person who set them, a line for each fault. */
export class ConfigError extends Error {
  /** Names of the settings at fault, as in the file. */
  readonly settings: readonly string[];
  readonly faults: readonly Fault[];

  constructor(all: readonly Fault[]) {
    // One in the defaults of rooms is found with each of them.
    const faults = [...new Map(all.map((fault) => [fault.text, fault])).values()];
    super(faults.map(({ text }) => text).join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
    this.settings = faults.map(({ setting }) => setting);
  }
}

/** What is no setting goes to `faults`. `also`: names that are read elsewhere. */
export function knownOnly<K extends string>(
  entries: Entries,
  keys: readonly K[],
  faults: Fault[],
  also: readonly string[] = [],
): Partial<Record<K, Given>> {
  const known: Partial<Record<K, Given>> = {};
  for (const [name, given] of entries) {
    if (keys.includes(name as K)) known[name as K] = given;
    else faults.push(unknown(given.as, name, [...keys, ...also]));
  }
  return known;
}

export function unknown(as: string, name: string, allowed: readonly string[]): Fault {
  const meant = nearest(name, allowed);
  const hint = meant === undefined ? `allowed: ${allowed.join(', ')}` : `did you mean ${meant}?`;
  return { setting: name, text: `${as}: there is no such setting; ${hint}` };
}

export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Why a file that was named cannot be had, from the system's error: the end of a sentence. */
export function unreadable(error: unknown): string {
  const { code } = Object(error) as { code?: string };
  if (code === 'ENOENT') return 'cannot be read: there is no such file';
  if (code === 'EISDIR') return 'cannot be read: it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read: this user may not';
  return `cannot be read (${code ?? 'unknown error'})`;
}
