// The writing half of a log file: commands in, frames out, in the order in which they must reach the disk.
import type { Command, MatchState } from '../match/index.ts';
import type { Stadiums } from '../stadium/index.ts';
import { BatchWriter } from './batch.ts';
import { LogFormatError } from './bytes.ts';
import { decodeBatch, encodeBatch } from './codec.ts';
import { decodeDense, encodeDense } from './dense.ts';
import { encodeFrame, encodePreamble, type FrameType, readFrames } from './frames.ts';
import {
  decodeHashes,
  encodeEnd,
  encodeHashes,
  encodeHeader,
  encodeSignature,
  encodeStadiumText,
  type RecordingEnd,
  type RecordingHeader,
  type Signature,
} from './header.ts';
import { encodeKeyframe, hashState } from './keyframe.ts';
import type { Recording } from './recording.ts';

/** Ticks between two hashes. */
export const HASH_EVERY = 30;
/** Ticks in a frame of a finished recording: two minutes. More would compress better and hold a tick up for longer. */
const COMPACT_TICKS = 7200;
/** Frames between two breaths of `compactRecording`. */
const COMPACT_FRAMES = 100;

/** Writes one segment. Its owner takes what there is about every 100 ms and puts it into the file. */
export class RecordingWriter {
  private readonly stadiums: Stadiums;
  private readonly known = new Set<string>();
  private readonly batch: BatchWriter;
  private readonly start: number;
  private frames: Uint8Array[] = [];

  private constructor(stadiums: Stadiums, start: number, reached: number) {
    this.stadiums = stadiums;
    this.start = start;
    this.batch = new BatchWriter(reached);
  }

  /** A new segment. `state`: the first one, between two ticks. */
  static begin(header: Omit<RecordingHeader, 'startTick'>, state: MatchState, stadiums: Stadiums): RecordingWriter {
    const writer = new RecordingWriter(stadiums, state.tick, state.tick);
    writer.frames.push(encodePreamble());
    writer.push('header', encodeHeader({ ...header, startTick: state.tick }));
    writer.addStadium(state.stadium.hash);
    writer.push('keyframe', encodeKeyframe(state));
    return writer;
  }

  /** Goes on behind the last whole frame of a segment. `state`: the one at its end. */
  static resume(segment: Recording, state: MatchState, stadiums: Stadiums): RecordingWriter {
    const writer = new RecordingWriter(stadiums, segment.startTick, segment.endTick);
    for (const hash of segment.stadiums.keys()) writer.known.add(hash);
    // A tick is written before it is stepped, its hash after that: the crash may have come between the two.
    if (segment.endTick > segment.startTick && !segment.hashes.has(segment.endTick)) writer.stepped(state);
    return writer;
  }

  /** Ticks since the last `take`. */
  get pending(): number {
    return this.batch.size;
  }

  /** The commands of one tick, before it is stepped. */
  append(commands: readonly Command[]): void {
    for (const command of commands) if (command.type === 'stadium') this.addStadium(command.hash);
    this.batch.add(commands);
  }

  /** After the step of that tick. */
  stepped(state: MatchState): void {
    if ((state.tick - this.start) % HASH_EVERY !== 0) return;
    this.pushBatch();
    this.push('hashes', encodeHashes({ from: state.tick, every: HASH_EVERY, hashes: [hashState(state)] }));
  }

  /** Bytes to append to the file. */
  take(): Uint8Array {
    this.pushBatch();
    const bytes = join(this.frames);
    this.frames = [];
    return bytes;
  }

  private pushBatch(): void {
    if (this.batch.size > 0) this.push('batch', encodeBatch(this.batch.take()));
  }

  private addStadium(hash: string): void {
    const stadium = this.stadiums.get(hash);
    if (stadium === undefined || this.known.has(hash)) return;
    this.known.add(hash);
    this.push('stadium', encodeStadiumText(stadium.text));
  }

  private push(type: FrameType, payload: Uint8Array): void {
    this.frames.push(encodeFrame(type, payload));
  }
}

/**
 * The bytes of a segment, torn tail and all → those of a finished recording: stadiums first, dense frames, all
 * hashes in one frame, the end. Yields now and then, so that a server can tick meanwhile. Throws LogFormatError.
 */
export function* compactRecording(bytes: Uint8Array, end: RecordingEnd): Generator<void, Uint8Array> {
  const { frames, length } = readFrames(bytes);
  const first: Uint8Array[] = [encodePreamble()];
  const stadiums: Uint8Array[] = [];
  const later: Uint8Array[] = [];
  let batch: BatchWriter | null = null;
  let head = 0;
  let hashesFrom = 0;
  const hashes: string[] = [];
  for (const [i, { type, payload, at }] of frames.entries()) {
    if (i % COMPACT_FRAMES === COMPACT_FRAMES - 1) yield;
    if (type === 'header') first.push(encodeFrame(type, payload));
    else if (type === 'stadium') stadiums.push(encodeFrame(type, payload));
    else if (type === 'keyframe') later.push(encodeFrame(type, payload));
    else if (type === 'batch' || type === 'dense') {
      const { from, ticks } = type === 'batch' ? decodeBatch(payload) : decodeDense(payload);
      batch ??= new BatchWriter(from);
      head = from + ticks.length;
      for (const commands of ticks) {
        batch.add(commands);
        if (batch.size >= COMPACT_TICKS) later.push(encodeFrame('dense', encodeDense(batch.take())));
      }
    } else if (type === 'hashes') {
      const run = decodeHashes(payload);
      if (hashes.length === 0) hashesFrom = run.from;
      if (run.from !== hashesFrom + hashes.length * HASH_EVERY)
        throw new LogFormatError('damaged', at, 'a hash is missing');
      hashes.push(...run.hashes);
    }
  }
  if (batch !== null && batch.size > 0) later.push(encodeFrame('dense', encodeDense(batch.take())));
  if (head !== end.tick) throw new LogFormatError('damaged', length, `it ends at tick ${head} and not at ${end.tick}`);
  const last: Uint8Array[] = [];
  if (hashes.length > 0)
    last.push(encodeFrame('hashes', encodeHashes({ from: hashesFrom, every: HASH_EVERY, hashes })));
  last.push(encodeFrame('end', encodeEnd(end)));
  return join([...first, ...stadiums, ...later, ...last]);
}

/** A finished recording with its signature, which speaks for every byte of `recording`. */
export function signRecording(recording: Uint8Array, signature: Signature): Uint8Array {
  return join([recording, encodeFrame('signature', encodeSignature(signature))]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
