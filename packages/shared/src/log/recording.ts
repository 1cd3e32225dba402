// A log file, opened: everything of a match in memory, commands by tick. Readers step it (replay.ts) and check it (verify.ts).
import type { Command, MatchState } from '../match/index.ts';
import { loadStadium, type Stadium } from '../stadium/index.ts';
import { NO_COMMANDS } from './batch.ts';
import { LogFormatError } from './bytes.ts';
import { decodeBatch } from './codec.ts';
import { decodeDense } from './dense.ts';
import { type Frame, readFrames } from './frames.ts';
import {
  decodeEnd,
  decodeHashes,
  decodeHeader,
  decodeSignature,
  decodeStadiumText,
  type RecordingEnd,
  type RecordingHeader,
  type Signature,
} from './header.ts';
import { decodeKeyframe } from './keyframe.ts';
import type { MatchResult } from './result.ts';

/** A day of play: the longest that a reader takes on, and that a recorder writes. */
export const MAX_RECORDING_TICKS = 24 * 60 * 60 * 60;

export class Recording {
  readonly header: RecordingHeader;
  /** Every stadium that a tick needs, by hash. */
  readonly stadiums: ReadonlyMap<string, Stadium>;
  /** The state after `startTick`, as `decodeKeyframe` reads it. */
  readonly keyframe: Uint8Array;
  /** State hashes by completed tick. */
  readonly hashes: ReadonlyMap<number, string>;
  /** Newest tick that can be reached. */
  readonly endTick: number;
  /** Null when the file has no end: still being written, or torn. */
  readonly end: RecordingEnd | null;
  /** `signed`: the bytes that it speaks for. */
  readonly signature: (Signature & { readonly signed: Uint8Array }) | null;
  private readonly commands: ReadonlyMap<number, readonly Command[]>;

  constructor(
    parts: Pick<Recording, 'header' | 'stadiums' | 'keyframe' | 'hashes' | 'endTick' | 'end' | 'signature'> & {
      readonly commands: ReadonlyMap<number, readonly Command[]>;
    },
  ) {
    this.header = parts.header;
    this.stadiums = parts.stadiums;
    this.keyframe = parts.keyframe;
    this.hashes = parts.hashes;
    this.endTick = parts.endTick;
    this.end = parts.end;
    this.signature = parts.signature;
    this.commands = parts.commands;
  }

  /** Completed ticks of the room at the beginning. */
  get startTick(): number {
    return this.header.startTick;
  }

  /** Is the end missing? What is there plays all the same. */
  get truncated(): boolean {
    return this.end === null;
  }

  /** As the recorder told it; null without an end. */
  get result(): MatchResult | null {
    return this.end?.result ?? null;
  }

  /** What was done between `tick` completed ticks and the next one. */
  commandsOf(tick: number): readonly Command[] {
    return this.commands.get(tick) ?? NO_COMMANDS;
  }

  /** A fresh state at `startTick`. */
  firstState(): MatchState {
    return decodeKeyframe(this.keyframe, this.stadiums);
  }
}

/**
 * Opens the bytes of a log file (not compressed). A torn tail is cut and shows as `truncated`. Throws LogFormatError:
 * `empty`, `foreign`, `newer-version`, `damaged` or `too-long`.
 */
export function openRecording(bytes: Uint8Array): Recording {
  const { frames, tail, length } = readFrames(bytes);
  if (tail === 'damaged') throw new LogFormatError('damaged', length, 'bytes of this recording were changed');
  const opening = new Opening(bytes);
  for (const frame of frames) opening.take(frame);
  return opening.finish(length);
}

/** Reads frame after frame and refuses whatever does not follow from the one before. */
class Opening {
  private readonly bytes: Uint8Array;
  private readonly stadiums = new Map<string, Stadium>();
  private readonly commands = new Map<number, readonly Command[]>();
  private readonly hashes = new Map<number, string>();
  private header: RecordingHeader | null = null;
  private keyframe: Uint8Array | null = null;
  private end: RecordingEnd | null = null;
  private signature: Recording['signature'] = null;
  private head = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(frame: Frame): void {
    try {
      this.read(frame);
    } catch (error) {
      if (!(error instanceof LogFormatError) || error.code === 'damaged' || error.code === 'too-long') throw error;
      throw new LogFormatError('damaged', frame.at, `its ${frame.type} cannot be read (${error.message})`);
    }
  }

  finish(length: number): Recording {
    const { header, keyframe, stadiums, commands, hashes, head, end, signature } = this;
    if (header === null || keyframe === null) {
      throw new LogFormatError('empty', length, 'the file ends before the match begins');
    }
    return new Recording({ header, keyframe, stadiums, commands, hashes, endTick: head, end, signature });
  }

  private read({ type, payload, at }: Frame): void {
    const wrong = (what: string): never => {
      throw new LogFormatError('damaged', at, what);
    };
    if ((type === 'header') !== (this.header === null)) wrong('the header must come first, and once');
    if (this.end !== null && type !== 'signature') wrong('something follows the end');
    if (this.signature !== null) wrong('something follows the signature');
    switch (type) {
      case 'header':
        this.header = decodeHeader(payload);
        this.head = this.header.startTick;
        return;
      case 'stadium': {
        const loaded = loadStadium(decodeStadiumText(payload));
        if (loaded.ok) this.stadiums.set(loaded.stadium.hash, loaded.stadium);
        else wrong(`a stadium is refused: ${loaded.problem.message}`);
        return;
      }
      case 'keyframe': {
        if (this.keyframe !== null) wrong('a second keyframe');
        if (decodeKeyframe(payload, this.stadiums).tick !== this.head) wrong('the keyframe is of another tick');
        this.keyframe = payload.slice();
        return;
      }
      case 'batch':
      case 'dense': {
        const { from, ticks } = type === 'batch' ? decodeBatch(payload) : decodeDense(payload);
        if (this.keyframe === null || from !== this.head) wrong(`ticks after ${this.head} are missing`);
        if (ticks.length === 0) wrong('a batch of no ticks');
        this.head += ticks.length;
        if (this.head - (this.header as RecordingHeader).startTick > MAX_RECORDING_TICKS) {
          throw new LogFormatError('too-long', at, 'this recording is longer than a day');
        }
        for (const [i, commands] of ticks.entries()) if (commands.length > 0) this.commands.set(from + i, commands);
        return;
      }
      case 'hashes': {
        const { from, every, hashes } = decodeHashes(payload);
        const last = from + (hashes.length - 1) * every;
        if (last > this.head || from < (this.header as RecordingHeader).startTick)
          wrong('a hash of a tick that is not here');
        for (const [i, hash] of hashes.entries()) this.hashes.set(from + i * every, hash);
        return;
      }
      case 'end':
        this.end = decodeEnd(payload);
        if (this.keyframe === null || this.end.tick !== this.head) wrong('the end is not where the ticks end');
        this.hashes.set(this.end.tick, this.end.hash);
        return;
      case 'signature':
        if (this.end === null) wrong('a signature before the end');
        this.signature = { ...decodeSignature(payload), signed: this.bytes.slice(0, at) };
        return;
    }
  }
}
