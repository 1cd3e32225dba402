// The argument of `HBInit` → the room that is wanted (room-scripts.md §2). A room that opens is better than a stack trace:
// wrong types are converted with a warning (R7); only a country code that is too long throws, as it always did.
import { clamp, MAX_NICK } from '@touchline/shared/match';
import { MAX_PASSWORD, MAX_ROOM_NAME, MAX_SEATS, nick, roomName } from '@touchline/shared/protocol';
import { toText, toWhole } from './conversions.ts';
import type { WantedRoom } from './messages.ts';

const DEFAULTS = { roomName: 'Headless Room', playerName: 'Host', maxPlayers: 12 } as const;
/** Fields that are taken and do nothing here, each with the reason that is logged once. */
const IGNORED: Readonly<Record<string, string>> = {
  token: 'rooms need no token here',
  geo: 'the lobby here does not sort by distance',
  proxy: 'the server is reached directly',
  debug: 'see --log-level',
};

/** `warn` hears of everything that was not as it should be. */
export function readRoomConfig(given: unknown, warn: (text: string) => void): WantedRoom {
  const config = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
  for (const [field, reason] of Object.entries(IGNORED)) {
    if (config[field] !== undefined && config[field] !== null) warn(`HBInit: ${field} is ignored: ${reason}`);
  }
  checkCountry(config.geo);
  const text = (field: 'roomName' | 'playerName'): string => {
    const value = config[field] ?? DEFAULTS[field];
    if (typeof value !== 'string') warn(`HBInit: ${field} should be a string`);
    return toText(value, 1000);
  };
  const seats = config.maxPlayers ?? DEFAULTS.maxPlayers;
  if (!Number.isInteger(seats)) warn('HBInit: maxPlayers should be a whole number');
  const secret = config.password ?? '';
  if (typeof secret !== 'string') warn('HBInit: password should be a string');
  return {
    name: shown(roomName, text('roomName'), MAX_ROOM_NAME, DEFAULTS.roomName),
    password: toText(secret, MAX_PASSWORD),
    maxPlayers: toMaxPlayers(seats),
    unlisted: !config.public,
    hostPlayer: config.noPlayer ? null : shown(nick, text('playerName'), MAX_NICK, DEFAULTS.playerName),
  };
}

/** As everybody may see it, cut; null where nothing of it can be seen. */
export function toRoomName(value: unknown): string | null {
  return shown(roomName, toText(value, MAX_ROOM_NAME), MAX_ROOM_NAME, null);
}

export function toMaxPlayers(value: unknown): number {
  return clamp(toWhole(value), 2, MAX_SEATS);
}

/** The text as everybody may see it, cut; the default where nothing of it can be seen. */
function shown<T>(schema: typeof nick, text: string, max: number, otherwise: T): string | T {
  const parsed = schema.safeParse(text.slice(0, max));
  return parsed.success ? parsed.data : otherwise;
}

function checkCountry(geo: unknown): void {
  if (typeof geo !== 'object' || geo === null || !('code' in geo)) return;
  if (toText(geo.code, 10).length > 3) throw new Error('HBInit: geo.code has at most 3 letters');
}
