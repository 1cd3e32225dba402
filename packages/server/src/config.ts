// Flags over environment over file → one frozen object. Every setting, its default and its words are in the one table
// below; the help is printed from it. An unknown or wrong setting is refused with its name, its value and what is allowed.
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_SCORE_LIMIT, DEFAULT_TIME_LIMIT_MINUTES, MAX_LIMIT } from '@touchline/shared/match';
import {
  BOT_LEVELS,
  type BotLevel,
  MAX_BOTS_A_SIDE,
  MAX_DELAY_SECONDS,
  MAX_PASSWORD,
  MAX_ROOM_NAME,
  MAX_SEATS,
  password,
  type RoomSettings,
  roomName,
  thumbprint,
} from '@touchline/shared/protocol';
import { loadStadium, STOCK_NAMES, type Stadium, stockStadium } from '@touchline/shared/stadium';
import { z } from 'zod';
import { type Entries, type Fault, type Given, readConfigFile } from './config-file.ts';
import { isReservation } from './gate/reserved-nicks.ts';
import { isProxyEntry } from './http/address.ts';
import { METRICS_ACCESS, type MetricsAccess } from './http/metrics.ts';
import { LOG_LEVELS, type LogLevel } from './logger.ts';
import { nearest } from './nearest.ts';
import { slugOf } from './rooms/slug.ts';

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

export interface Config {
  /** Absolute; undefined: there is no config file. */
  readonly file: string | undefined;
  /** Those of the file, or the one that the settings describe. */
  readonly rooms: readonly OwnRoom[];
  /** Identities that are admin in every room that no script runs. */
  readonly adminKeys: readonly string[];
  /** What opens the page `/admin`; undefined: there is none. */
  readonly adminSecret: string | undefined;
  readonly port: number;
  /** Address to listen on; undefined: all. */
  readonly address: string | undefined;
  /** All that the server writes lies in this folder; absolute. */
  readonly dataDir: string;
  readonly maxRooms: number;
  /** Who gets in where seats are scarce. */
  readonly admission: {
    /** Seats of each room of the host and his scripts that strangers do not get. */
    readonly heldSeats: number;
    /** Thumbprints of the keys that those are held for. */
    readonly knownKeys: readonly string[];
    /** Seats and places in the queue that one household may have at once in a room. */
    readonly maxPerAddress: number;
    /** Does a seat cost the browser work? Rooms of scripts may want it all the same. */
    readonly joinWork: boolean;
  };
  /** What is kept of finished matches. */
  readonly recordings: { readonly maxAgeDays: number; readonly maxMb: number };
  /** Memory for what viewers can go back to, in all rooms together. */
  readonly rewindMb: number;
  /** Proxies whose word about a client's address is taken. */
  readonly trustProxy: readonly string[];
  /** Where people reach the server, without a slash at the end; undefined: nobody has said. */
  readonly publicUrl: string | undefined;
  /** Running matches have so long to end when the server shall stop; 0: they are saved at once. */
  readonly drainSeconds: number;
  /** `nick=thumbprint`: who may bear which nick. */
  readonly reservedNicks: readonly string[];
  /** Room scripts: absolute paths, each with a room of its own. */
  readonly scripts: {
    readonly rooms: readonly ScriptedOwnRoom[];
    /** Origins that they may talk to; empty: any. */
    readonly origins: readonly string[];
    readonly plainAddresses: boolean;
    /** Bots a side, for the script to place. */
    readonly bots: number;
    readonly botLevel: BotLevel;
    /** The part of the environment that they are handed. */
    readonly env: Readonly<Record<string, string>>;
  };
  /** Who may read `/metrics`. */
  readonly metrics: MetricsAccess;
  readonly logLevel: LogLevel;
}

/** Something is wrong with the settings; the message is for the person who set them, a line for each fault. */
export class ConfigError extends Error {
  /** Names of the settings at fault, as in the file. */
  readonly settings: readonly string[];
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ text }) => text).join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
    this.settings = faults.map(({ setting }) => setting);
  }
}

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
    ...{ initial: 2, help: 'how good the bots are' },
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
    ...{ kind: 'list' as const, schema: z.array(z.string().refine(isHttpUrl)) },
    ...{ allowed: 'origins such as https://example.org, separated by commas' },
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
type Key = keyof typeof SETTINGS;
const KEYS = Object.keys(SETTINGS) as Key[];
const setting = (key: Key): Setting => SETTINGS[key];

type RoomKey = keyof typeof ROOM_SETTINGS;
const ROOM_KEYS = Object.keys(ROOM_SETTINGS) as RoomKey[];
/** Of a room in the file. */
const ROOM_ID = z.string().regex(/^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/);
const ROOM_ID_ALLOWED = '3 to 32 small letters, digits and hyphens';

const schema = z.strictObject(
  Object.fromEntries(KEYS.map((key) => [key, SETTINGS[key].schema])) as { [K in Key]: (typeof SETTINGS)[K]['schema'] },
);
const roomSchema = schema.pick(
  Object.fromEntries(ROOM_KEYS.map((key) => [key, true])) as { readonly [K in RoomKey]: true },
);

