// A long run of ticks for a file at rest: inputs in columns, since a compressor finds more in a row of equal things than in
// a row of triples (ten minutes of 6v6: 46 kB instead of 59). Promise: what comes out is what went in, order and all.
import type { Command } from '../match/index.ts';
import { type Batch, NO_COMMANDS } from './batch.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { decodeBatch, encodeBatch } from './codec.ts';

/**
 * varint length and bytes of a batch with all ticks in which anything but inputs happened; varint number of the other
 * ticks' inputs, then three columns: varint ticks since the input before (the first: since the beginning), varint player,
 * byte of keys that changed since the player's last input here. Throws RangeError as `encodeBatch` does.
 */
export function encodeDense(batch: Batch): Uint8Array {
  const inputs = batch.ticks.flatMap((commands, tick) =>
    commands.every(isInput) ? commands.filter(isInput).map(({ id, keys }) => ({ tick, id, keys })) : [],
  );
  const ticks = batch.ticks.map((commands) => (commands.every(isInput) ? NO_COMMANDS : commands));
  const rest = encodeBatch({ from: batch.from, ticks });
  const writer = new ByteWriter();
  writer.uint(rest.length);
  for (const byte of rest) writer.byte(byte);
  writer.uint(inputs.length);
  let before = 0;
  for (const { tick } of inputs) {
    writer.uint(tick - before);
    before = tick;
  }
  for (const { id } of inputs) writer.uint(id);
  const held = new Map<number, number>();
  for (const { id, keys } of inputs) {
    writer.byte(keys ^ (held.get(id) ?? 0));
    held.set(id, keys);
  }
  return writer.take();
}

/** Throws LogFormatError. */
export function decodeDense(bytes: Uint8Array): Batch {
  const reader = new ByteReader(bytes);
  const length = reader.uint(bytes.length);
  reader.need(length);
  const { from, ticks } = decodeBatch(bytes.subarray(reader.at, reader.at + length));
  reader.at += length;
  const count = reader.uint();
  // A gap, a player and the keys: three bytes at least.
  reader.need(3 * count);
  const at: number[] = [];
  for (let i = 0; i < count; i++) {
    const tick = reader.uint() + (i === 0 ? 0 : at[i - 1]);
    if (tick >= ticks.length || ticks[tick] !== NO_COMMANDS) reader.fail('bad-value', `an input in tick ${tick}`);
    at.push(tick);
  }
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(reader.uint(0x7fffffff));
  const whole: (readonly Command[])[] = [...ticks];
  const held = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const id = ids[i];
    const keys = reader.byte() ^ (held.get(id) ?? 0);
    held.set(id, keys);
    const others = i > 0 && at[i] === at[i - 1] ? whole[at[i]] : NO_COMMANDS;
    whole[at[i]] = [...others, { type: 'input', id, keys }];
  }
  reader.end();
  return { from, ticks: whole };
}

function isInput(command: Command): command is Extract<Command, { type: 'input' }> {
  return command.type === 'input';
}
