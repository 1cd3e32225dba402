// Proof of work: before somebody gets a seat, his machine finds a number. Finding it takes 2^bits attempts on average, checking it takes one.
// The same bytes on both sides; SHA-256 is plain JavaScript, as pages on http have no SubtleCrypto.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Most leading zero bits that a server may want: about a minute of a slow machine's time. */
export const MAX_WORK_BITS = 24;

/** Numbers of up to 48 bits, counted upwards: enough for any difficulty, and exact in a double. */
const NONCE_BYTES = 6;

/** As it travels: the number in hexadecimal, its low byte first. */
export const NONCE_FORM = /^[0-9a-f]{12}$/;

/** Attempts at the work of one challenge, in pieces that leave time for other things. */
export class Work {
  private readonly bits: number;
  /** Hash of the challenge, then the number: one block of SHA-256 for each attempt, however long the challenge. */
  private readonly block: Uint8Array;

  constructor(challenge: string, bits: number) {
    this.bits = bits;
    this.block = new Uint8Array(32 + NONCE_BYTES);
    this.block.set(sha256(utf8ToBytes(challenge)));
  }

  /** Makes up to `most` attempts; the nonce, or null when none of them was it. Goes on from there when called again. */
  run(most: number): string | null {
    for (let left = most; left > 0; left--) {
      if (leadingZeroBits(sha256(this.block)) >= this.bits) return bytesToHex(this.block.subarray(32));
      this.count();
    }
    return null;
  }

  private count(): void {
    for (let i = 32; i < 32 + NONCE_BYTES; i++) {
      this.block[i] = (this.block[i] + 1) & 255;
      if (this.block[i] !== 0) return;
    }
  }
}

/** All of it at once: the first nonce that shows the work, after 2^bits attempts on average. */
export function work(challenge: string, bits: number): string {
  return new Work(challenge, bits).run(Number.POSITIVE_INFINITY) as string;
}

/** Does `nonce` (any text at all) show the work of `bits` on this challenge? */
export function showsWork(challenge: string, nonce: string, bits: number): boolean {
  if (!NONCE_FORM.test(nonce)) return false;
  const block = new Uint8Array(32 + NONCE_BYTES);
  block.set(sha256(utf8ToBytes(challenge)));
  for (let i = 0; i < NONCE_BYTES; i++) block[32 + i] = Number.parseInt(nonce.slice(2 * i, 2 * i + 2), 16);
  return leadingZeroBits(sha256(block)) >= bits;
}

function leadingZeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
