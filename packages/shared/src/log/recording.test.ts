import { constants, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish, recorded } from '../../test/kit/index.ts';
import { LogFormatError } from './bytes.ts';
import { encodeBatch } from './codec.ts';
import { crc32 } from './crc32.ts';
import { encodeFrame, encodePreamble, readFrames } from './frames.ts';
import { hashState } from './keyframe.ts';
import { openRecording } from './recording.ts';
import { index, Replay } from './replay.ts';
import { verifyRecording } from './verify.ts';
import { compactRecording, signRecording } from './writer.ts';

const TICKS = 2500;
const match = recorded({ ticks: TICKS });
const start = openRecording(match.finished).startTick;
const fine = () => true;
const signed = signRecording(match.finished, { publicKey: new Uint8Array(32), signature: new Uint8Array(64) });

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof LogFormatError) return error.code;
    throw error;
  }
  return 'none';
}

describe('a recording', () => {
  it('is what was played: every tick has the hash it had', () => {
    for (const bytes of [match.live, match.finished]) {
      const replay = new Replay(openRecording(bytes));
      for (;;) {
        if (hashState(replay.state) !== match.hashes.get(replay.tick)) expect.fail(`tick ${replay.tick} differs`);
        if (!replay.advance()) break;
      }
      expect([replay.tick, replay.divergence]).toEqual([start + TICKS, null]);
    }
  });

  it('is complete in itself: header, stadium, hashes and result', () => {
    const recording = openRecording(match.finished);
    expect(recording.header).toMatchObject({ room: 'test-room', name: 'Test room', protocol: 1, startTick: start });
    expect([...recording.stadiums.keys()]).toEqual([match.match.state.stadium.hash]);
    expect(recording.hashes.size).toBe(Math.floor(TICKS / 30) + 1);
    expect(recording.truncated).toBe(false);
    const goals = match.happenings.filter(({ type }) => type === 'goal').length;
    expect(recording.result).toMatchObject({ ending: 'interrupted' });
    expect((recording.result?.red ?? 0) + (recording.result?.blue ?? 0)).toBe(goals);
    expect(recording.result?.players.map(({ name }) => name)).toEqual(['red 1', 'red 2', 'blue 1', 'blue 2']);
  });

  it('says who wrote the wrong: empty, foreign, compressed, newer, damaged', () => {
    const newer = match.finished.slice();
    newer[8] = 2;
    expect(codeOf(() => openRecording(new Uint8Array()))).toBe('empty');
    expect(codeOf(() => openRecording(match.finished.slice(0, 8)))).toBe('empty');
    expect(codeOf(() => openRecording(match.finished.slice(0, 100)))).toBe('empty');
    expect(codeOf(() => openRecording(new TextEncoder().encode('GIF89a…')))).toBe('foreign');
    expect(() => openRecording(gzipSync(match.finished))).toThrow(/compressed/);
    expect(codeOf(() => openRecording(newer))).toBe('newer-version');
    expect(() => openRecording(newer)).toThrow(/update/);
  });

  it('cut anywhere keeps every whole frame before the cut', () => {
    const { frames } = readFrames(match.live);
    for (let cut = 9; cut < match.live.length; cut += 997) {
      const whole = frames.filter(({ at, payload }) => at + payload.length + 9 <= cut).length;
      const { frames: kept, tail } = readFrames(match.live.subarray(0, cut));
      expect([kept.length, tail]).toEqual([whole, whole === frames.length || isFrameEnd(cut) ? 'whole' : 'torn']);
    }
    function isFrameEnd(cut: number): boolean {
      return cut === 9 || frames.some(({ at, payload }) => at + payload.length + 9 === cut);
    }
  });

  it('torn: what is left plays, and says that the end is missing', () => {
    const torn = openRecording(match.live.subarray(0, match.live.length - 5));
    expect(torn.truncated).toBe(true);
    const replay = new Replay(torn);
    replay.stateAt(torn.endTick);
    expect(hashState(replay.state)).toBe(match.hashes.get(torn.endTick));
    expect(torn.endTick).toBeGreaterThan(start + TICKS - 31);
  });

  it('a tail of zeros, as a crash of the machine leaves it, is cut', () => {
    const zeros = new Uint8Array(match.live.length + 500);
    zeros.set(match.live);
    expect(readFrames(zeros)).toMatchObject({ length: match.live.length, tail: 'torn' });
  });

  it('a changed byte is found, wherever it is', () => {
    const step = Math.floor(signed.length / 400);
    for (let at = 0; at < signed.length; at += step) {
      const bytes = signed.slice();
      bytes[at] ^= 1 << (at % 8);
      let ok = false;
      try {
        ok = verifyRecording(openRecording(bytes), fine).ok;
      } catch (error) {
        if (!(error instanceof LogFormatError)) throw error;
      }
      if (ok) expect.fail(`byte ${at} was changed unnoticed`);
    }
  });

  it('whatever the bytes, it opens or says what is wrong', () => {
    for (let at = 9; at < signed.length; at += 61) {
      const bytes = signed.slice(0, at + 61);
      bytes.fill(at & 0xff, at, at + 3);
      codeOf(() => openRecording(bytes));
    }
  });

  it('whatever is in a frame, its checksum right, it opens or says what is wrong', () => {
    const { frames } = readFrames(signed);
    fc.assert(
      fc.property(fc.nat(frames.length - 1), fc.uint8Array({ maxLength: 60 }), fc.nat(200), (which, noise, at) => {
        const parts = frames.map(({ type, payload }, i) => {
          const kept = payload.subarray(0, Math.min(at, payload.length));
          return encodeFrame(type, i === which ? Uint8Array.from([...kept, ...noise]) : payload);
        });
        const bytes = Uint8Array.from([encodePreamble(), ...parts].flatMap((part) => [...part]));
        expect(['none', 'damaged', 'empty', 'too-long']).toContain(codeOf(() => openRecording(bytes)));
      }),
      { numRuns: 200 },
    );
  });

  it('a few bytes cannot ask for more than a day', () => {
    const { frames } = readFrames(match.live);
    const parts = [encodePreamble(), ...frames.slice(0, 3).map(({ type, payload }) => encodeFrame(type, payload))];
    for (let i = 0; i < 200; i++) {
      const ticks = new Array(36_000).fill([]);
      parts.push(encodeFrame('batch', encodeBatch({ from: start + i * 36_000, ticks })));
    }
    const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
    expect(codeOf(() => openRecording(bytes))).toBe('too-long');
  });
});

