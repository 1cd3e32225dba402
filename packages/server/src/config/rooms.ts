// The rooms of the host: those of the file, or the one that the settings describe.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RoomSettings } from '@touchline/shared/protocol';
import { loadStadium, type Stadium, stockStadium } from '@touchline/shared/stadium';
import { z } from 'zod';
import { slugOf } from '../rooms/slug.ts';
import { ConfigError, type Entries, type Fault, type Given, knownOnly, show, unreadable } from './faults.ts';
import { check, isReadableFile, ROOM_KEYS, type RoomKey, roomSchema } from './settings.ts';

/** A room that the host keeps open. */
export interface OwnRoom {
  /** Its link, as the file has it; undefined: made from its name when it opens. */
  readonly id: string | undefined;
  /** `stadium` is a stock name, or the hash of `ownStadium`. */
  readonly settings: RoomSettings;
  /** Read from the `.hbs` file that was named, if one was. */
  readonly ownStadium: Stadium | undefined;
  /** Undefined: nobody becomes admin by `/admin`. */
  readonly adminPassword: string | undefined;
}

/** A room that a script runs. */
export interface ScriptedOwnRoom {
  /** Absolute. */
  readonly file: string;
  /** Its link; undefined: made from the name that the script gives. */
  readonly id?: string;
}

interface PlannedRoom {
  readonly id?: Given;
  readonly room?: OwnRoom;
  readonly script?: ScriptedOwnRoom;
}

/** Of a room in the file. */
const ROOM_ID = z.string().regex(/^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/);
const ROOM_ID_ALLOWED = '3 to 32 small letters, digits and hyphens';

type RoomValues = z.output<typeof roomSchema>;

export function ownRoom(id: string | undefined, values: RoomValues, stadiumAs: string): OwnRoom {
  const { stadium, password: secret, adminPassword, name, maxPlayers, scoreLimit, timeLimit } = values;
  const { bots, botLevel, delay, unlisted, joinDuringMatch } = values;
  const ownStadium = stockStadium(stadium) ? undefined : openStadium(stadium, stadiumAs);
  const settings: RoomSettings = {
    ...{ name, maxPlayers, scoreLimit, timeLimit, bots, botLevel, delay, unlisted, joinDuringMatch },
    stadium: ownStadium?.hash ?? stadium,
    ...(secret === '' ? {} : { password: secret }),
  };
  return Object.freeze({
    id,
    settings: Object.freeze(settings),
    ownStadium,
    adminPassword: adminPassword === '' ? undefined : adminPassword,
  });
}

/** A room of the file. One with a script takes everything else from its script. */
export function readRoom(entries: Entries, defaults: Partial<Record<RoomKey, Given>>, faults: Fault[]): PlannedRoom {
  const { id: givenId, script: givenScript, ...given } = knownOnly(entries, [...ROOM_KEYS, 'id', 'script'], faults);
  const id = ROOM_ID.optional().safeParse(givenId?.value);
  if (!id.success && givenId)
    faults.push({
      setting: 'id',
      text: `${givenId.as}: ${show(givenId.value)} is not allowed; allowed: ${ROOM_ID_ALLOWED}`,
    });
  if (givenScript) {
    const script = readScript(givenScript, id.data, new Map(Object.entries(given)), faults);
    return { ...(givenId ? { id: givenId } : {}), ...(script ? { script } : {}) };
  }
  const all = { ...defaults, ...given };
  const values = check(roomSchema, ROOM_KEYS, all, faults);
  if (!values || !id.success) return {};
  const as = all.name?.as ?? 'name';
  if (values.unlisted && id.data === undefined)
    faults.push({
      setting: 'id',
      text: `${as}: an unlisted room needs an id, for its link; allowed: ${ROOM_ID_ALLOWED}`,
    });
  const ownId = id.data ?? slugOf(values.name, () => false);
  try {
    return { id: givenId ?? { value: ownId, as }, room: ownRoom(ownId, values, all.stadium?.as ?? 'stadium') };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return {};
  }
}

function readScript(given: Given, id: string | undefined, others: Entries, faults: Fault[]): ScriptedOwnRoom | null {
  for (const [key, { as }] of others)
    faults.push({ setting: key, text: `${as}: the room's script decides that; allowed beside script: id` });
  if (typeof given.value === 'string' && isReadableFile(given.value))
    return { file: resolve(given.value), ...(id === undefined ? {} : { id }) };
  const text = `${given.as}: ${show(given.value)} is not allowed; allowed: the path of a file that can be read`;
  faults.push({ setting: 'script', text });
  return null;
}

/** Two rooms of one link would be one. */
export function refuseTwins(planned: readonly PlannedRoom[], faults: Fault[]): void {
  const seen = new Map<unknown, string>();
  for (const { id } of planned) {
    if (!id) continue;
    const before = seen.get(id.value);
    if (before)
      faults.push({
        setting: 'id',
        text: `${id.as}: the link ${show(id.value)} is taken by ${before}; give one of them another id`,
      });
    seen.set(id.value, id.as);
  }
}

/** A file that cannot be loaded is a wrong setting, told with the place in the file. */
function openStadium(path: string, as: string): Stadium {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([{ setting: 'stadium', text: `${as}: the file ${path} ${unreadable(error)}` }]);
  }
  const loaded = loadStadium(content);
  if (loaded.ok) return loaded.stadium;
  throw new ConfigError([{ setting: 'stadium', text: `${as}: ${path} is refused. ${loaded.problem.message}` }]);
}
