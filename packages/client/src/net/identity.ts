// Who this browser is: an Ed25519 key pair that it made for itself. The secret half never leaves it but by an export. In software,
// because pages on plain `http://` have no WebCrypto.
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64urlnopad } from '@scure/base';
import { thumbprintOf } from '@touchline/shared/protocol';
import { writeIdentity } from './identity-text.ts';

const KEPT_AS = 'touchline.key';

export interface Identity {
  /** The public half, as the server wants to see it. */
  readonly key: string;
  /** What everybody else knows it by. */
  readonly thumbprint: string;
  sign(text: Uint8Array): string;
  /** With the secret half, for another browser. */
  export(): string;
}

/** Of a page that can keep nothing. */
let ofPage: Uint8Array | null = null;

/** The kept one; a new one where there is none. Where nothing can be kept, it lasts as long as the page. */
export function ownIdentity(): Identity {
  return identityOf(kept() ?? ofPage ?? keep(ed25519.utils.randomSecretKey()));
}

/** From now on this browser is who had this secret. False: it will have forgotten when the page is closed. */
export function becomeIdentity(secret: Uint8Array): boolean {
  keep(secret);
  return ofPage === null;
}

/** `secret`: 32 bytes. */
export function identityOf(secret: Uint8Array): Identity {
  const key = base64urlnopad.encode(ed25519.getPublicKey(secret));
  return {
    key,
    thumbprint: thumbprintOf(key),
    sign: (text) => base64urlnopad.encode(ed25519.sign(text, secret)),
    export: () => writeIdentity(secret),
  };
}

function kept(): Uint8Array | null {
  try {
    const secret = base64urlnopad.decode(localStorage.getItem(KEPT_AS) ?? '');
    return secret.length === ed25519.lengths.secretKey ? secret : null;
  } catch {
    return null;
  }
}

function keep(secret: Uint8Array): Uint8Array {
  try {
    localStorage.setItem(KEPT_AS, base64urlnopad.encode(secret));
    ofPage = null;
  } catch {
    // Storage is switched off or full: the page has its key all the same.
    ofPage = secret;
  }
  return secret;
}
