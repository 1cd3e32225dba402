// What stands before every seat: a challenge that is asked for, work that may be wanted, and a signature. Both sides build
// the signed text here, and nowhere else (docs/adr/0011-identity.md).
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64urlnopad } from '@scure/base';
import { z } from 'zod';
import { MAX_WORK_BITS } from './work.ts';

/** 32 bytes as base64url. The last character is one of few, so that a key is written in one way. */
const BYTES_32 = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/** Of an Ed25519 pair. */
export const publicKey = z.string().regex(BYTES_32);
/** 64 bytes as base64url, written in one way. */
export const signature = z.string().regex(/^[\w-]{85}[AQgw]$/);
/** A key's public name, `auth` in scripts and bans: SHA-256 of its bytes as base64url. */
export const thumbprint = z.string().regex(BYTES_32);

/** Body of `POST /api/rooms/:id/challenge`. */
export const challengeRequest = z.object({
  key: publicKey.describe('The public key that the seat is for: Ed25519, 32 bytes as base64url.'),
});

/** Answer of `POST /api/rooms/:id/challenge`. */
export const challenge = z.object({
  challenge: z.string().describe('To be signed, and given back with the join. Good once.'),
  bits: z
    .int()
    .min(0)
    .max(MAX_WORK_BITS)
    .describe(
      'Work wanted: leading zero bits of SHA-256 over the SHA-256 of the challenge and the nonce (docs/api.md).',
    ),
  expiresInSeconds: z.int().min(1),
});
export type Challenge = z.output<typeof challenge>;

/**
 * What a join signs, in UTF-8. `host`: the page's `location.host`, so that what was signed for one server is worth nothing on
 * another. The first line keeps it apart from everything else that a key may ever sign.
 */
export function joinText(host: string, roomId: string, challenge: string): Uint8Array {
  return utf8ToBytes(`touchline join 1\n${host}\n${roomId}\n${challenge}`);
}

/**
 * What the return to a seat signs when only the connection was lost. `token`: the framework's, random, given to one
 * connection and good for one return.
 */
export function returnText(roomId: string, sessionId: string, token: string): Uint8Array {
  return utf8ToBytes(`touchline return 1\n${roomId}\n${sessionId}\n${token}`);
}

/** `key` as it passed `publicKey`. */
export function thumbprintOf(key: string): string {
  return base64urlnopad.encode(sha256(base64urlnopad.decode(key)));
}
