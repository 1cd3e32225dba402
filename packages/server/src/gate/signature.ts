// Ed25519, with Node's own.
import { createPublicKey, verify } from 'node:crypto';

/** `key` and `signature` as they passed the shapes of `protocol/gate.ts`. */
export function isSignedBy(key: string, text: Uint8Array, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: key } });
    return verify(null, text, publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    // 32 bytes that are no point of the curve are nobody's key.
    return false;
  }
}
