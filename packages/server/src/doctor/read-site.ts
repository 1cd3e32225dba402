// What site.ts judges, asked for through the public address.
import { randomBytes } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type Caller, caller } from '@touchline/shared/protocol';
import type { CallerReading, ReachReading, StreamReading } from './site.ts';

const PATIENCE_MS = 5000;
/** A heartbeat comes every ten seconds; where a match is on, something comes sooner. */
const HEARTBEAT_MS = 13_000;
/** Of a range that belongs to nobody (RFC 5737). */
const CLAIMED = '203.0.113.99';

export async function readReach(url: string): Promise<ReachReading> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const date = answer.headers.get('date');
    const body: unknown = await answer.json().catch(() => null);
    const isTouchline = typeof body === 'object' && body !== null && 'rooms' in body && 'streams' in body;
    const dateMs = date === null ? null : Date.parse(date) - Date.now();
    return { status: answer.status, error: '', dateMs, isTouchline };
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    return { status: undefined, error: cause?.code ?? cause?.message ?? message, dateMs: null, isTouchline: false };
  }
}

export async function readCaller(url: string): Promise<CallerReading> {
  const [plain, spoofed] = await Promise.all([askCaller(url, {}), askCaller(url, { 'x-forwarded-for': CLAIMED })]);
  return { plain, spoofed, claimed: CLAIMED };
}

async function askCaller(url: string, headers: Record<string, string>): Promise<Caller | null> {
  try {
    const answer = await fetch(`${url}/api/caller`, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    return caller.safeParse(await answer.json()).data ?? null;
  } catch {
    // No answer, or one that is no JSON: told as one that nobody understands.
    return null;
  }
}

/** Opens a WebSocket for a seat that nobody has; the status of the answer. */
export function readSocket(url: string): Promise<number | undefined> {
  const request = url.startsWith('https:') ? secureRequest : plainRequest;
  return new Promise((resolve) => {
    const opening = request(`${url}/doctor/doctor?sessionId=doctor`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
      timeout: PATIENCE_MS,
    });
    const done = (status: number | undefined) => {
      opening.destroy();
      resolve(status);
    };
    opening.on('upgrade', (_answer, socket) => {
      socket.destroy();
      done(101);
    });
    opening.on('response', ({ statusCode }) => done(statusCode));
    opening.on('timeout', () => done(undefined));
    opening.on('error', () => done(undefined));
    opening.end();
  });
}

/** Reads the lobby until it has spoken twice. */
export async function readStream(url: string, patienceMs = HEARTBEAT_MS): Promise<StreamReading> {
  const beganMs = performance.now();
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), patienceMs);
  let [status, firstMs, messages, encoding]: [number | undefined, number | null, number, string] = [
    undefined,
    null,
    0,
    '',
  ];
  try {
    const headers = { accept: 'text/event-stream', 'accept-encoding': 'gzip, br' };
    const answer = await fetch(`${url}/api/lobby`, { headers, signal: gone.signal });
    status = answer.status;
    encoding = answer.headers.get('content-encoding') ?? '';
    for await (const piece of answer.body ?? []) {
      firstMs ??= performance.now() - beganMs;
      messages += Buffer.from(piece).toString('latin1').split('\ndata: ').length - 1;
      if (messages > 1) break;
    }
  } catch {
    // Cut by our own patience, or by the other side: what came until then is what there is to judge.
  } finally {
    clearTimeout(timer);
    gone.abort();
  }
  return { status, firstMs, lives: messages > 1, encoding };
}
