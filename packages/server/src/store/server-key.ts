// The server's own key pair: who has the public half can tell that this server recorded a match (docs/recording.md).
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { join } from 'node:path';
import type { Signature } from '@touchline/shared/log';
import type { Disk } from './disk.ts';

const FILE = 'server-key.pem';
/** Only the user that the server runs as reads it. */
const SECRET = 0o600;

export class ServerKey {
  readonly publicKey: Uint8Array;
  private readonly privateKey: KeyObject;

  constructor(privateKey: KeyObject) {
    this.privateKey = privateKey;
    const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
    this.publicKey = Buffer.from(x, 'base64url');
  }

  /** Ed25519 over the SHA-256 of `bytes`. */
  sign(bytes: Uint8Array): Signature {
    return { publicKey: this.publicKey, signature: sign(null, hashOf(bytes), this.privateKey) };
  }
}

/** Reads the key of a data folder, or makes one. Rejects when neither can be done, or the file is no Ed25519 key. */
export async function loadServerKey(disk: Disk, folder: string): Promise<ServerKey> {
  const path = join(folder, FILE);
  if (!(await disk.has(path))) {
    const { privateKey } = generateKeyPairSync('ed25519');
    // Renamed, so that no half key is ever found.
    await disk.write(`${path}.new`, Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })), SECRET);
    await disk.rename(`${path}.new`, path);
    return new ServerKey(privateKey);
  }
  const privateKey = createPrivateKey(Buffer.from(await disk.read(path)));
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${path} holds no Ed25519 key`);
  return new ServerKey(privateKey);
}

/** Is `signature` that of `publicKey` over the SHA-256 of `signed`? */
export function verifySignature(signed: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, hashOf(signed), key, signature);
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
