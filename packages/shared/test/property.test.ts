// Same log, same bits: whatever people do in a room, every way of coming to a tick comes to the same state.
import {
  BatchWriter,
  decodeBatch,
  decodeCommands,
  decodeKeyframe,
  encodeBatch,
  encodeCommands,
  encodeKeyframe,
  hashState,
  keyframeArena,
  runBatch,
} from '@touchline/shared/log';
import { apply, type Command, cloneState, copyState, isCommand, type MatchEvent, step } from '@touchline/shared/match';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aim, anyCommand, anyScript, anyTick, begin, junk, play, runs, STADIUMS, visible } from './kit/rooms.ts';

describe('[design] the room is its log', () => {
  it('a log replays to the same hash at every tick, and a keyframe plus the rest is the whole', () => {
    const property = fc.property(anyScript(60), fc.nat(), (script, cutAt) => {
      const state = begin(script);
      const opening = encodeKeyframe(state);
      const cut = cutAt % script.ticks.length;
      const writer = new BatchWriter(state.tick);
      const hashes: string[] = [];
      let keyframe = opening;
      let hashesBefore = 0;
      const rest = new BatchWriter(cut + 1);
      play(state, script, (commands) => {
        writer.add(commands);
        if (hashes.length > cut) rest.add(commands);
        hashes.push(hashState(state));
        if (hashes.length === cut + 1) {
          keyframe = encodeKeyframe(state);
          hashesBefore = hashes.length;
        }
      });

      const replay = (from: Uint8Array, batch: Uint8Array, expected: readonly string[]) => {
        const copy = decodeKeyframe(from, STADIUMS);
        const seen: string[] = [];
        runBatch(copy, decodeBatch(batch), STADIUMS, () => seen.push(hashState(copy)));
        expect(seen).toEqual(expected);
        expect(encodeKeyframe(copy)).toEqual(encodeKeyframe(state));
      };
      replay(opening, encodeBatch(writer.take()), hashes);
      replay(keyframe, encodeBatch(rest.take()), hashes.slice(hashesBefore));
    });
    fc.assert(property, runs(120));
  });

  it('a keyframe holds everything: save, restore, continue = continue, at every tick', () => {
    const property = fc.property(anyScript(40), (script) => {
      const state = begin(script);
      play(state, script, () => {
        const bytes = encodeKeyframe(state);
        const copy = decodeKeyframe(bytes, STADIUMS);
        expect(keyframeArena(bytes)).toBe(state.stadium.hash);
        expect(hashState(copy)).toBe(hashState(state));
        expect(encodeKeyframe(copy)).toEqual(bytes);
        expect(visible(copy)).toEqual(visible(state));
      });
    });
    fc.assert(property, runs(60));
  });

  it('sync test: roll back a few ticks at every tick, step again, compare', () => {
    const property = fc.property(anyScript(50), fc.integer({ min: 1, max: 9 }), (script, depth) => {
      const state = begin(script);
      const predicted = cloneState(state);
      const snapshots = [cloneState(state)];
      const log: (readonly Command[])[] = [];
      play(state, script, (commands) => {
        log.push(commands);
        snapshots.push(cloneState(state));
        const back = Math.max(0, log.length - depth);
        const events: MatchEvent[] = [];
        // The same memory over and over, as prediction does it.
        copyState(predicted, snapshots[back]);
        for (const tick of log.slice(back)) {
          for (const command of tick) expect(apply(predicted, command, STADIUMS)).toBe(null);
          step(predicted, events);
        }
        expect(hashState(predicted)).toBe(hashState(state));
        // And guessing on from here must not reach back into the truth.
        for (let i = 0; i < 3; i++) step(predicted, events);
        expect(hashState(state)).toBe(hashState(snapshots[log.length]));
      });
    });
    fc.assert(property, runs(60));
  });

  it('a refused command changes nothing', () => {
    const property = fc.property(
      anyScript(30),
      fc.array(fc.oneof(junk, anyCommand), { maxLength: 20 }),
      (script, attempts) => {
        const state = begin(script);
        play(state, script, () => {});
        for (const attempt of attempts) {
          const before = hashState(state);
          const whole = visible(state);
          const refusal = apply(state, aim(state, attempt) as Command, STADIUMS);
          if (refusal === null) continue;
          expect(hashState(state)).toBe(before);
          expect(visible(state)).toEqual(whole);
          if (!isCommand(attempt)) expect(refusal).toBe('malformed');
        }
      },
    );
    fc.assert(property, runs(120));
  });
});

describe('[design] one codec', () => {
  it('commands come back as they went in', () => {
    const property = fc.property(fc.array(anyCommand, { maxLength: 8 }), (commands) => {
      const bytes = encodeCommands(commands);
      const decoded = decodeCommands(bytes);
      expect(decoded.every(isCommand)).toBe(true);
      expect(decoded).toEqual(commands.map(withoutNegativeZeroInts));
      expect(encodeCommands(decoded)).toEqual(bytes);
    });
    fc.assert(property, runs(300));
  });

  it('what passes as a command survives the codec, junk included', () => {
    const property = fc.property(junk, (value) => {
      if (!isCommand(value)) return;
      const bytes = encodeCommands([value]);
      expect(encodeCommands(decodeCommands(bytes))).toEqual(bytes);
    });
    fc.assert(property, runs(1000));
  });

  it('batches come back as they went in', () => {
    const ticks = fc.array(anyTick, { maxLength: 40, size: 'max' });
    const property = fc.property(fc.integer({ min: 0, max: 0xffffffff }), ticks, (from, attempts) => {
      const writer = new BatchWriter(from);
      for (const tick of attempts) writer.add(tick.filter(isCommand));
      const batch = writer.take();
      const bytes = encodeBatch(batch);
      const decoded = decodeBatch(bytes);
      expect(decoded.from).toBe(from);
      expect(decoded.ticks.map((tick) => encodeCommands(tick))).toEqual(
        batch.ticks.map((tick) => encodeCommands(tick)),
      );
      expect(encodeBatch(decoded)).toEqual(bytes);
    });
    fc.assert(property, runs(150));
  });
});

/** Whole numbers have no negative zero on the wire; nothing tells the two apart. */
function withoutNegativeZeroInts(command: Command): unknown {
  return Object.fromEntries(Object.entries(command).map(([key, value]) => [key, Object.is(value, -0) ? 0 : value]));
}
