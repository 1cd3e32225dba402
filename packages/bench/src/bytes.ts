// What does a player's connection carry in a 6v6 match on Classic, and a viewer's? Beside a player of a room that sends bodies.
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { BareServer } from './load/bare-server.ts';
import { Child } from './load/child.ts';
import { Crowd, since } from './load/crowd.ts';
import type { FootballServer } from './load/football-server.ts';
import { compare } from './measure.ts';
import { type Answer, type BenchOptions, report } from './results.ts';

const PLAYERS = 12;
const BODIES = 13;
/** A limit of our own (docs/adr/0003-batches-in-the-state.md). */
const MOST_DOWN_BYTES = 3000;
const MOST_OF_BODIES = 0.25;

interface Rates {
  readonly down: number;
  readonly up: number;
  readonly viewer: number;
}

export async function benchBytes(options: BenchOptions): Promise<Answer> {
  const rounds = options.quick ? 1 : 3;
  const seconds = options.quick ? 5 : 10;
  const football: Rates[] = [];
  const bodies: Rates[] = [];
  for (let round = 0; round < rounds; round++) {
    football.push(await measureFootball(seconds));
    bodies.push(await measureBodies(seconds));
  }
  const pairs = (subject: (of: Rates) => number, baselines: readonly number[]) =>
    football.map((rates, i) => [subject(rates), baselines[i]] as const);
  const unit = 'bytes/s';
  const comparisons = [
    compare(
      { case: 'down, per player, 6v6', unit, subject: 'touchline', baseline: 'float32 bodies' },
      pairs(
        ({ down }) => down,
        bodies.map(({ down }) => down),
      ),
    ),
    compare(
      { case: 'up, per player, 6v6', unit, subject: 'touchline', baseline: 'float32 bodies' },
      pairs(
        ({ up }) => up,
        bodies.map(({ up }) => up),
      ),
    ),
    compare(
      { case: 'down, per viewer, 6v6', unit, subject: 'match feed', baseline: 'a player' },
      pairs(
        ({ viewer }) => viewer,
        football.map(({ down }) => down),
      ),
    ),
  ];
  const [down] = comparisons;
  const failed: string[] = [];
  if (down.subjectValue > MOST_DOWN_BYTES)
    failed.push(`${Math.round(down.subjectValue)} bytes/s down, more than ${MOST_DOWN_BYTES}`);
  if (down.ratio > MOST_OF_BODIES)
    failed.push(`${down.ratio.toFixed(2)} of what bodies take, more than ${MOST_OF_BODIES}`);
  const answer = { question: 'bytes', comparisons, failed };
  report(answer, options);
  return answer;
}

async function measureFootball(seconds: number): Promise<Rates> {
  const server = new Child<FootballServer>(new URL('load/football-server.ts', import.meta.url));
  const crowd = new Crowd();
  try {
    const opened = await server.ask('open', { count: 1 });
    const { url, rooms } = opened;
    await crowd.join(opened, PLAYERS);
    const viewer = await watch(`${url}/api/rooms/${rooms[0]}/feed`);
    await wait(1000);
    await server.ask('kickOff', undefined);
    await wait(1000);
    const viewerBefore = viewer.response.socket.bytesRead;
    const rates = await measureCrowd(crowd, seconds, () => server.ask('measure', { ms: seconds * 1000 }));
    const read = viewer.response.socket.bytesRead - viewerBefore;
    viewer.request.destroy();
    return { ...rates, viewer: read / seconds };
  } finally {
    crowd.leave();
    await server.end();
  }
}

async function measureBodies(seconds: number): Promise<Rates> {
  const server = new Child<BareServer>(new URL('load/bare-server.ts', import.meta.url));
  const crowd = new Crowd();
  try {
    await crowd.join(await server.ask('open', { count: 1, payload: { bodies: BODIES, as: 'float32' } }), PLAYERS);
    await wait(1000);
    return { ...(await measureCrowd(crowd, seconds, () => server.ask('measure', { ms: seconds * 1000 }))), viewer: 0 };
  } finally {
    crowd.leave();
    await server.end();
  }
}

/** Checks besides that patches came at 60 a second: fewer would be cheaper, and wrong. */
async function measureCrowd(
  crowd: Crowd,
  seconds: number,
  during: () => Promise<unknown>,
): Promise<Omit<Rates, 'viewer'>> {
  const before = crowd.traffic();
  await during();
  const passed = since(before, crowd.traffic());
  const perClient = (sum: number) => sum / passed.clients / seconds;
  const patches = perClient(passed.patches);
  if (Math.abs(patches - 60) > 3) throw new Error(`${patches.toFixed(1)} patches a second, not 60`);
  return { down: perClient(passed.bytesIn), up: perClient(passed.bytesOut) };
}

function watch(url: string): Promise<{ request: ClientRequest; response: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`the feed answered ${response.statusCode}`));
      response.resume();
      // Ended by us, in the end.
      response.on('error', () => {});
      resolve({ request: asked, response });
    });
    asked.on('error', reject);
    asked.end();
  });
}
