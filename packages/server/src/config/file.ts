// The config file: JSON5 text → what is given in it and where, or the faults of its form. What a setting may be is the
// question of settings.ts.
import { readFileSync } from 'node:fs';
import { parseText } from '@touchline/shared/stadium';
import { type Entries, type Fault, type Given, unreadable } from './faults.ts';

export interface ConfigFile {
  /** What stands beside `rooms` and `roomDefaults`. */
  readonly settings: Entries;
  readonly roomDefaults: Entries;
  /** Undefined: the file has no list of rooms. */
  readonly rooms: readonly Entries[] | undefined;
}

/** Names that belong to every object of the language: never a setting. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const NOTHING: ConfigFile = { settings: new Map(), roomDefaults: new Map(), rooms: undefined };

/** Reads the file; whatever is wrong goes to `faults`, and the rest is read all the same. */
export function readConfigFile(path: string, faults: Fault[]): ConfigFile {
  const wrong = (text: string) => {
    faults.push({ setting: 'config', text });
    return NOTHING;
  };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return wrong(`The config file ${path} ${unreadable(error)}`);
  }
  const parsed = parseText(text);
  if (!parsed.ok) return wrong(`The config file ${path} is not JSON5. ${parsed.problem.message}`);
  if (!isObject(parsed.value)) return wrong(`The config file ${path} must hold one object: {"name": "…"}`);
  return new Reading(path, text, faults).read(parsed.value);
}

class Reading {
  private readonly path: string;
  private readonly text: string;
  private readonly faults: Fault[];

  constructor(path: string, text: string, faults: Fault[]) {
    this.path = path;
    this.text = text;
    this.faults = faults;
  }

  read({ rooms, roomDefaults, ...settings }: Record<string, unknown>): ConfigFile {
    return {
      settings: this.entries(settings, ''),
      roomDefaults: roomDefaults === undefined ? new Map() : this.object(roomDefaults, 'roomDefaults'),
      rooms: rooms === undefined ? undefined : this.rooms(rooms),
    };
  }

  private rooms(value: unknown): Entries[] {
    if (Array.isArray(value) && value.length > 0) return value.map((room, i) => this.object(room, `rooms[${i}]`));
    this.refuse('rooms', 'is not allowed; allowed: a list of rooms, [{ name: "…" }], with one room at least');
    return [];
  }

  private object(value: unknown, as: string): Entries {
    if (isObject(value)) return this.entries(value, `${as}.`);
    this.refuse(as, 'is not allowed; allowed: an object, { name: "…" }');
    return new Map();
  }

  private entries(object: Record<string, unknown>, prefix: string): Entries {
    const entries = new Map<string, Given>();
    for (const [name, value] of Object.entries(object)) {
      if (FORBIDDEN.has(name)) this.refuse(prefix + name, 'is not allowed as a name');
      else entries.set(name, { value, as: this.place(prefix + name) });
    }
    return entries;
  }

  private refuse(setting: string, why: string): void {
    this.faults.push({ setting, text: `${this.place(setting)}: ${why}` });
  }

  /** With the line, where the name stands in one line only. */
  private place(setting: string): string {
    const name = setting.slice(setting.lastIndexOf('.') + 1);
    const key = new RegExp(`(^|[\\s{,'"])${name.replace(/\W/g, '\\$&')}['"]?\\s*:`);
    const lines = this.text.split('\n').flatMap((line, i) => (key.test(line) ? i + 1 : []));
    return `${setting} in ${this.path}${lines.length === 1 ? `, line ${lines[0]}` : ''}`;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
