// Every setting, its default and its words, in one table. Flags, environment, file and help are read from it.
import { statSync } from 'node:fs';
import { DEFAULT_SCORE_LIMIT, DEFAULT_TIME_LIMIT_MINUTES, MAX_LIMIT } from '@touchline/shared/match';
import {
  BOT_LEVELS,
  MAX_BOTS_A_SIDE,
  MAX_DELAY_SECONDS,
  MAX_PASSWORD,
  MAX_ROOM_NAME,
  MAX_SEATS,
  password,
  roomName,
  thumbprint,
} from '@touchline/shared/protocol';
import { STOCK_NAMES, stockStadium } from '@touchline/shared/stadium';
import { z } from 'zod';
import { isReservation } from '../gate/reserved-nicks.ts';
import { isProxyEntry } from '../http/address.ts';
import { METRICS_ACCESS } from '../http/metrics.ts';
import { LOG_LEVELS } from '../logger.ts';
import { type Fault, type Given, show } from './faults.ts';

const MIN_ADMIN_SECRET = 12;

const whole = (least: number, most: number) => ({
  kind: 'number' as const,
  schema: z.int().min(least).max(most),
  allowed: `a whole number from ${least} to ${most}`,
});
const text = <S extends z.ZodType>(schema: S, allowed: string) => ({ kind: 'text' as const, schema, allowed });

const passwordSetting = text(password, `at most ${MAX_PASSWORD} characters`);

/** What one room is, in the table's words. `env`: names besides `TOUCHLINE_…`, which win in this order after it. */
const ROOM_SETTINGS = {
  name: { ...text(roomName, `1 to ${MAX_ROOM_NAME} characters`), initial: 'Open pitch', help: 'name of the room' },
  stadium: {
    ...text(z.string().refine(isStadium), `${STOCK_NAMES.join(', ')}, or the path of a .hbs file`),
    ...{ initial: 'Classic', help: 'stock stadium, or the path of a .hbs file' },
  },
  maxPlayers: { ...whole(2, MAX_SEATS), initial: 12, help: 'seats in the room' },
  password: {
    ...passwordSetting,
    ...{ initial: '', help: 'what players must know to enter' },
  },
  scoreLimit: { ...whole(0, MAX_LIMIT), initial: DEFAULT_SCORE_LIMIT, help: 'goals that win; 0: no limit' },
  timeLimit: { ...whole(0, MAX_LIMIT), initial: DEFAULT_TIME_LIMIT_MINUTES, help: 'minutes of a match; 0: no limit' },
  bots: { ...whole(0, MAX_BOTS_A_SIDE), initial: 3, help: 'players a side that bots make up for' },
  botLevel: {
    ...{ kind: 'number' as const, schema: z.literal(BOT_LEVELS), allowed: '1, 2 or 3' },
    ...{ initial: 2, help: 'how good the bots are, 1 to 3' },
  },
  joinDuringMatch: {
    ...{ kind: 'flag' as const, schema: z.boolean(), allowed: 'true or false' },
    ...{ initial: true, help: 'people choose a side between matches only' },
  },
  delay: { ...whole(0, MAX_DELAY_SECONDS), initial: 0, help: 'seconds that viewers lag behind' },
  unlisted: {
    ...{ kind: 'flag' as const, schema: z.boolean(), allowed: 'true or false' },
    ...{ initial: false, help: 'not in the lobby: entered by link only' },
  },
  adminPassword: {
    ...passwordSetting,
    ...{ initial: '', help: '`/admin <password>` in the chat makes one an admin' },
  },
} as const satisfies Record<string, Setting>;

