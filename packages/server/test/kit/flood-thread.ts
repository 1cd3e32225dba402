// A flood of joins, in a thread of its own so that its work is not the server's: attackers of four kinds, each join from another
// address, and one person among them. Does what `workerData` says, and posts what came of it.
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type JoinOptions, Work } from '@touchline/shared/protocol';
import { askChallenge, Identity, joinWith } from './identity.ts';
import { CODE, RawSeat, reserve } from './raw.ts';

export interface FloodOrder {
  readonly url: string;
  readonly roomId: string;
  /** Of each kind that does no work; a thread that falls behind catches up. */
  readonly joins: number;
  readonly joinsPerSecond: number;
  /** What all who do their work can do of it. */
  readonly attemptsPerSecond: number;
}

/** `bare`: asks for no challenge; `lazy`: does no work; `replay`: shows again what has been used; `payer`: does the work. */
export type Kind = 'bare' | 'lazy' | 'replay' | 'payer';

export interface FloodReport {
  readonly tried: Readonly<Record<Kind, number>>;
  readonly passed: Readonly<Record<Kind, number>>;
  /** How long the person took from the first request to a seat; null: got none. */
  readonly personMs: number | null;
}

const { url, roomId, joins, joinsPerSecond, attemptsPerSecond } = workerData as FloodOrder;

/** The others are done. */
let over = false;
let addresses = 0;
const anywhere = (): Record<string, string> => ({
  'X-Forwarded-For': `${20 + (++addresses % 100)}.${addresses % 251}.${addresses >> 8}.7`,
});

/** A whole join: the reservation, then the socket that takes the seat and stays in it. False: no seat. */
async function join(options: object, headers: Record<string, string>): Promise<boolean> {
  const sessionId = await reserve({ url }, roomId, options, headers).catch(() => null);
  if (sessionId === null) return false;
  const seat = RawSeat.open(Number(new URL(url).port), roomId, sessionId, headers);
  while (seat.answer === undefined && !seat.closed) await wait(5);
  if (seat.answer !== CODE.join) return false;
  seat.send(Uint8Array.of(CODE.join));
  return true;
}

/** Somebody new with a challenge; `nonce` makes what is to show the work. */
async function prepare(headers: Record<string, string>, nonce: (work: Work) => Promise<string>): Promise<JoinOptions> {
  const identity = Identity.fresh();
  const { challenge, bits } = await askChallenge(url, roomId, identity, headers);
  return joinWith(url, roomId, identity, challenge, await nonce(new Work(challenge, bits)));
}

/** In small pieces, so that the others of this thread go on. */
async function doWork(work: Work, attemptsAtOnce: number, restMs: number): Promise<string> {
  for (;;) {
    const nonce = work.run(attemptsAtOnce);
    if (nonce !== null) return nonce;
    await wait(restMs);
  }
}

const tried = { bare: 0, lazy: 0, replay: 0, payer: 0 };
const passed = { bare: 0, lazy: 0, replay: 0, payer: 0 };

/** At a steady rate, whatever comes of it. */
async function keepTrying(kind: Kind, one: () => Promise<boolean>): Promise<void> {
  const startMs = performance.now();
  const running: Promise<void>[] = [];
  const attempt = async () => {
    tried[kind]++;
    if (await one()) passed[kind]++;
  };
  for (let i = 1; i <= joins; i++) {
    // A refused connection is a join that did not pass.
    running.push(attempt().catch(() => undefined));
    await wait(Math.max(0, startMs + (i * 1000) / joinsPerSecond - performance.now()));
  }
  await Promise.all(running);
}

/** Until the others are done. */
async function pay(): Promise<void> {
  const attemptsAtOnce = 4000;
  while (!over) {
    const headers = anywhere();
    const options = await prepare(headers, (work) =>
      doWork(work, attemptsAtOnce, (attemptsAtOnce * 1000) / attemptsPerSecond),
    );
    tried.payer++;
    if (await join(options, headers)) passed.payer++;
  }
}

/** In the middle of it all, with a browser that tries again when the price has risen meanwhile. */
async function person(): Promise<number | null> {
  await wait((joins / joinsPerSecond / 3) * 1000);
  const startMs = performance.now();
  const headers = anywhere();
  for (let attempt = 0; attempt < 3; attempt++) {
    const options = await prepare(headers, (work) => doWork(work, 20_000, 0));
    if (await join({ ...options, nick: 'Person' }, headers)) return performance.now() - startMs;
  }
  return null;
}

const usedBy = anywhere();
const used = await prepare(usedBy, (work) => doWork(work, 20_000, 0));
await join(used, usedBy);
const bare = await prepare(anywhere(), async () => '000000000000');
const paying = pay();
const [personMs] = await Promise.all([
  person(),
  keepTrying('bare', () => join({ ...bare, challenge: 'x', key: Identity.fresh().key }, anywhere())),
  keepTrying('lazy', async () => {
    const headers = anywhere();
    return join(await prepare(headers, async () => '000000000000'), headers);
  }),
  keepTrying('replay', () => join(used, tried.replay % 2 ? usedBy : anywhere())),
]);
over = true;
await Promise.race([paying, wait(1000)]);
parentPort?.postMessage({ tried, passed, personMs } satisfies FloodReport);
// Whoever has a seat keeps it until the thread is ended.
