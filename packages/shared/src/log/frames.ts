// A log file: a preamble, then frames that are only ever appended (docs/recording.md). Promise: a torn tail is cut, nothing
// before it is lost, and a changed byte is noticed.
import { LogFormatError } from './bytes.ts';
import { crc32 } from './crc32.ts';

/**
 * Version of everything in a log file, the step that it is run with included: whoever changes what a log means, or how a
 * tick goes, raises it.
 */
export const LOG_VERSION = 1;

/** As in PNG: a byte above 127, both line ends and a Ctrl-Z, so that whatever meddles with text files is noticed. */
const MAGIC = [0x89, 0x54, 0x4c, 0x52, 0x0d, 0x0a, 0x1a, 0x0a];
const PREAMBLE = MAGIC.length + 1;

/** Numbers of the frames: append only. */
export const FRAME = {
  header: 1,
  stadium: 2,
  keyframe: 3,
  batch: 4,
  dense: 5,
  hashes: 6,
  end: 7,
  signature: 8,
} as const;
export type FrameType = keyof typeof FRAME;
const TYPES = new Map<number, FrameType>((Object.keys(FRAME) as FrameType[]).map((type) => [FRAME[type], type]));

/** Type and length before the payload, checksum after it. */
const BEFORE = 5;
const AFTER = 4;
/** Bytes of a payload: more is no length but damage. */
const MAX_PAYLOAD = 1 << 24;

export interface Frame {
  readonly type: FrameType;
  /** A view into the file. */
  readonly payload: Uint8Array;
  /** Where the frame begins in the file. */
  readonly at: number;
}

export interface Frames {
  readonly frames: readonly Frame[];
  /** Bytes up to the end of the last whole frame: a file that is cut here can be appended to. */
  readonly length: number;
  /** How the file ends: with a whole frame, inside one that was being written, or at one that somebody changed. */
  readonly tail: 'whole' | 'torn' | 'damaged';
}

/** The first bytes of every log file. */
export function encodePreamble(): Uint8Array {
  return Uint8Array.from([...MAGIC, LOG_VERSION]);
}

export function encodeFrame(type: FrameType, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_PAYLOAD) throw new RangeError(`a ${type} of ${payload.length} bytes`);
  const bytes = new Uint8Array(BEFORE + payload.length + AFTER);
  const view = new DataView(bytes.buffer);
  bytes[0] = FRAME[type];
  view.setUint32(1, payload.length, true);
  bytes.set(payload, BEFORE);
  view.setUint32(BEFORE + payload.length, crc32(bytes, 0, BEFORE + payload.length), true);
  return bytes;
}

/** gzip, as recordings lie at rest: its reader is the shell's business. */
export function isCompressed(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Throws LogFormatError `empty`, `foreign` or `newer-version`; everything behind the preamble is told, not thrown. */
export function readFrames(bytes: Uint8Array): Frames {
  checkPreamble(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Frame[] = [];
  let at = PREAMBLE;
  while (at < bytes.length) {
    const left = bytes.length - at;
    const length = left < BEFORE ? 0 : view.getUint32(at + 1, true);
    const type = TYPES.get(bytes[at]);
    const size = BEFORE + length + AFTER;
    if (left < BEFORE || (type !== undefined && length <= MAX_PAYLOAD && size > left)) break;
    const whole =
      type !== undefined &&
      size <= left &&
      crc32(bytes, at, at + size - AFTER) === view.getUint32(at + size - AFTER, true);
    if (!whole) return { frames, length: at, tail: isTail(bytes, at, size) ? 'torn' : 'damaged' };
    frames.push({ type, payload: bytes.subarray(at + BEFORE, at + size - AFTER), at });
    at += size;
  }
  return { frames, length: at, tail: at === bytes.length ? 'whole' : 'torn' };
}

/** A last frame that is all there in length but not in content, or zeros that a crash left behind. */
function isTail(bytes: Uint8Array, at: number, size: number): boolean {
  if (TYPES.has(bytes[at]) && at + size === bytes.length) return true;
  for (let i = at; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

function checkPreamble(bytes: Uint8Array): void {
  for (let i = 0; i < Math.min(MAGIC.length, bytes.length); i++) {
    if (bytes[i] === MAGIC[i]) continue;
    const what = isCompressed(bytes) ? 'this is still compressed (gzip)' : 'this is no recording of Touchline';
    throw new LogFormatError('foreign', i, what);
  }
  if (bytes.length < PREAMBLE) throw new LogFormatError('empty', bytes.length, 'there is nothing in this file');
  const version = bytes[MAGIC.length];
  if (version > LOG_VERSION) {
    const what = `it was recorded in format ${version}; this Touchline reads up to ${LOG_VERSION}: update it`;
    throw new LogFormatError('newer-version', MAGIC.length, what);
  }
  if (version === 0) throw new LogFormatError('damaged', MAGIC.length, 'there is no format 0');
}
