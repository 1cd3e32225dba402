// An identity as text that people keep, carry to another browser and type off paper: its version, the secret half, a checksum.
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base64urlnopad } from '@scure/base';

const NAME = 'touchline-identity-';
const VERSION = '1';
const SECRET_BYTES = 32;
const CHECK_BYTES = 4;
/** Of what is looked at: more than any comment that somebody may have put before the line. */
const MAX_CHARACTERS = 4096;
/** The bytes are 48 characters: whatever follows is no part of it. */
const FORM = /touchline-identity-(\w{1,4}):([\w-]{0,48})/;

/** `other-version`: written by a later Touchline; `damaged`: it was one, and a character is wrong or missing. */
export type IdentityFault = 'no-identity' | 'other-version' | 'damaged';

/** `secret`: 32 bytes. */
export function writeIdentity(secret: Uint8Array): string {
  return `${NAME}${VERSION}:${base64urlnopad.encode(concatBytes(secret, checksum(secret)))}`;
}

/** Whatever a paste or a mail has put around it or broken it into is overlooked; a wrong character is not. */
export function readIdentity(text: string): { readonly secret: Uint8Array } | { readonly fault: IdentityFault } {
  const bare = text.slice(0, MAX_CHARACTERS).replace(/\s+/g, '');
  const [, version, body] = FORM.exec(bare) ?? [];
  if (version === undefined) return { fault: 'no-identity' };
  if (version !== VERSION) return { fault: 'other-version' };
  const bytes = decode(body);
  if (bytes?.length !== SECRET_BYTES + CHECK_BYTES) return { fault: 'damaged' };
  const secret = bytes.slice(0, SECRET_BYTES);
  const fits = checksum(secret).every((byte, i) => byte === bytes[SECRET_BYTES + i]);
  return fits ? { secret } : { fault: 'damaged' };
}

function decode(body: string): Uint8Array | null {
  try {
    return base64urlnopad.decode(body);
  } catch {
    return null;
  }
}

function checksum(secret: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8ToBytes(NAME + VERSION), secret)).slice(0, CHECK_BYTES);
}
