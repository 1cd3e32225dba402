// Bytes from anywhere: a decoder answers or throws LogFormatError, and what it lets through can be stepped.
import {
  decodeBatch,
  decodeCommands,
  decodeKeyframe,
  encodeBatch,
  encodeCommands,
  encodeKeyframe,
  hashState,
  keyframeArena,
  LogFormatError,
} from '@touchline/shared/log';
import { type Command, isCommand, step } from '@touchline/shared/match';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCommand, anyScript, begin, play, runs, STADIUMS } from './kit/rooms.ts';

interface Damage {
  readonly kind: 'set' | 'cut' | 'insert' | 'repeat' | 'append';
  readonly at: number;
  readonly byte: number;
}

const damages = fc.array(
  fc.record({
    kind: fc.constantFrom<Damage['kind']>('set', 'set', 'set', 'cut', 'insert', 'repeat', 'append'),
    // Faults near the beginning reach further than faults in the discs.
    at: fc.oneof(fc.nat(120), fc.nat(10_000)),
    byte: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
  }),
  { minLength: 1, maxLength: 4 },
);

function damage(bytes: Uint8Array, faults: readonly Damage[]): Uint8Array {
  let result = [...bytes];
  for (const { kind, at, byte } of faults) {
    const i = result.length === 0 ? 0 : at % result.length;
    if (kind === 'set') result[i] = byte;
    else if (kind === 'cut') result = result.slice(0, i);
    else if (kind === 'insert') result.splice(i, 0, byte);
    else if (kind === 'repeat') result.splice(i, 0, ...result.slice(i, i + (byte % 16)));
    else result.push(byte);
  }
  return Uint8Array.from(result);
}

/** The decoded value, or undefined where the bytes are refused in the proper way. */
function attempt<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof LogFormatError && Number.isInteger(error.offset)) return undefined;
    throw error;
  }
}

describe('[design] damaged bytes', () => {
  it('commands', () => {
    const property = fc.property(fc.array(anyCommand, { maxLength: 5 }), damages, (commands, faults) => {
      const bytes = damage(encodeCommands(commands), faults);
      const decoded = attempt(() => decodeCommands(bytes));
      if (decoded === undefined) return;
      expect(decoded.every(isCommand)).toBe(true);
      expect(encodeCommands(decoded)).toEqual(bytes);
    });
    fc.assert(property, runs(1500));
  });

  it('batches', () => {
    const ticks = fc.array(fc.oneof(fc.constant<Command[]>([]), fc.array(anyCommand, { maxLength: 2 })), {
      maxLength: 12,
    });
    const property = fc.property(ticks, fc.nat(1e6), damages, (commands, from, faults) => {
      const bytes = damage(encodeBatch({ from, ticks: commands }), faults);
      const decoded = attempt(() => decodeBatch(bytes));
      if (decoded !== undefined) expect(encodeBatch(decoded)).toEqual(bytes);
    });
    fc.assert(property, runs(1500));
  });

  it('keyframes', () => {
    const property = fc.property(anyScript(8), fc.array(damages, { maxLength: 30 }), (script, many) => {
      const state = begin(script);
      play(state, script, () => {});
      const bytes = encodeKeyframe(state);
      for (const faults of many) {
        const damaged = damage(bytes, faults);
        attempt(() => keyframeArena(damaged));
        const decoded = attempt(() => decodeKeyframe(damaged, STADIUMS));
        if (decoded === undefined) continue;
        expect(hashState(decodeKeyframe(encodeKeyframe(decoded), STADIUMS))).toBe(hashState(decoded));
        decoded.tick = 0;
        for (let i = 0; i < 400; i++) step(decoded, []);
      }
    });
    fc.assert(property, runs(80));
  });

  it('anything at all', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      attempt(() => decodeCommands(bytes));
      attempt(() => decodeBatch(bytes));
      attempt(() => keyframeArena(bytes));
      attempt(() => decodeKeyframe(bytes, STADIUMS));
    });
    fc.assert(property, runs(2000));
  });

  it('a cut anywhere is noticed', () => {
    const script = { stadium: 2, players: 5, ticks: [] };
    const keyframe = encodeKeyframe(begin(script));
    for (let length = 0; length < keyframe.length; length++) {
      expect(() => decodeKeyframe(keyframe.slice(0, length), STADIUMS)).toThrow(LogFormatError);
    }
    expect(() => decodeKeyframe(Uint8Array.from([...keyframe, 0]), STADIUMS)).toThrow(
      expect.objectContaining({ code: 'trailing', offset: keyframe.length }),
    );
  });
});