const SETTINGS = {
  ...ROOM_SETTINGS,
  adminKeys: {
    ...{ kind: 'list' as const, schema: z.array(z.string().regex(/^[\w-]{43}$/)) },
    ...{ allowed: 'identities of 43 characters, separated by commas' },
    ...{ initial: [], help: 'identities that are admin in every room that no script runs' },
  },
  adminSecret: {
    ...text(
      z.union([z.literal(''), z.string().min(MIN_ADMIN_SECRET).max(256)]),
      `${MIN_ADMIN_SECRET} to 256 characters`,
    ),
    ...{ initial: '', help: 'opens the page /admin to whoever knows it; without it there is none' },
  },
  port: { ...whole(0, 65_535), initial: 2567, env: ['PORT'], help: 'TCP port for everything; 0: any free one' },
  host: {
    ...text(z.string().max(255), 'an address of this machine'),
    ...{ initial: '', help: 'address to listen on; all when empty' },
  },
  dataDir: {
    ...text(z.string().min(1), 'the path of a folder'),
    ...{ initial: './data', env: ['TOUCHLINE_DATA'], help: 'folder for all that the server writes' },
  },
  maxRooms: { ...whole(1, 1000), initial: 50, help: 'rooms on this server, the own one included' },
  maxCpuPercent: {
    ...{ ...whole(0, 100), initial: 85, help: 'percent of a core in use from which no strangers are let in; 0: any' },
  },
  heldSeats: { ...whole(0, MAX_SEATS), initial: 0, help: 'seats of each room of yours that only known keys get' },
  knownKeys: {
    ...{ kind: 'list' as const, schema: z.array(thumbprint) },
    ...{ allowed: 'identities of 43 characters, separated by commas' },
    ...{ initial: [], help: 'identities that seats are held for, and that go first in the queue' },
  },
  maxPerAddress: {
    ...{ ...whole(1, MAX_SEATS), initial: 8, help: 'seats that one internet connection may take in a room' },
  },
  joinWork: {
    ...{ kind: 'flag' as const, schema: z.boolean(), allowed: 'true or false' },
    ...{ initial: true, help: 'joining costs browsers no work' },
  },
  recordingsMaxAgeDays: {
    ...{ ...whole(0, 36_500), initial: 30, help: 'days that recordings of matches are kept; 0: for ever' },
  },
  recordingsMaxMb: {
    ...{ ...whole(0, 10_000_000), initial: 1000, help: 'megabytes of recordings, the oldest go first; 0: none' },
  },
  rewindMb: {
    ...{
      ...whole(1, 100_000),
      initial: 128,
      help: 'megabytes of memory for rewinding running matches, all rooms together',
    },
  },
  drainSeconds: {
    ...{ ...whole(0, 3600), initial: 0, help: 'seconds that matches have to end at a stop; 0: saved at once' },
  },
  trustProxy: {
    ...{ kind: 'list' as const, schema: z.array(z.string().refine(isProxyEntry)) },
    ...{ allowed: 'addresses, ranges (10.0.0.0/8) or loopback, separated by commas' },
    ...{ initial: [], help: 'proxies whose X-Forwarded-For is believed' },
  },
  publicUrl: {
    ...text(
      z.string().refine((value) => value === '' || isHttpUrl(value)),
      'an address that begins with http:// or https://',
    ),
    ...{
      initial: '',
      help: 'where people reach the server: for links, and so that proofs of identity count here alone',
    },
  },
  reservedNicks: {
    ...{ kind: 'list' as const, schema: z.array(z.string().refine(isReservation)).max(1000) },
    ...{ allowed: 'nick=thumbprint of the identity it is kept for, separated by commas' },
    ...{ initial: [], help: 'nicks that only the holders of these identities may bear' },
  },
  script: {
    ...{ kind: 'list' as const, schema: z.array(z.string().min(1).refine(isReadableFile)) },
    ...{ allowed: 'the path of a file that can be read; once more for each further script' },
    ...{ initial: [], help: 'room script, with a room of its own; may be given several times' },
  },
  scriptOrigins: {
    ...{ kind: 'list' as const, schema: z.array(z.string().refine(isReachable)) },
    ...{ allowed: 'origins such as https://example.org or wss://example.org, separated by commas' },
    ...{ initial: [], help: 'where scripts may talk to; anywhere when empty' },
  },
  scriptPlainAddresses: {
    ...{ kind: 'flag' as const, schema: z.boolean(), allowed: 'true or false' },
    ...{ initial: false, help: "`conn` tells scripts players' addresses, not only equality" },
  },
  metrics: {
    ...text(z.enum(METRICS_ACCESS), METRICS_ACCESS.join(', ')),
    ...{ initial: 'loopback', help: 'who may read /metrics: nobody, this machine, or who has the token' },
  },
  metricsToken: {
    ...text(z.string().regex(/^([!-~]{16,200})?$/), '16 to 200 characters without spaces'),
    ...{ initial: '', help: 'for --metrics token' },
  },
  scriptBots: {
    ...{ ...whole(0, MAX_BOTS_A_SIDE), initial: 0, help: "bots a side in scripts' rooms, for the script to place" },
  },
  scriptEnv: {
    ...{ kind: 'list' as const, schema: z.array(z.string().regex(/^\w+$/)) },
    ...{ allowed: 'names of variables, separated by commas' },
    ...{ initial: [], help: 'variables of the environment that scripts may read' },
  },
  logLevel: {
    ...text(z.enum(LOG_LEVELS), LOG_LEVELS.join(', ')),
    ...{ initial: 'warn', help: 'how much is logged to standard output' },
  },
} as const satisfies Record<string, Setting>;

