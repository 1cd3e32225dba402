// Everything that may reach a room from outside. The table is the single description of every command: the type, the
// run-time check and the bytes (`log/codec.ts`) are all read off it.
import type { Int, Real } from '../physics/index.ts';
import { INTS, REALS } from '../physics/index.ts';
import { MAX_ANNOUNCEMENT, MAX_AVATAR, MAX_CHAT, MAX_NICK, MAX_PLAYERS, MAX_REASON } from './rules.ts';

/** Any subset of a disc's thirteen properties. */
export type DiscChange = Partial<Record<Real | Int, number>>;

/** What a field may hold. `uint`: 0 … 2^31-1; `int`: signed 32 bit; `byte`: 0 … 255; `team`: 0, 1, 2. */
export interface FieldTypes {
  uint: number;
  int: number;
  byte: number;
  team: 0 | 1 | 2;
  bool: boolean;
  text: string;
  uints: readonly number[];
  ints: readonly number[];
  disc: DiscChange;
}
export type FieldKind = keyof FieldTypes;

/**
 * Command → field → kind. `by` is the player who caused it, 0 the room itself (its host, script or keeper).
 * The order of commands is their number on the wire: append only.
 */
export const COMMANDS = {
  input: { id: 'uint', keys: 'byte' },
  join: { id: 'uint', name: 'text', avatar: 'text', bot: 'bool' },
  leave: { id: 'uint', by: 'uint', kicked: 'bool', banned: 'bool', reason: 'text' },
  team: { id: 'uint', team: 'team', by: 'uint' },
  order: { ids: 'uints', top: 'bool' },
  admin: { id: 'uint', admin: 'bool', by: 'uint' },
  avatar: { id: 'uint', avatar: 'text' },
  lock: { locked: 'bool', by: 'uint' },
  start: { by: 'uint' },
  stop: { by: 'uint' },
  pause: { paused: 'bool', by: 'uint' },
  limits: { scoreLimit: 'byte', timeLimit: 'byte', by: 'uint' },
  kickRate: { min: 'int', rate: 'int', burst: 'int', by: 'uint' },
  stadium: { hash: 'text', by: 'uint' },
  kit: { team: 'team', angle: 'int', textColor: 'int', stripes: 'ints', by: 'uint' },
  disc: { index: 'uint', change: 'disc' },
  playerDisc: { id: 'uint', change: 'disc' },
  chat: { id: 'uint', text: 'text' },
  announce: { text: 'text', color: 'int', style: 'byte', sound: 'byte' },
} as const satisfies Record<string, Record<string, FieldKind>>;

export type CommandType = keyof typeof COMMANDS;

/** One command, by its type: `CommandOf<'input'>` is `{ type: 'input'; id: number; keys: number }`. */
export type CommandOf<T extends CommandType> = { readonly type: T } & {
  readonly [F in keyof (typeof COMMANDS)[T]]: (typeof COMMANDS)[T][F] extends FieldKind
    ? FieldTypes[(typeof COMMANDS)[T][F]]
    : never;
};
export type Command = { [T in CommandType]: CommandOf<T> }[CommandType];

export const COMMAND_TYPES = Object.keys(COMMANDS) as readonly CommandType[];
/** Fields as a list, made once: a command of every player is looked at in every tick. */
const FIELDS = Object.fromEntries(
  COMMAND_TYPES.map((type) => [type, Object.entries(COMMANDS[type])]),
) as unknown as Readonly<Record<CommandType, readonly (readonly [name: string, kind: FieldKind])[]>>;

const TEXT_LIMITS: Record<string, number> = { name: MAX_NICK, avatar: MAX_AVATAR, reason: MAX_REASON, hash: 32 };
const MAX_LIST = 40;
const PROPERTIES = [...REALS, ...INTS];

/** Does `value` have the shape of a command, every field present, of its kind and within its length? */
export function isCommand(value: unknown): value is Command {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  if (typeof fields.type !== 'string' || !Object.hasOwn(COMMANDS, fields.type)) return false;
  const type = fields.type as CommandType;
  for (const [name, kind] of FIELDS[type]) if (!isField(type, name, kind, fields[name])) return false;
  return true;
}

function isField(type: CommandType, name: string, kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case 'uint':
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0x7fffffff;
    case 'int':
      return isInt(value);
    case 'byte':
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
    case 'team':
      return value === 0 || value === 1 || value === 2;
    case 'bool':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string' && value.length <= textLimit(type, name);
    case 'uints':
      return isList(value, (n) => isField(type, name, 'uint', n));
    case 'ints':
      return isList(value, isInt);
    case 'disc':
      return typeof value === 'object' && value !== null && isDiscChange(value as Record<string, unknown>);
  }
}

function textLimit(type: CommandType, name: string): number {
  if (type === 'chat') return MAX_CHAT;
  if (type === 'announce') return MAX_ANNOUNCEMENT;
  return TEXT_LIMITS[name] ?? 0;
}

function isInt(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= -0x80000000 && (value as number) <= 0x7fffffff;
}

/** Element by element: `every` would pass over the holes of a sparse array. */
function isList(value: unknown, isElement: (element: unknown) => boolean): boolean {
  if (!Array.isArray(value) || value.length > MAX_LIST) return false;
  for (let i = 0; i < value.length; i++) if (!isElement(value[i])) return false;
  return true;
}

/**
 * Real values must be finite, also as the float32 that will be stored: no NaN, and nothing that makes one, enters by a
 * command. Unknown properties are refused. Known ones are looked at as `changeDisc` will read them, inherited or not.
 */
function isDiscChange(change: Record<string, unknown>): boolean {
  return (
    Object.keys(change).every((key) => (PROPERTIES as readonly string[]).includes(key)) &&
    REALS.every((key) => change[key] === undefined || isReal(change[key])) &&
    INTS.every((key) => change[key] === undefined || isInt(change[key]))
  );
}

function isReal(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(Math.fround(value));
}

/** Highest player id that a room hands out. */
export const MAX_PLAYER_ID = 0x7fffffff - MAX_PLAYERS;
