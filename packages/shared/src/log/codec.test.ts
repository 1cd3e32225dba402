import { describe, expect, it } from 'vitest';
import { COMMAND_TYPES, type Command, type DiscChange } from '../match/index.ts';
import { BatchWriter } from './batch.ts';
import { LogFormatError } from './bytes.ts';
import { decodeBatch, decodeCommands, encodeBatch, encodeCommands, MAX_BATCH_TICKS } from './codec.ts';

const INPUT: Command = { type: 'input', id: 7, keys: 24 };
const bytes = (...values: number[]) => Uint8Array.from(values);
const code = (decode: () => unknown): string => {
  try {
    decode();
  } catch (error) {
    if (error instanceof LogFormatError) return `${error.code} ${error.offset}`;
    throw error;
  }
  return 'fine';
};

describe('commands', () => {
  it('[design] nothing is zero bytes, an input three', () => {
    expect(encodeCommands([])).toHaveLength(0);
    expect(decodeCommands(bytes())).toEqual([]);
    expect([...encodeCommands([INPUT])]).toEqual([0, 7, 24]);
  });

  it('[design] the numbers of commands on the wire never change', () => {
    expect(COMMAND_TYPES.join(' ')).toBe(
      'input join leave team order admin avatar lock start stop pause limits kickRate stadium kit disc playerDisc chat announce',
    );
  });

  it('[design] text survives unit by unit, lone surrogates included', () => {
    const text = 'a\u0000ß🟢\ud800\uffff\udc00';
    expect(decodeCommands(encodeCommands([{ type: 'chat', id: 1, text }]))).toEqual([{ type: 'chat', id: 1, text }]);
  });

  it('[design] reals travel as they are, -0 too', () => {
    const change: DiscChange = { x: -0, y: 5e-324, vx: 0.1, damping: -3.4e38, color: -1, cMask: -0x80000000 };
    expect(decodeCommands(encodeCommands([{ type: 'disc', index: 3, change }]))).toEqual([
      { type: 'disc', index: 3, change },
    ]);
  });

  it.each<[string, number[], string]>([
    ['an unknown number', [200], 'bad-command 0'],
    ['half a command', [0, 7], 'truncated 2'],
    ['a varint that never ends', [0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 'bad-varint 6'],
    ['a varint above 32 bits', [0, 0xff, 0xff, 0xff, 0xff, 0x1f, 0], 'bad-varint 6'],
    ['a varint that is longer than it needs be', [0, 0x87, 0x00, 24], 'bad-varint 3'],
    ['an id above 31 bits', [0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0], 'bad-command 0'],
    ['a team 3', [3, 1, 3, 0], 'bad-value 2'],
    ['a truth value 2', [7, 2, 0], 'bad-value 1'],
    ['a text longer than the bytes', [17, 1, 0xff, 0xff, 0xff, 0xff, 0x0f], 'truncated 7'],
    ['a text unit above 16 bits', [17, 1, 1, 0x80, 0x80, 0x04], 'bad-value 6'],
    ['a nick that is too long', [1, 1, 26, ...new Array(26).fill(65), 0, 0], 'bad-command 0'],
    ['a list longer than the bytes', [4, 0xff, 0xff, 0xff, 0xff, 0x0f], 'truncated 6'],
    ['a disc property nobody knows', [15, 0, 0x80, 0x80, 0x01], 'bad-value 5'],
    ['a NaN', [15, 0, 1, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 'bad-command 0'],
  ])('[design] %s is no command', (_, values, expected) => {
    expect(code(() => decodeCommands(Uint8Array.from(values)))).toBe(expected);
  });
});

describe('batches', () => {
  it('[design] six ticks without commands are at most six bytes, at any tick', () => {
    for (const from of [0, 1_000_000, 0xffffffff - 6]) {
      const batch = { from, ticks: [[], [], [], [], [], []] };
      expect(encodeBatch(batch).length).toBeLessThanOrEqual(6);
      expect(decodeBatch(encodeBatch(batch))).toEqual(batch);
    }
  });

  it('[design] empty ticks before, between and after', () => {
    for (const ticks of [[], [[INPUT]], [[], [], [INPUT, INPUT], [], [INPUT]], [[INPUT], [], []]]) {
      const batch = { from: 300, ticks };
      expect(decodeBatch(encodeBatch(batch))).toEqual(batch);
    }
  });

  it.each<[string, number[], string]>([
    ['nothing', [], 'truncated 0'],
    ['no count', [5], 'truncated 1'],
    ['more ticks than a batch has', [0, 0xff, 0xff, 0xff, 0x7f], 'bad-value 5'],
    ['commands after the last tick', [0, 1, 0, 1, 0, 7, 24, 0, 1, 0, 7, 24], 'trailing 7'],
    ['commands beyond the last tick', [0, 3, 3, 1, 0, 7, 24], 'bad-value 3'],
    ['a tick with commands that has none', [0, 1, 0, 0], 'bad-value 4'],
    ['fewer commands than it says', [0, 1, 0, 2, 0, 7, 24], 'truncated 7'],
    ['four thousand million commands', [0, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f], 'truncated 8'],
  ])('[design] %s is no batch', (_, values, expected) => {
    expect(code(() => decodeBatch(Uint8Array.from(values)))).toBe(expected);
  });

  it('a batch that could not be read is not written', () => {
    const ticks = new Array(MAX_BATCH_TICKS + 1).fill([]);
    expect(() => encodeBatch({ from: 0, ticks })).toThrow(RangeError);
    expect(() => encodeBatch({ from: -1, ticks: [] })).toThrow(RangeError);
    expect(decodeBatch(encodeBatch({ from: 0, ticks: ticks.slice(1) })).ticks).toHaveLength(MAX_BATCH_TICKS);
  });

  it('a writer starts again where the taken batch ends, and keeps what it was given', () => {
    const writer = new BatchWriter(10);
    const commands = [INPUT];
    writer.add(commands);
    writer.add([]);
    commands.pop();
    expect(writer.size).toBe(2);
    expect(writer.take()).toEqual({ from: 10, ticks: [[INPUT], []] });
    expect([writer.size, writer.take()]).toEqual([0, { from: 12, ticks: [] }]);
  });

  it('reads from the middle of a larger buffer', () => {
    const frame = bytes(9, 9, ...encodeCommands([{ type: 'disc', index: 0, change: { x: 0.1 } }]), 9);
    expect(decodeCommands(frame.subarray(2, -1))).toEqual([{ type: 'disc', index: 0, change: { x: 0.1 } }]);
  });
});
