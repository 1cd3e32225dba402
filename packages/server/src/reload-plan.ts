// What a new config asks of a running server (pure): main.ts does it, and nobody loses his seat by it.
import { isDeepStrictEqual } from 'node:util';
import type { OwnRoom, ScriptedOwnRoom } from './config/rooms.ts';
import type { Config } from './config.ts';

/** Settings that a running server takes over; every other one waits for a restart. */
const LIVE = ['maxRooms', 'maxCpuPercent', 'recordings', 'drainSeconds', 'trustProxy'] as const;
/** Looked at one by one. */
const LISTS = ['rooms', 'scripts', 'file'];

export type Change =
  | { readonly type: 'open' | 'change' | 'close'; readonly room: OwnRoom }
  | { readonly type: 'startScript' | 'endScript'; readonly script: ScriptedOwnRoom }
  | { readonly type: 'set'; readonly setting: (typeof LIVE)[number] }
  | { readonly type: 'needsRestart'; readonly setting: string };

/** In the order of doing: what goes makes room for what comes. */
export function planReload(now: Config, next: Config): Change[] {
  const rooms = compare(now.rooms, next.rooms, ({ id }) => id ?? '');
  const scripts = compare(now.scripts.rooms, next.scripts.rooms, (script) => JSON.stringify(script));
  const changes: Change[] = [];
  for (const setting of LIVE) if (differ(now[setting], next[setting])) changes.push({ type: 'set', setting });
  for (const room of rooms.gone) changes.push({ type: 'close', room });
  for (const script of scripts.gone) changes.push({ type: 'endScript', script });
  for (const room of rooms.changed) changes.push({ type: 'change', room });
  for (const room of rooms.come) changes.push({ type: 'open', room });
  for (const script of scripts.come) changes.push({ type: 'startScript', script });
  for (const setting of waiting(now, next)) changes.push({ type: 'needsRestart', setting });
  return changes;
}

/** The config that is in force after the plan: what needs a restart is as it was, and is told at every reload. */
export function afterReload(now: Config, next: Config): Config {
  const kept = waiting(now, next).flatMap((key) => (key in now ? [[key, now[key as keyof Config]]] : []));
  return { ...next, ...Object.fromEntries(kept), scripts: { ...now.scripts, rooms: next.scripts.rooms } };
}

function waiting(now: Config, next: Config): string[] {
  const known: readonly string[] = [...LIVE, ...LISTS];
  const others = (Object.keys(next) as (keyof Config)[]).filter((key) => !known.includes(key));
  const ofScripts = (Object.keys(next.scripts) as (keyof Config['scripts'])[]).filter(
    (key) => key !== 'rooms' && differ(now.scripts[key], next.scripts[key]),
  );
  return [...others.filter((key) => differ(now[key], next[key])), ...ofScripts.map((key) => `scripts.${key}`)];
}

function compare<T>(now: readonly T[], next: readonly T[], keyOf: (one: T) => string) {
  const before = new Map(now.map((one) => [keyOf(one), one]));
  const after = new Set(next.map(keyOf));
  return {
    gone: now.filter((one) => !after.has(keyOf(one))),
    come: next.filter((one) => !before.has(keyOf(one))),
    changed: next.filter((one) => before.has(keyOf(one)) && differ(before.get(keyOf(one)), one)),
  };
}

const differ = (a: unknown, b: unknown): boolean => !isDeepStrictEqual(a, b);