interface Setting {
  readonly kind: 'text' | 'number' | 'flag' | 'list';
  readonly schema: z.ZodType;
  readonly allowed: string;
  readonly initial: unknown;
  /** What the flag does; for one that is on, what `--no-…` does. */
  readonly help: string;
  readonly env?: readonly string[];
}
export type Key = keyof typeof SETTINGS;
export const KEYS = Object.keys(SETTINGS) as Key[];
export const setting = (key: Key): Setting => SETTINGS[key];

export type RoomKey = keyof typeof ROOM_SETTINGS;
export const ROOM_KEYS = Object.keys(ROOM_SETTINGS) as RoomKey[];

export const schema = z.strictObject(
  Object.fromEntries(KEYS.map((key) => [key, SETTINGS[key].schema])) as { [K in Key]: (typeof SETTINGS)[K]['schema'] },
);

export const roomSchema = schema.pick(
  Object.fromEntries(ROOM_KEYS.map((key) => [key, true])) as { readonly [K in RoomKey]: true },
);

/** The values that are given, the initial ones for the others; undefined when one is wrong, which goes to `faults`. */
export function check<S extends z.ZodType, K extends Key>(
  wanted: S,
  keys: readonly K[],
  given: Partial<Record<K, Given>>,
  faults: Fault[],
): z.output<S> | undefined {
  const raw = Object.fromEntries(keys.map((key) => [key, given[key] ? given[key].value : setting(key).initial]));
  const parsed = wanted.safeParse(raw);
  for (const key of new Set(parsed.error?.issues.map((issue) => issue.path[0] as K))) {
    faults.push(fault(key, given[key]?.as ?? key, given[key]?.value));
  }
  return parsed.data;
}

export function fault(key: Key, as: string, value: unknown): Fault {
  const secret = key === 'password' || key === 'adminPassword' || key === 'adminSecret' || key === 'metricsToken';
  const what = value === null ? 'needs a value' : secret ? 'is not allowed' : `${show(value)} is not allowed`;
  // What flags and variables have between commas is one text of its own in a file.
  const list = setting(key).kind === 'list' && typeof value === 'string' ? 'a list, [ … ], of ' : '';
  return { setting: key, text: `${as}: ${what}; allowed: ${list}${setting(key).allowed}` };
}

/** Text from a flag or a variable → what the schema wants to see; what does not fit stays text, and is refused. */
export function convert(key: Key, value: string): unknown {
  switch (setting(key).kind) {
    case 'number':
      return /^\d{1,9}$/.test(value.trim()) ? Number(value) : value;
    case 'flag':
      return { true: true, 1: true, yes: true, false: false, 0: false, no: false }[value.toLowerCase()] ?? value;
    case 'list':
      return value.split(',').flatMap((entry) => entry.trim() || []);
    case 'text':
      return value;
  }
}

export function flagOf(key: Key): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function envNames(key: Key): string[] {
  const usual = `TOUCHLINE_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
  return [usual, ...(setting(key).env ?? [])];
}

export function isReadableFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isStadium(name: string): boolean {
  return name.toLowerCase().endsWith('.hbs') || stockStadium(name) !== undefined;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isReachable(text: string): boolean {
  return isHttpUrl(text.replace(/^ws/i, 'http'));
}
