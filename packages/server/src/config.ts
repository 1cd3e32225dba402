// Flags over environment over file → one frozen object. What may be set is in the table of config/settings.ts. An unknown or
// wrong setting is refused with its name, its value and what is allowed.
import { resolve } from 'node:path';
import type { BotLevel } from '@touchline/shared/protocol';
import { fromEnvironment } from './config/environment.ts';
import { ConfigError, type Fault, knownOnly } from './config/faults.ts';
import { readConfigFile } from './config/file.ts';
import { fromFlags } from './config/flags.ts';
import { type OwnRoom, ownRoom, readRoom, refuseTwins, type ScriptedOwnRoom } from './config/rooms.ts';
import { check, fault, KEYS, ROOM_KEYS, schema } from './config/settings.ts';
import type { MetricsAccess } from './http/metrics.ts';
import type { LogLevel } from './logger.ts';

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
  /** From this load on nobody new is let in; 0: whatever it is. */
  readonly maxCpuPercent: number;
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

/** So that a script's clock and its dates are the host's; no secrets. */
const SCRIPTS_ALWAYS_SEE = ['TZ', 'LANG', 'LC_ALL'] as const;

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
    maxCpuPercent: rest.maxCpuPercent,
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
      // As the scripts' network compares them: a server's WebSockets are of its origin.
      origins: rest.scriptOrigins.map((address) => new URL(address).origin.replace(/^ws/, 'http')),
      plainAddresses: rest.scriptPlainAddresses,
      bots: rest.scriptBots,
      botLevel: rest.botLevel,
      env: Object.freeze(pick(env, [...SCRIPTS_ALWAYS_SEE, ...rest.scriptEnv])),
    }),
    metrics: Object.freeze({ access: rest.metrics, token: rest.metricsToken }),
    logLevel: rest.logLevel,
  });
}

function pick(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
