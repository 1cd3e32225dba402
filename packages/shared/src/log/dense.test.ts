import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../match/index.ts';
import { LogFormatError } from './bytes.ts';
import { decodeDense, encodeDense } from './dense.ts';

const id = fc.integer({ min: 1, max: 400 });
const input = fc.record({ type: fc.constant('input' as const), id, keys: fc.integer({ min: 0, max: 255 }) });
const other = fc.oneof(
  fc.record({ type: fc.constant('chat' as const), id, text: fc.string({ maxLength: 20 }) }),
  fc.record({ type: fc.constant('stop' as const), by: id }),
);
const tick = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Command[]>([]) },
  { weight: 5, arbitrary: fc.array<Command>(input, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array<Command>(fc.oneof(input, other), { maxLength: 4 }) },
);

describe('the dense form of ticks', () => {
  it('comes out as it went in, order and all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff0000 }), fc.array(tick, { maxLength: 200 }), (from, ticks) => {
        expect(decodeDense(encodeDense({ from, ticks }))).toEqual({ from, ticks });
      }),
    );
  });

  it('of any bytes is ticks or a LogFormatError', () => {
    const whole = encodeDense({
      from: 7,
      ticks: [[{ type: 'input', id: 1, keys: 3 }], [], [{ type: 'stop', by: 0 }], []],
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(whole.length), (noise, at) => {
        for (const bytes of [noise, Uint8Array.from([...whole.slice(0, at), ...noise])]) {
          try {
            decodeDense(bytes);
          } catch (error) {
            if (!(error instanceof LogFormatError)) throw error;
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
