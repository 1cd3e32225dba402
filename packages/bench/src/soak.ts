// Does the server's memory stay flat? Two hundred players over real sockets, who play, leave and come back; viewers who look in
// and go away; and a look at the memory every ten seconds. `--minutes 60` is the long form.
import { setTimeout as wait } from 'node:timers/promises';
import { Child } from './load/child.ts';
import type { CrowdProcess } from './load/crowd-process.ts';
import type { FootballServer } from './load/football-server.ts';
import { quantile } from './measure.ts';
import type { BenchOptions } from './results.ts';

const ROOMS = 17;
const EACH = 12;
const PLAYERS = 200;
/** Viewers at a time; each stays for a few seconds. */
const VIEWERS = 40;
const STAY_MS = [2000, 12_000] as const;
const LOOK_EVERY_MS = 10_000;
/** What viewers can go back to is remembered on purpose, up to a bound: a small one is reached while the server warms up. */
const REWIND_MB = 1;
/** Of events: half a megabyte a room, one of the lobby's. */
const MOST_EVENT_MB = ROOMS / 2 + 1;
/** Keyframes that the next batch makes place for. */
const REWIND_SLACK = 1.1;
/** Part of the time that code needs to be compiled, and caches and the first matches' histories to fill up. */
const WARM_UP = 0.4;
/** Of a shorter run the figures are told and not judged: most of it is warming up. */
const LEAST_MINUTES = 8;
/** Of objects and buffers after collecting garbage, without what is remembered on purpose and up to a bound, by the slope over what is left of the time. */
const MOST_MB_AN_HOUR = 20;
/** A shorter look sees noise of this size, whatever the slope. */
const NOISE_MB = 2;

interface Sample {
  readonly minutes: number;
  readonly heldMb: number;
  readonly codeMb: number;
  /** Beside it, for viewers to go back to. */
  readonly rewindMb: number;
  /** And for readers to resume from: events of rooms and lobby, half a megabyte of them a room when the room is old enough. */
  readonly eventMb: number;
  readonly rssMb: number;
}

export async function benchSoak({ json, quick, minutes = quick ? 3 : 10 }: BenchOptions): Promise<{
  readonly failed: readonly string[];
}> {
  const tell = (line: string) => (json ? undefined : console.log(line));
  const server = new Child<FootballServer>(new URL('load/football-server.ts', import.meta.url), [
    '--rewind-mb',
    String(REWIND_MB),
  ]);
  const crowd = new Child<CrowdProcess>(new URL('load/crowd-process.ts', import.meta.url));
  try {
    const opened = await server.ask('open', { count: ROOMS, timeLimit: 1 });
    const { url, rooms } = opened;
    await crowd.ask('join', { opened, each: EACH, most: PLAYERS });
    await server.ask('kickOff', undefined);
    const endMs = performance.now() + minutes * 60_000;
    const viewed = { visits: 0, bytes: 0 };
    const audience = Promise.all(Array.from({ length: VIEWERS }, () => view(url, rooms, endMs, viewed)));
    tell(`\nsoak: ${PLAYERS} players in ${ROOMS} rooms, ${VIEWERS} viewers at a time, ${minutes} minutes`);
    const samples: Sample[] = [];
    const startMs = performance.now();
    while (performance.now() < endMs) {
      await Promise.race([wait(Math.min(LOOK_EVERY_MS, endMs - performance.now())), audience]);
      // One in ten goes and another comes; the matches that have ended begin anew.
      await crowd.ask('change', { opened, count: PLAYERS / 10 });
      await server.ask('kickOff', undefined);
      const { bytes, codeBytes, rss, history, events } = await server.ask('held', null);
      const sample = {
        minutes: (performance.now() - startMs) / 60_000,
        heldMb: (bytes - history - events) / 2 ** 20,
        codeMb: codeBytes / 2 ** 20,
        rewindMb: history / 2 ** 20,
        eventMb: events / 2 ** 20,
        rssMb: rss / 2 ** 20,
      };
      samples.push(sample);
      tell(
        `${sample.minutes.toFixed(1).padStart(6)} min  held ${sample.heldMb.toFixed(1)} MB  for rewinding ${sample.rewindMb.toFixed(2)} MB  events ${sample.eventMb.toFixed(2)} MB  code ${sample.codeMb.toFixed(1)} MB  resident ${sample.rssMb.toFixed(0)} MB`,
      );
    }
    await audience;
    const { clients } = await crowd.ask('traffic', null);
    return judge(samples, { clients, ...viewed }, json, tell);
  } finally {
    await crowd.end();
    await server.end();
  }
}