describe('Replay', () => {
  it('seeks to the same bits as playing, there and back, scanned or not', () => {
    for (const scanned of [false, true]) {
      const replay = new Replay(openRecording(match.finished));
      if (scanned) replay.scan();
      for (const at of [700, 10, 2400, 1199, 1200, 1201, 0, TICKS, 3]) {
        expect(hashState(replay.stateAt(start + at))).toBe(match.hashes.get(start + at));
      }
    }
  });

  it('beyond the ends is the end', () => {
    const replay = new Replay(openRecording(match.finished));
    expect(replay.stateAt(start + TICKS + 1000).tick).toBe(start + TICKS);
    expect(replay.advance()).toBeNull();
    expect(replay.stateAt(-5).tick).toBe(start);
    expect(replay.stateAt(Number.NaN).tick).toBe(start);
  });

  it('knows its moments: the goals that the room told, with names and score', () => {
    const moments = index(openRecording(match.finished));
    const goals = match.happenings.flatMap((event) => (event.type === 'goal' ? [event] : []));
    expect(goals.length).toBeGreaterThan(1);
    expect(moments.flatMap((moment) => (moment.type === 'goal' ? [moment.tick] : []))).toEqual(
      goals.map(({ tick }) => tick),
    );
    const last = moments.findLast(({ type }) => type === 'goal');
    expect((last?.red ?? 0) + (last?.blue ?? 0)).toBe(goals.length);
    expect(moments.some(({ type }) => type === 'kickOff')).toBe(true);
  });

  it('shows what it can of a recording that diverges, and tells the first tick', () => {
    const { frames } = readFrames(match.live);
    const parts = frames.map(({ type, payload }, i) => {
      const nonsense = { from: start, ticks: [[], [{ type: 'input', id: 99, keys: 1 }], [], [], [], []] } as const;
      return encodeFrame(type, i === 3 ? encodeBatch(nonsense) : payload);
    });
    const bytes = Uint8Array.from([encodePreamble(), ...parts].flatMap((part) => [...part]));
    const replay = new Replay(openRecording(bytes));
    expect(replay.scan()).toBe(true);
    expect(replay.divergence).toMatchObject({ tick: start + 1, refusal: 'unknown-player' });
  });

  it('scans in slices to the same', () => {
    const replay = new Replay(openRecording(match.finished));
    let slices = 1;
    while (!replay.scan(100)) slices++;
    expect([slices, replay.moments]).toEqual([25, index(openRecording(match.finished))]);
  });
});