/** Reads all three sources. `argv`: what follows the command. Throws ConfigError. */
export function readConfig(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Config {
  const faults: Fault[] = [];
  const flags = fromFlags(argv, faults);
  const path = flags.config ?? env.TOUCHLINE_CONFIG;
  const file = path === undefined ? undefined : readConfigFile(path, faults);
  const inFile = knownOnly(file?.settings ?? new Map(), KEYS, faults, ['rooms', 'roomDefaults']);
  const given = { ...inFile, ...fromEnvironment(env, faults), ...flags.given };
  const roomsInFile = file?.rooms;
  if (file && file.roomDefaults.size > 0 && !roomsInFile)
    faults.push({
      setting: 'roomDefaults',
      text: `roomDefaults in ${path}: is of use with rooms only; add rooms: […]`,
    });
  if (roomsInFile) {
    for (const key of ROOM_KEYS) {
      const as = given[key]?.as;
      if (as)
        faults.push({ setting: key, text: `${as}: ${path} has rooms; set it in one of them, or in roomDefaults` });
    }
  }
  const rest = check(schema, KEYS, given, faults);
  const defaults = knownOnly(file?.roomDefaults ?? new Map(), ROOM_KEYS, faults);
  const planned = roomsInFile ? roomsInFile.map((room) => readRoom(room, defaults, faults)) : [];
  const rooms = planned.flatMap(({ room }) => room ?? []);
  const scripted = planned.flatMap(({ script }) => script ?? []);
  refuseTwins(planned, faults);
  if (rest?.metrics === 'token' && rest.metricsToken === '')
    faults.push(fault('metricsToken', 'metricsToken, which `metrics: token` needs,', null));
  if (!rest || faults.length > 0) throw new ConfigError(faults);
  if (!roomsInFile) rooms.push(ownRoom(undefined, rest, given.stadium?.as ?? 'stadium'));
  if (rooms.length + scripted.length + rest.script.length > rest.maxRooms) {
    const text = `${given.maxRooms?.as ?? 'maxRooms'}: there are more rooms of your own than ${rest.maxRooms}`;
    throw new ConfigError([{ setting: 'maxRooms', text }]);
  }
  return Object.freeze({
    file: path === undefined ? undefined : resolve(path),
    rooms: Object.freeze(rooms),
    adminKeys: Object.freeze(rest.adminKeys),
    adminSecret: rest.adminSecret === '' ? undefined : rest.adminSecret,
    port: rest.port,
    address: rest.host === '' ? undefined : rest.host,
    dataDir: resolve(rest.dataDir),
    maxRooms: rest.maxRooms,
    admission: Object.freeze({
      heldSeats: rest.heldSeats,
      knownKeys: rest.knownKeys,
      maxPerAddress: rest.maxPerAddress,
      joinWork: rest.joinWork,
    }),
    recordings: Object.freeze({ maxAgeDays: rest.recordingsMaxAgeDays, maxMb: rest.recordingsMaxMb }),
    rewindMb: rest.rewindMb,
    drainSeconds: rest.drainSeconds,
    trustProxy: Object.freeze(rest.trustProxy),
    publicUrl: rest.publicUrl === '' ? undefined : rest.publicUrl.replace(/\/+$/, ''),
    reservedNicks: Object.freeze(rest.reservedNicks),
    scripts: Object.freeze({
      rooms: Object.freeze([...rest.script.map((script) => ({ file: resolve(script) })), ...scripted]),
      origins: rest.scriptOrigins.map((address) => new URL(address).origin),
      plainAddresses: rest.scriptPlainAddresses,
      bots: rest.scriptBots,
      botLevel: rest.botLevel,
      env: Object.freeze(pick(env, rest.scriptEnv)),
    }),
    metrics: Object.freeze({ access: rest.metrics, token: rest.metricsToken }),
    logLevel: rest.logLevel,
  });
}

/** The values that are given, the initial ones for the others; undefined when one is wrong, which goes to `faults`. */
function check<S extends z.ZodType, K extends Key>(
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

type RoomValues = z.output<typeof roomSchema>;

function ownRoom(id: string | undefined, values: RoomValues, stadiumAs: string): OwnRoom {
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

interface PlannedRoom {
  readonly id?: Given;
  readonly room?: OwnRoom;
  readonly script?: ScriptedOwnRoom;
}

/** A room of the file. One with a script takes everything else from its script. */
function readRoom(entries: Entries, defaults: Partial<Record<RoomKey, Given>>, faults: Fault[]): PlannedRoom {
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
function refuseTwins(planned: readonly PlannedRoom[], faults: Fault[]): void {
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

/** What is no setting goes to `faults`. `also`: names that are read elsewhere. */
function knownOnly<K extends string>(
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

function pick(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** The settings as `--help` shows them. */
export function describeSettings(): string {
  const lines = KEYS.map((key) => {
    const { kind, initial, help } = setting(key);
    const value = kind === 'flag' ? '' : kind === 'number' ? ' <n>' : kind === 'list' ? ' <list>' : ' <text>';
    const initially = initial === '' || kind === 'flag' || Array.isArray(initial) ? '' : ` (${initial})`;
    // Of a flag that is on, only the way to turn it off is of use.
    const flag = initial === true ? flagOf(key).replace('--', '--no-') : flagOf(key);
    return [`  ${flag}${value}`, `${help}${initially}`];
  });
  lines.push([
    '  --config <file>',
    'JSON5 file with any of these, in camelCase, { maxPlayers: 8 }, and with rooms: [{ … }]',
  ]);
  const width = Math.max(...lines.map(([left]) => left.length)) + 2;
  return [
    ...lines.map(([left, right]) => left.padEnd(width) + right),
    '',
    `Each is also read from the environment: --max-players is ${envNames('maxPlayers')[0]}; PORT and TOUCHLINE_DATA work, too.`,
    'A flag wins over the environment, the environment over the file. Passwords are best kept in the file:',
    'other users of the machine can see flags.',
  ].join('\n');
}

function fromFlags(argv: readonly string[], faults: Fault[]): { given: Partial<Record<Key, Given>>; config?: string } {
  const options = Object.fromEntries([
    ...KEYS.map((key) => [flagOf(key).slice(2), { type: setting(key).kind === 'flag' ? 'boolean' : 'string' }]),
    ['config', { type: 'string' }],
  ]) as Record<string, { type: 'string' | 'boolean' }>;
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const byFlag = new Map(KEYS.map((key) => [flagOf(key).slice(2), key]));
  const given: Partial<Record<Key, Given>> = {};
  let config: string | undefined;
  let unknownAt = Number.NaN;
  for (const token of tokens) {
    // What follows an unknown flag is most likely its value: one fault, not two.
    const afterUnknown = unknownAt === token.index - 1;
    if (token.kind === 'positional' && !afterUnknown) {
      faults.push({ setting: token.value, text: `${show(token.value)} is not expected here; settings begin with --` });
    }
    if (token.kind !== 'option') continue;
    const negative = token.name.startsWith('no-') && byFlag.has(token.name.slice(3));
    const key = byFlag.get(negative ? token.name.slice(3) : token.name);
    if (token.name === 'config') {
      if (token.value) config = token.value;
      else faults.push({ setting: 'config', text: '--config: needs a value; allowed: the path of a JSON5 file' });
    } else if (key === undefined || (negative && setting(key).kind !== 'flag')) {
      faults.push(unknown(token.rawName, token.rawName, [...KEYS.map(flagOf), '--config']));
      unknownAt = token.value === undefined ? token.index : Number.NaN;
    } else if (setting(key).kind === 'flag') {
      const value = token.value === undefined ? !negative : convert(key, token.value);
      given[key] = { value, as: token.rawName };
    } else {
      const value = token.value === undefined ? null : convert(key, token.value);
      const before = given[key]?.value;
      // A list may be given piece by piece.
      given[key] = {
        value: Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value,
        as: token.rawName,
      };
    }
  }
  return { given, config };
}

function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  faults: Fault[],
): Partial<Record<Key, Given>> {
  const given: Partial<Record<Key, Given>> = {};
  const known = new Set(['TOUCHLINE_CONFIG']);
  for (const key of KEYS) {
    for (const name of envNames(key).reverse()) {
      known.add(name);
      const value = env[name];
      if (value !== undefined && value !== '') given[key] = { value: convert(key, value), as: name };
    }
  }
  // A misspelt TOUCHLINE_PASSWORD must not open the room to everybody.
  for (const name of Object.keys(env)) {
    if (name.startsWith('TOUCHLINE_') && !known.has(name)) faults.push(unknown(name, name, [...known]));
  }
  return given;
}

/** A file that cannot be loaded is a wrong setting, told with the place in the file. */
function openStadium(path: string, as: string): Stadium {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError([{ setting: 'stadium', text: `${as}: the file ${path} cannot be read` }]);
  }
  const loaded = loadStadium(content);
  if (loaded.ok) return loaded.stadium;
  throw new ConfigError([{ setting: 'stadium', text: `${as}: ${path} is refused. ${loaded.problem.message}` }]);
}

function isStadium(name: string): boolean {
  return name.toLowerCase().endsWith('.hbs') || stockStadium(name) !== undefined;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isReadableFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Text from a flag or a variable → what the schema wants to see; what does not fit stays text, and is refused. */
function convert(key: Key, value: string): unknown {
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

function fault(key: Key, as: string, value: unknown): Fault {
  const secret = key === 'password' || key === 'adminPassword' || key === 'adminSecret' || key === 'metricsToken';
  const what = value === null ? 'needs a value' : secret ? 'is not allowed' : `${show(value)} is not allowed`;
  return { setting: key, text: `${as}: ${what}; allowed: ${setting(key).allowed}` };
}

function unknown(as: string, name: string, allowed: readonly string[]): Fault {
  const meant = nearest(name, allowed);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return { setting: name, text: `${as}: there is no such setting${hint}; allowed: ${allowed.join(', ')}` };
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function flagOf(key: Key): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function envNames(key: Key): string[] {
  const usual = `TOUCHLINE_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
  return [usual, ...(setting(key).env ?? [])];
}
