// What a log file tells beside its ticks: what a reader needs before tick 0, the hashes, how the match ended, who signed.

import { ByteReader, ByteWriter } from './bytes.ts';
import { type MatchResult, readResult, writeResult } from './result.ts';

const MAX_NAME = 200;
const MAX_STADIUM_TEXT = 1 << 20;
const HASH_BYTES = 8;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

export interface RecordingHeader {
  /** PROTOCOL_VERSION of the server that wrote it: for people, nothing depends on it. */
  readonly protocol: number;
  readonly room: string;
  readonly name: string;
  /** Life of the room's log, the first half of feed cursors. */
  readonly epoch: string;
  /** Completed ticks of the room in the first keyframe. */
  readonly startTick: number;
  /** When that was, in milliseconds since 1970, as the server's clock told. */
  readonly startedMs: number;
}

export function encodeHeader(header: RecordingHeader): Uint8Array {
  const writer = new ByteWriter();
  writer.uint(header.protocol);
  writer.text(header.room);
  writer.text(header.name);
  writer.text(header.epoch);
  writer.uint(header.startTick);
  writer.real(header.startedMs);
  return writer.take();
}

export function decodeHeader(payload: Uint8Array): RecordingHeader {
  const reader = new ByteReader(payload);
  const header = {
    protocol: reader.uint(),
    room: reader.text(MAX_NAME),
    name: reader.text(MAX_NAME),
    epoch: reader.text(MAX_NAME),
    startTick: reader.uint(),
    startedMs: reader.real(),
  };
  reader.end();
  return header;
}

/** The canonical text of a stadium. */
export function encodeStadiumText(text: string): Uint8Array {
  const writer = new ByteWriter();
  writer.text(text);
  return writer.take();
}

export function decodeStadiumText(payload: Uint8Array): string {
  const reader = new ByteReader(payload);
  const text = reader.text(MAX_STADIUM_TEXT);
  reader.end();
  return text;
}

/** State hashes after the ticks `from`, `from + every`, …: 16 hex digits each, eight bytes in the file. */
export interface Hashes {
  readonly from: number;
  readonly every: number;
  readonly hashes: readonly string[];
}

export function encodeHashes({ from, every, hashes }: Hashes): Uint8Array {
  const writer = new ByteWriter();
  writer.uint(from);
  writer.uint(every);
  for (const hash of hashes) writeHash(writer, hash);
  return writer.take();
}

export function decodeHashes(payload: Uint8Array): Hashes {
  const reader = new ByteReader(payload);
  const from = reader.uint();
  const every = reader.uint();
  if (every === 0) reader.fail('bad-value', 'hashes at a distance of 0');
  const hashes: string[] = [];
  while (!reader.done) hashes.push(readHash(reader));
  return { from, every, hashes };
}

/** The last word of a finished recording. `hash`: of the state after `tick`. */
export interface RecordingEnd {
  readonly tick: number;
  readonly hash: string;
  readonly result: MatchResult;
}

export function encodeEnd({ tick, hash, result }: RecordingEnd): Uint8Array {
  const writer = new ByteWriter();
  writer.uint(tick);
  writeHash(writer, hash);
  writeResult(writer, result);
  return writer.take();
}

export function decodeEnd(payload: Uint8Array): RecordingEnd {
  const reader = new ByteReader(payload);
  const end = { tick: reader.uint(), hash: readHash(reader), result: readResult(reader) };
  reader.end();
  return end;
}

/** Ed25519, over the SHA-256 of every byte of the file before the signature's frame. */
export interface Signature {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

export function encodeSignature({ publicKey, signature }: Signature): Uint8Array {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES)
    throw new RangeError('no Ed25519 signature');
  const payload = new Uint8Array(KEY_BYTES + SIGNATURE_BYTES);
  payload.set(publicKey);
  payload.set(signature, KEY_BYTES);
  return payload;
}

export function decodeSignature(payload: Uint8Array): Signature {
  const reader = new ByteReader(payload);
  if (payload.length !== KEY_BYTES + SIGNATURE_BYTES) reader.fail('bad-value', 'a signature of another length');
  return { publicKey: payload.slice(0, KEY_BYTES), signature: payload.slice(KEY_BYTES) };
}

function writeHash(writer: ByteWriter, hash: string): void {
  for (let i = 0; i < HASH_BYTES; i++) writer.byte(Number.parseInt(hash.slice(2 * i, 2 * i + 2), 16));
}

function readHash(reader: ByteReader): string {
  let hash = '';
  for (let i = 0; i < HASH_BYTES; i++) hash += reader.byte().toString(16).padStart(2, '0');
  return hash;
}