function judge(
  samples: readonly Sample[],
  { clients, visits, bytes }: { clients: number; visits: number; bytes: number },
  json: boolean,
  tell: (line: string) => void,
): { readonly failed: readonly string[] } {
  const warm = leastOfEachMinute(samples.slice(Math.floor(samples.length * WARM_UP)));
  const slopes = { held: slope(warm, ({ heldMb }) => heldMb), resident: slope(warm, ({ rssMb }) => rssMb) };
  const hours = ((warm.at(-1)?.minutes ?? 0) - (warm[0]?.minutes ?? 0)) / 60;
  const grownMb = slopes.held * hours;
  const failed: string[] = [];
  const judged = (samples.at(-1)?.minutes ?? 0) >= LEAST_MINUTES;
  if (judged && slopes.held > MOST_MB_AN_HOUR && grownMb > NOISE_MB)
    failed.push(`what the server holds grows by ${slopes.held.toFixed(0)} MB an hour, more than ${MOST_MB_AN_HOUR}`);
  const rewindMb = Math.max(...samples.map((sample) => sample.rewindMb));
  if (rewindMb > REWIND_MB * REWIND_SLACK)
    failed.push(`${rewindMb.toFixed(2)} MB for rewinding, and ${REWIND_MB} are allowed`);
  const eventMb = Math.max(...samples.map((sample) => sample.eventMb));
  if (eventMb > MOST_EVENT_MB) failed.push(`${eventMb.toFixed(2)} MB of events, and ${MOST_EVENT_MB} are allowed`);
  if (clients !== PLAYERS) failed.push(`${clients} players at the end, not ${PLAYERS}`);
  if (visits === 0 || bytes === 0) failed.push('no viewer has seen anything');
  if (json) console.log(JSON.stringify({ question: 'soak', samples, slopes, visits, failed }));
  tell(
    `held: ${slopes.held.toFixed(1)} MB an hour (${grownMb.toFixed(1)} MB in this run), resident: ${slopes.resident.toFixed(1)} MB an hour; ${visits} visits of viewers, ${(bytes / 2 ** 20).toFixed(0)} MB`,
  );
  for (const line of failed) tell(`NOT MET  ${line}`);
  if (!judged) tell(`NOT JUDGED  whether memory is flat: that takes ${LEAST_MINUTES} minutes`);
  else if (failed.length === 0) tell('All targets met.');
  return { failed };
}

/** What lies in buffers at one moment only adds to what is held, and differs from look to look by more than a leak in an hour. */
function leastOfEachMinute(samples: readonly Sample[]): readonly Sample[] {
  const byMinute = Map.groupBy(samples, ({ minutes }) => Math.floor(minutes));
  return [...byMinute.values()].map((looks) =>
    looks.reduce((least, look) => (look.heldMb < least.heldMb ? look : least)),
  );
}

/** A viewer after the other on one chair. */
async function view(
  url: string,
  rooms: readonly string[],
  endMs: number,
  seen: { visits: number; bytes: number },
): Promise<void> {
  while (performance.now() < endMs) {
    const room = rooms[Math.floor(Math.random() * rooms.length)];
    const path = ['/api/lobby', `/api/rooms/${room}/feed`, `/api/rooms/${room}/events`][seen.visits % 3];
    const address = `10.200.${(seen.visits >> 8) & 255}.${seen.visits & 255}`;
    seen.visits++;
    const gone = AbortSignal.timeout(Math.round(STAY_MS[0] + Math.random() * (STAY_MS[1] - STAY_MS[0])));
    try {
      const answer = await fetch(url + path, { signal: gone, headers: { 'x-forwarded-for': address } });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      for await (const chunk of answer.body ?? []) seen.bytes += chunk.length;
    } catch (error) {
      if (!gone.aborted) throw error;
    }
  }
}

/** Per hour: the median of the slopes between all pairs (Theil and Sen), which a moment's jump does not bend. */
function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const slopes = samples.flatMap((a, i) =>
    samples.slice(i + 1).map((b) => ((of(b) - of(a)) * 60) / (b.minutes - a.minutes)),
  );
  return slopes.length === 0 ? 0 : quantile(slopes, 0.5);
}
