// Who this browser is: an Ed25519 key pair that it made for itself. The secret half never leaves it but by an export. In software,
// because pages on plain `http://` have no WebCrypto.
import { ed25519 } from '@noble/curves/ed25519.js';
import { base64urlnopad } from '@scure/base';

const KEPT_AS = 'touchline.key';

export interface Identity {
  /** The public half, as the server wants to see it. */
  readonly key: string;
  sign(text: Uint8Array): string;
}

let own: Uint8Array | null = null;

/** The kept one; a new one where there is none. Where nothing can be kept, it lasts as long as the page. */
export function ownIdentity(): Identity {
  own = kept() ?? own ?? keep(ed25519.utils.randomSecretKey());
  return identityOf(own);
}

function identityOf(secret: Uint8Array): Identity {
  return {
    key: base64urlnopad.encode(ed25519.getPublicKey(secret)),
    sign: (text) => base64urlnopad.encode(ed25519.sign(text, secret)),
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
  } catch {
    // Storage is switched off or full: the page has its key all the same.
  }
  return secret;
}
