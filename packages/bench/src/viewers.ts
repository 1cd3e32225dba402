// How many viewers of one match does one core serve? Beside Node's own http server that writes as many bytes as often to as many
// sockets. Both write to the same audience, turn by turn; what counts is the share of a core that each of them needs for it.
import { setTimeout as wait } from 'node:timers/promises';
import { BATCH_TICKS } from '@touchline/shared/protocol';
import type { AudienceProcess } from './load/audience-process.ts';
import type { BareWriter } from './load/bare-writer.ts';
import { Child } from './load/child.ts';
import type { FootballServer } from './load/football-server.ts';
import { compare, quantile } from './measure.ts';
import { type Answer, type BenchOptions, report } from './results.ts';

const VIEWERS = 5000;
/** So much of the bare writer's figure is promised. */
const LEAST_OF_BARE = 0.8;
/** Bytes that HTTP/1.1 puts around a chunk of this size: two hexadecimal digits, two line ends. */
const CHUNK_FRAME = 6;
const BATCH_MS = (BATCH_TICKS * 1000) / 60;

interface Figures {
  /** Part of a core. */
  readonly cpu: number;
  /** Per second and viewer. */
  readonly messages: number;
  readonly bytesPerMessage: number;
  /** p99 of the room's ticks, in ms; the bare writer has none. */
  readonly latenessP99: number;
}

export async function benchViewers(options: BenchOptions): Promise<Answer> {
  const viewers = options.quick ? 500 : VIEWERS;
  const seconds = options.quick ? 3 : 8;
  const rounds = options.quick ? 1 : 3;
  const failed: string[] = [];
  const pairs: [Figures, Figures][] = [];
  const quiet: number[] = [];
  for (let round = 0; round < rounds; round++) {
    quiet.push((await watchMatch(1, seconds)).latenessP99);
    const ours = await watchMatch(viewers, seconds);
    pairs.push([ours, await watchBare(viewers, seconds, Math.round(ours.bytesPerMessage) - CHUNK_FRAME)]);
  }
  const names = { subject: 'touchline', baseline: 'bare writer' };
  const both = (of: (figures: Figures) => number) => pairs.map(([mine, theirs]) => [of(mine), of(theirs)] as const);
  const served = compare(
    { ...names, case: `viewers that one core would serve (with ${viewers})`, unit: 'viewers' },
    both(({ cpu }) => viewers / cpu),
  );
  const bytes = compare(
    { ...names, case: 'a message', unit: 'bytes' },
    both(({ bytesPerMessage }) => bytesPerMessage),
  );
  const late = compare(
    { subject: `${viewers} viewers`, baseline: 'one viewer', case: 'tick lateness, p99', unit: 'ms' },
    pairs.map(([mine], i) => [mine.latenessP99, quiet[i]] as const),
  );
  if (served.ratio < LEAST_OF_BARE)
    failed.push(`${served.ratio.toFixed(2)} of the bare writer's viewers, less than ${LEAST_OF_BARE}`);
  const rate = quantile(
    pairs.map(([mine]) => mine.messages),
    0.5,
  );
  const wanted = 1000 / BATCH_MS;
  if (rate < 0.9 * wanted) failed.push(`${rate.toFixed(1)} messages a second to each viewer instead of ${wanted}`);
  const answer = { question: 'viewers', comparisons: [served, bytes, late], failed };
  report(answer, options);
  return answer;
}

async function watchMatch(viewers: number, seconds: number): Promise<Figures> {
  const server = new Child<FootballServer>(new URL('load/football-server.ts', import.meta.url), ['--bots', '6']);
  try {
    const { url, room } = await server.ask('standing', null);
    return await watch(`${url}/api/rooms/${room}/feed`, viewers, seconds, (ms) =>
      server.ask('measureStanding', { ms }),
    );
  } finally {
    await server.end();
  }
}

async function watchBare(viewers: number, seconds: number, bytes: number): Promise<Figures> {
  const server = new Child<BareWriter>(new URL('load/bare-writer.ts', import.meta.url));
  try {
    const { url } = await server.ask('begin', { bytes, everyMs: BATCH_MS });
    return await watch(url, viewers, seconds, async (ms) => ({
      ...(await server.ask('measure', { ms })),
      latenessP99: Number.NaN,
    }));
  } finally {
    await server.end();
  }
}

async function watch(
  url: string,
  viewers: number,
  seconds: number,
  measure: (ms: number) => Promise<{ readonly cpu: number; readonly latenessP99: number }>,
): Promise<Figures> {
  const audience = new Child<AudienceProcess>(new URL('load/audience-process.ts', import.meta.url));
  try {
    await audience.ask('watch', { url, viewers });
    await wait(2000);
    await audience.ask('traffic', null);
    const { cpu, latenessP99 } = await measure(seconds * 1000);
    const { messages, bytes, lost } = await audience.ask('traffic', null);
    if (lost > 0) throw new Error(`${lost} of ${viewers} streams ended`);
    return { cpu, latenessP99, messages: messages / viewers / seconds, bytesPerMessage: bytes / messages };
  } finally {
    await audience.end();
  }
}
