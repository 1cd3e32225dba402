// The way through the gate: a challenge, the work that it asks for, a signature; and why it may end before a seat.
import {
  JOIN_REFUSALS,
  type JoinOptions,
  type JoinRefusal,
  joinText,
  PROTOCOL_VERSION,
} from '@touchline/shared/protocol';
import type { JoinAs, JoinFailure } from '../ui/session.ts';
import { ApiProblem, enterQueue, getChallenge } from './api.ts';
import type { Identity } from './identity.ts';
import { doWork } from './work.ts';

/** What the page says and hears while it is at the gate. */
export interface AtGate {
  /** Nobody waits any more. */
  readonly signal: AbortSignal;
  /** The work takes so long that people wonder. */
  readonly working: () => void;
}

export type Asked = JoinAs & { readonly takeOver: boolean };

/** Longer work than this is told. */
const WONDER_MS = 300;

/** All that a join says. Rejects as `getChallenge` and `doWork` do. */
export async function prove(
  roomId: string,
  as: Asked,
  { key, sign }: Identity,
  { signal, working }: AtGate,
): Promise<JoinOptions> {
  const { challenge, bits } = await getChallenge(roomId, key);
  const wonder = setTimeout(working, WONDER_MS);
  try {
    const { host } = window.location;
    const nonce = await doWork({ challenge, bits }, signal);
    const signature = sign(joinText(host, roomId, challenge));
    return { version: PROTOCOL_VERSION, ...as, key, challenge, host, nonce, signature };
  } finally {
    clearTimeout(wonder);
  }
}

/** Takes a place in the queue with what a join has been refused for a full room with. The way to wait, or why there is none. */
export async function queueUp(roomId: string, options: JoinOptions): Promise<JoinFailure> {
  try {
    return { refusal: 'full', place: await enterQueue(roomId, options) };
  } catch (error) {
    return failureOf(error);
  }
}

/** What the SDK or the API has thrown, as a refusal. */
export function failureOf(error: unknown): JoinFailure {
  const { message = '', code = 0 } = error as { message?: string; code?: number | string };
  const word = error instanceof ApiProblem ? error.where : message;
  const known = JOIN_REFUSALS.find((refusal): refusal is JoinRefusal => word === refusal);
  if (known) return { refusal: known };
  if (error instanceof ApiProblem && (code === 'not-found' || code === 'too-many' || code === 'stopping'))
    return { refusal: code };
  if (/is locked/.test(message)) return { refusal: 'full' };
  if (/not found|disposed/.test(message)) return { refusal: 'not-found' };
  if (code === 429) return { refusal: 'too-many' };
  return { refusal: 'unreachable' };
}