describe('verifyRecording', () => {
  it('vouches for what is whole and signed', () => {
    const verdict = verifyRecording(openRecording(signed), fine);
    expect(verdict).toMatchObject({ ok: true, complete: true, divergedAt: null, resultFollows: true });
    expect(verdict.hashesCompared).toBe(Math.floor(TICKS / 30) + 1);
  });

  it('not for a torn one, a foreign signature or none', () => {
    expect(verifyRecording(openRecording(match.live), fine)).toMatchObject({ ok: false, complete: false });
    expect(verifyRecording(openRecording(signed), () => false)).toMatchObject({ ok: false, signature: 'invalid' });
    expect(verifyRecording(openRecording(match.finished), fine)).toMatchObject({ ok: false, signature: 'missing' });
  });

  it('names the first tick where another input was put in, checksums and all', () => {
    const { match: other } = recorded({ ticks: 1 });
    expect(other.tick).toBe(start + 1);
    const doctored = recorded({ ticks: TICKS, at: { 1000: (m) => m.press('red 1', 'up kick') } });
    const { frames } = readFrames(match.live);
    const foreign = readFrames(doctored.live).frames;
    // The ticks of one, the hashes of the other.
    const parts = foreign.flatMap((frame, i) => (frame.type === 'hashes' ? frames[i] : frame));
    const bytes = Uint8Array.from(
      [encodePreamble(), ...parts.map((f) => encodeFrame(f.type, f.payload))].flatMap((p) => [...p]),
    );
    const { divergedAt } = verifyRecording(openRecording(bytes), fine);
    expect(divergedAt).toBe(start + 1020);
  });

  it('does not believe another result', () => {
    const end = openRecording(match.finished).end;
    if (!end) throw new Error('no end');
    const better = { ...end, result: { ...end.result, red: end.result.red + 1 } };
    const bytes = finish(compactRecording(match.live, better));
    expect(verifyRecording(openRecording(bytes), fine)).toMatchObject({ resultFollows: false, ok: false });
  });
});

describe('crc32', () => {
  it('is the usual one', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

describe('figures', () => {
  // As `packages/server/src/store/archive.ts` compresses.
  const sizeOf = (bytes: Uint8Array) =>
    gzipSync(bytes, { level: 9, memLevel: 5, strategy: constants.Z_FILTERED }).length;

  it.each([3, 4, 5.5])('ten minutes of Classic 6v6, %d keys a second: under 60 KB', (changes) => {
    const { match: played, finished, live } = recorded({ ticks: 36_000, aSide: 6, changes });
    const inputs = played.log.flat().filter(({ type }) => type === 'input').length;
    const size = sizeOf(finished);
    console.log(
      `ten minutes of Classic 6v6, ${inputs} inputs (${(inputs / 7200).toFixed(1)} per player and second): ` +
        `${size} bytes at rest, ${finished.length} open, ${live.length} while it grows`,
    );
    expect(size).toBeLessThan(60_000);
  });

  it('a seek anywhere in ten minutes of 6v6: under 100 ms', () => {
    const recording = openRecording(recorded({ ticks: 36_000, aSide: 6 }).finished);
    const replay = new Replay(recording);
    const before = performance.now();
    replay.scan();
    const scanMs = performance.now() - before;
    const seekMs: number[] = [];
    for (let i = 1; i <= 50; i++) {
      const seek = performance.now();
      replay.stateAt(recording.startTick + ((i * 25_013) % 36_000));
      seekMs.push(performance.now() - seek);
    }
    seekMs.sort((a, b) => a - b);
    console.log(
      `ten minutes of Classic 6v6: scanned in ${scanMs.toFixed(0)} ms, ` +
        `median of 50 seeks ${seekMs[25].toFixed(1)} ms, slowest ${seekMs[49].toFixed(1)} ms`,
    );
    expect(seekMs[25]).toBeLessThan(100);
  });
});
