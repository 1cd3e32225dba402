// Commands and batches ↔ bytes, the same in files, patches and feeds. Everything is read off the table `COMMANDS`: a
// command added there needs no line here. Changing what these functions write is a new PROTOCOL_VERSION.
import { COMMAND_TYPES, COMMANDS, type Command, type FieldKind, type FieldTypes, isCommand } from '../match/index.ts';
import { INTS, REALS } from '../physics/index.ts';
import { type Batch, NO_COMMANDS } from './batch.ts';
import { ByteReader, ByteWriter } from './bytes.ts';

/** Ten minutes: the longest batch, so that a few bytes cannot ask for a huge array. */
export const MAX_BATCH_TICKS = 36_000;

/** The commands of one tick, one after the other: a byte for the type, then its fields. No commands are no bytes. */
export function encodeCommands(commands: readonly Command[]): Uint8Array {
  const writer = new ByteWriter();
  for (const command of commands) writeCommand(writer, command);
  return writer.take();
}

/** Throws LogFormatError. Every command that comes out satisfies `isCommand`. */
export function decodeCommands(bytes: Uint8Array): Command[] {
  const reader = new ByteReader(bytes);
  const commands: Command[] = [];
  while (!reader.done) commands.push(readCommand(reader));
  return commands;
}

/**
 * varint `from`, varint number of ticks; then, for each tick that has commands: varint empty ticks before it, varint
 * number of commands, the commands. Empty ticks at the end cost nothing. Throws RangeError above MAX_BATCH_TICKS.
 */
export function encodeBatch(batch: Batch): Uint8Array {
  if (batch.ticks.length > MAX_BATCH_TICKS) throw new RangeError(`${batch.ticks.length} ticks in a batch`);
  const writer = new ByteWriter();
  writer.uint(batch.from);
  writer.uint(batch.ticks.length);
  let empty = 0;
  for (const commands of batch.ticks) {
    if (commands.length === 0) {
      empty++;
      continue;
    }
    writer.uint(empty);
    writer.uint(commands.length);
    for (const command of commands) writeCommand(writer, command);
    empty = 0;
  }
  return writer.take();
}

/** Throws LogFormatError. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const reader = new ByteReader(bytes);
  const from = reader.uint();
  const ticks: (readonly Command[])[] = new Array(reader.uint(MAX_BATCH_TICKS)).fill(NO_COMMANDS);
  let tick = 0;
  while (!reader.done) {
    if (tick >= ticks.length) reader.fail('trailing');
    tick += reader.uint(ticks.length - tick - 1);
    const count = reader.uint();
    if (count === 0) reader.fail('bad-value', 'a tick that says it has commands has none');
    const commands: Command[] = [];
    for (let i = 0; i < count; i++) commands.push(readCommand(reader));
    ticks[tick++] = commands;
  }
  return { from, ticks };
}

function writeCommand(writer: ByteWriter, command: Command): void {
  writer.byte(COMMAND_TYPES.indexOf(command.type));
  const fields = command as unknown as Record<string, never>;
  for (const [name, kind] of Object.entries(COMMANDS[command.type])) FIELDS[kind].write(writer, fields[name]);
}

function readCommand(reader: ByteReader): Command {
  const start = reader.at;
  const type = COMMAND_TYPES[reader.byte()];
  if (type === undefined) {
    reader.at = start;
    reader.fail('bad-command', 'unknown type');
  }
  const command: Record<string, unknown> = { type };
  for (const [name, kind] of Object.entries(COMMANDS[type])) command[name] = FIELDS[kind].read(reader);
  if (!isCommand(command)) {
    reader.at = start;
    reader.fail('bad-command', type);
  }
  return command;
}

/** How each kind of field is written and read. */
const FIELDS: {
  readonly [K in FieldKind]: {
    readonly write: (writer: ByteWriter, value: FieldTypes[K]) => void;
    readonly read: (reader: ByteReader) => FieldTypes[K];
  };
} = {
  uint: { write: (writer, value) => writer.uint(value), read: (reader) => reader.uint() },
  int: { write: (writer, value) => writer.int(value), read: (reader) => reader.int() },
  byte: { write: (writer, value) => writer.byte(value), read: (reader) => reader.byte() },
  team: { write: (writer, value) => writer.byte(value), read: (reader) => reader.byte(2) as 0 | 1 | 2 },
  bool: { write: (writer, value) => writer.bool(value), read: (reader) => reader.bool() },
  text: { write: (writer, value) => writer.text(value), read: (reader) => reader.text() },
  uints: {
    write(writer, values) {
      writer.uint(values.length);
      for (const value of values) writer.uint(value);
    },
    read: (reader) => readList(reader, () => reader.uint()),
  },
  ints: {
    write(writer, values) {
      writer.uint(values.length);
      for (const value of values) writer.int(value);
    },
    read: (reader) => readList(reader, () => reader.int()),
  },
  /** A bit per property that is present, reals first, then their values. */
  disc: {
    write(writer, change) {
      let present = 0;
      for (const [i, key] of [...REALS, ...INTS].entries()) if (change[key] !== undefined) present |= 1 << i;
      writer.uint(present);
      for (const key of REALS) if (change[key] !== undefined) writer.real(change[key]);
      for (const key of INTS) if (change[key] !== undefined) writer.int(change[key]);
    },
    read(reader) {
      const present = reader.uint((1 << (REALS.length + INTS.length)) - 1);
      const change: FieldTypes['disc'] = {};
      for (const [i, key] of REALS.entries()) if ((present & (1 << i)) !== 0) change[key] = reader.real();
      for (const [i, key] of INTS.entries()) {
        if ((present & (1 << (REALS.length + i))) !== 0) change[key] = reader.int();
      }
      return change;
    },
  },
};

function readList(reader: ByteReader, read: () => number): number[] {
  const length = reader.uint();
  reader.need(length);
  const values: number[] = [];
  for (let i = 0; i < length; i++) values.push(read());
  return values;
}
