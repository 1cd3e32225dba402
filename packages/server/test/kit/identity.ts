// Who is there: key pairs, and the one way to sign with them.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  type Challenge,
  type JoinOptions,
  joinText,
  PROTOCOL_VERSION,
  returnText,
  thumbprintOf,
  work,
} from '@touchline/shared/protocol';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export class Identity {
  readonly key: string;
  readonly auth: string;
  private readonly secret: KeyObject;

  private constructor(seed: Uint8Array) {
    this.secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    this.key = String(createPublicKey(this.secret).export({ format: 'jwk' }).x);
    this.auth = thumbprintOf(this.key);
  }

  static fresh(): Identity {
    return new Identity(randomBytes(32));
  }

  /** The same name is the same key. */
  static of(name: string): Identity {
    return new Identity(createHash('sha256').update(name).digest());
  }

  sign(text: Uint8Array): string {
    return sign(null, text, this.secret).toString('base64url');
  }

  /** Proof for the return of a lost connection; `token`: as the SDK has it, behind the room's id. */
  signReturn(roomId: string, sessionId: string, token: string): string {
    return this.sign(returnText(roomId, sessionId, token));
  }
}

export async function askChallenge(
  url: string,
  roomId: string,
  { key }: Pick<Identity, 'key'>,
  headers: Record<string, string> = {},
): Promise<Challenge> {
  const answer = await fetch(`${url}/api/rooms/${roomId}/challenge`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ key }),
  });
  if (!answer.ok) throw new Error(`no challenge: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Challenge;
}

/** All that a join needs. `as`: what it says besides, or instead. */
export async function signedJoin(
  url: string,
  roomId: string,
  { identity = Identity.fresh(), ...as }: Partial<JoinOptions> & { readonly identity?: Identity } = {},
  headers: Record<string, string> = {},
): Promise<JoinOptions> {
  const { challenge, bits } = await askChallenge(url, roomId, identity, headers);
  return { ...joinWith(url, roomId, identity, challenge, work(challenge, bits)), ...as };
}

/** What a join says when the challenge is there and the work is done. */
export function joinWith(
  url: string,
  roomId: string,
  identity: Identity,
  challenge: string,
  nonce: string,
): JoinOptions {
  const { host } = new URL(url);
  const signature = identity.sign(joinText(host, roomId, challenge));
  return { version: PROTOCOL_VERSION, nick: 'Guest', key: identity.key, challenge, host, nonce, signature };
}
