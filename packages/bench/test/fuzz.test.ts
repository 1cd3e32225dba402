// Everything that anybody may send, at random, at the real server in a process of its own, while a match is on in it: nothing
// ends, nothing stays behind, and no tick is late for it. 20,000 pieces; a million in the long form.

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { LogFormatError, openRecording, Verification } from '@touchline/shared/log';
import { PROTOCOL_VERSION } from '@touchline/shared/protocol';
import { loadStadium } from '@touchline/shared/stadium';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../server/src/logger.ts';
import { nodeDisk } from '../../server/src/store/disk.ts';
import { readLeftovers } from '../../server/src/store/unfinished.ts';
import { Guest, until } from '../../server/test/kit/boot.ts';
import { CODE, exchange, fromAnywhere, RawSeat, reserve } from '../../server/test/kit/raw.ts';
import { temporaryFolder } from '../../server/test/kit/temporary.ts';
import { openRoom } from '../e2e/kit/people.ts';
import { Child } from '../src/load/child.ts';
import type { CrowdProcess } from '../src/load/crowd-process.ts';
import type { FootballServer } from '../src/load/football-server.ts';
import { quantile } from '../src/measure.ts';
import { Dice } from './fuzz/dice.ts';
import { anyRecording, anyStadium } from './fuzz/files.ts';
import { anyFrame } from './fuzz/frames.ts';
import { anyRequest } from './fuzz/requests.ts';

const PIECES = Number(process.env.FUZZ_PIECES ?? (process.env.LONG_TESTS === '1' ? 1_000_000 : 20_000));
/** Each stadium that is uploaded gets a thread of its own, which takes as long as a hundred frames. */
const SHARES = { frames: 0.5, requests: 0.146, uploads: 0.004, stadiums: 0.15, recordings: 0.2 };
/** What is said instead of proving who one is. */
const ODD_JOINS = [
  null,
  7,
  {},
  { version: 1 },
  { version: PROTOCOL_VERSION, nick: {}, key: '', challenge: 'x'.repeat(1500) },
];
const SEED = 20_261_122;

/** Pieces a second: a laptop that means it. */
const RATE = 1000;
/** Quiet and attacked take turns, so that a machine that is busy with something else is busy for both. */
const QUIET_MS = 500;
const ATTACKED_MS = 1000;
/** A late round may be the fault of the machine; three in a row are the server's. */
const ROUNDS = 3;
/** Ticks may be so much later than without all that… */
const MOST_OF_QUIET = 1.5;
/** … but what begins within half a tick of its moment (p99) nobody notices, and one millisecond is no fault because half a one was quiet. */
const UNNOTICED_MS = 1000 / 120;
/** Of what is held for good: caches that fill up once. A megabyte for every hundred pieces would be ten times that. */
const MOST_GROWTH_BYTES = 48 << 20;

let server: Child<FootballServer>;
let crowd: Child<CrowdProcess>;
let url: string;
let house: string;
let ann: Guest;
beforeAll(async () => {
  // With a secret, so that administration is there to be asked for without one.
  const flags = ['--max-rooms', '20', '--admin-secret', 'correct horse battery'];
  server = new Child(new URL('../src/load/football-server.ts', import.meta.url), flags);
  crowd = new Child(new URL('../src/load/crowd-process.ts', import.meta.url));
  const opened = await server.ask('open', { count: 1 });
  url = opened.url;
  [house] = opened.rooms;
  await crowd.ask('join', { opened, each: 6 });
  ann = await (await Guest.join({ url }, house, { nick: 'Ann' })).seated();
  await server.ask('kickOff', undefined);
});
afterAll(async () => {
  await crowd?.end();
  await server?.end();
});

const figure = async (line: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = text.split('\n').find((candidate) => candidate.startsWith(`${line} `));
  return Number(found?.slice(line.length) ?? 0);
};
const COME_AND_GO = [
  ...[
    'touchline_connections{kind="websocket"}',
    'touchline_connections{kind="sse"}',
    'touchline_streams{state="flowing"}',
  ],
  ...['touchline_players', 'touchline_viewers', 'touchline_rooms{state="match"}', 'touchline_rooms{state="idle"}'],
];

const look = async () =>
  Object.fromEntries(await Promise.all(COME_AND_GO.map(async (name) => [name, await figure(name)])));

/** Does `work` so many times, evenly over time, at no more than `rate` a second. What was held up is not made up for in a rush. */
async function paced(times: number, rate: number, lanes: number, work: () => Promise<unknown>): Promise<void> {
  let nextMs = performance.now();
  let left = times;
  const lane = async () => {
    while (left-- > 0) {
      const dueMs = nextMs;
      nextMs = Math.max(dueMs, performance.now()) + 1000 / rate;
      const earlyMs = dueMs - performance.now();
      if (earlyMs > 1) await wait(earlyMs);
      await work();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

describe('at random', () => {
  it('nothing that is sent ends the server, stays behind, or makes a tick late', async () => {
    const port = Number(new URL(url).port);
    const dice = new Dice(SEED);
    const address = () => fromAnywhere()['X-Forwarded-For'];
    /** What was asked, where the answer says that the fault is ours. */
    const faults: string[] = [];
    let answers = 0;

    const start = await look();
    const { id: attacked } = await openRoom(url, { name: 'Attacked', maxPlayers: 30, bots: 1 });
    const seats: RawSeat[] = [];
    const frame = async () => {
      const seat = dice.pick(seats);
      if (!seat || seat.closed || dice.chance(0.003)) {
        seats.splice(seats.indexOf(seat), seat ? 1 : 0);
        seat?.end();
      }
      if (seats.length < 12) {
        if (dice.chance(0.1)) await reserve({ url }, attacked, dice.pick(ODD_JOINS)).catch(() => null);
        const fresh = await RawSeat.take({ url, port }, attacked, 'Fuzz').catch(() => null);
        if (fresh && dice.chance(0.9)) fresh.send(Buffer.from([CODE.join]));
        if (fresh) seats.push(fresh);
      }
      const { bytes, opcode } = anyFrame(dice);
      dice.pick(seats)?.send(bytes, opcode);
    };
    const request = async () => {
      const text = anyRequest(dice, address());
      const answer = await exchange(port, text, 1000);
      if (answer !== '') answers++;
      if (/^HTTP\/1\.1 5(?!03|22)/.test(answer) || /root:x:|"workspaces"/.test(answer))
        faults.push(`${text}\n→ ${answer.slice(0, 300)}`);
    };
    const upload = async () => {
      const headers = { 'content-type': 'text/plain', ...fromAnywhere() };
      const answer = await fetch(`${url}/api/arenas`, { method: 'POST', body: anyStadium(dice), headers });
      if (![201, 422, 429].includes(answer.status)) faults.push(`a stadium: ${answer.status} ${await answer.text()}`);
      else await answer.body?.cancel();
    };
    const attack = async (pieces: number) => {
      const part = {
        frames: pieces * SHARES.frames,
        requests: pieces * SHARES.requests,
        uploads: pieces * SHARES.uploads,
      };
      const all = part.frames + part.requests + part.uploads;
      await Promise.all([
        paced(part.frames, (RATE * part.frames) / all, 1, frame),
        paced(part.requests, (RATE * part.requests) / all, 64, request),
        paced(part.uploads, (RATE * part.uploads) / all, 2, upload),
      ]);
    };
    const calmDown = async () => {
      for (const seat of seats.splice(0)) seat.end();
      await server.ask('closeStrangersRooms', null);
    };
    const perTurn = (RATE * ATTACKED_MS) / 1000 / (SHARES.frames + SHARES.requests + SHARES.uploads);
    /** p99 (ms) of all ticks. */
    const round = async (pieces: number) => {
      const late: Record<'quiet' | 'attacked', number[]> = { quiet: [], attacked: [] };
      const during = async (when: keyof typeof late, work: () => Promise<unknown>) => {
        await server.ask('ownLateness', null);
        await work();
        late[when].push(...(await server.ask('ownLateness', null)));
      };
      for (let thrown = 0; thrown < pieces; thrown += perTurn) {
        await during('quiet', () => wait(QUIET_MS));
        await during('attacked', () => attack(perTurn));
      }
      const [quiet, attacked] = [quantile(late.quiet, 0.99), quantile(late.attacked, 0.99)];
      return { quiet, attacked, fine: attacked <= Math.max(MOST_OF_QUIET * quiet, UNNOTICED_MS) };
    };

    // Once for all caches, and for code that is only now compiled.
    await attack(2 * perTurn);
    const before = await server.ask('held', null);
    const rounds = [await round(PIECES - 2 * perTurn)];
    while (!rounds.at(-1)?.fine && rounds.length < ROUNDS) rounds.push(await round(PIECES / 4));
    await calmDown();

    const told = rounds.map(
      ({ quiet, attacked }) => `${quiet.toFixed(2)} ms quiet, ${attacked.toFixed(2)} ms attacked`,
    );
    console.log(`ticks late (p99): ${told.join('; ')}`);
    expect(faults.slice(0, 5), `${faults.length} answers that were our fault`).toEqual([]);
    expect(answers).toBeGreaterThan(PIECES * SHARES.requests * 0.8);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await figure('touchline_http_refused_total{code="internal"}')).toBe(0);
    expect(await figure('touchline_rooms_with_nan')).toBe(0);
    // The match went on, and was the same for the one who was in it all the time.
    const { tick } = ann.state ?? { tick: Number.NaN };
    await until('ticks', () => (ann.state?.tick ?? 0) > tick + 30);
    expect([ann.closed, ann.divergences]).toEqual([null, []]);

    let end = await look();
    for (const untilMs = performance.now() + 10_000; performance.now() < untilMs && !isDeepStrictEqual(end, start); ) {
      await wait(100);
      end = await look();
    }
    expect(end).toEqual(start);
    const after = await server.ask('held', null);
    expect(after.listeners).toEqual(before.listeners);
    expect(after.bytes - before.bytes).toBeLessThan(MOST_GROWTH_BYTES);

    expect(
      rounds.some(({ fine }) => fine),
      told.join('; '),
    ).toBe(true);
  });

  it('stadiums are loaded, or refused with a reason', () => {
    const dice = new Dice(SEED + 1);
    for (let i = 0; i < PIECES * SHARES.stadiums; i++) {
      const loaded = loadStadium(anyStadium(dice));
      if (loaded.ok)
        expect(loadStadium(loaded.stadium.text)).toMatchObject({ ok: true, stadium: { hash: loaded.stadium.hash } });
      else expect(loaded.problem.message).not.toBe('');
    }
    expect({}).not.toHaveProperty('polluted');
  });

  it('recordings are run, or refused with a code', () => {
    const dice = new Dice(SEED + 2);
    let run = 0;
    for (let i = 0; i < PIECES * SHARES.recordings; i++) {
      const bytes = anyRecording(dice);
      try {
        const verification = new Verification(openRecording(bytes));
        verification.run(600);
        run++;
        expect(verification.verdict(() => false).ok).toBe(false);
      } catch (error) {
        if (!(error instanceof LogFormatError)) throw error;
      }
    }
    expect(run).toBeGreaterThan(PIECES * SHARES.recordings * 0.1);
  });

  it('logs of before a crash are gone on with, or left alone', async () => {
    const dice = new Dice(SEED + 3);
    const folder = temporaryFolder('fuzz');
    const slug = (length: number) => 'abcdefgh'.padEnd(length, 'x').slice(0, length);
    for (let i = 0; i < PIECES / 200; i++) {
      const settings = JSON.stringify({ name: 'Test room' });
      const file = `{"version":1,"id":"test-room","epoch":"abcd1234","bootId":"boot","openedBy":"lobby","standing":false,"settings":${settings},"password":"","watchKey":"","bots":{"perSide":0,"level":1},"bannedAddresses":[],"waiting":false,"seats":[]}`;
      await nodeDisk.write(
        join(folder, 'test-room.room.json'),
        dice.chance(0.5) ? Buffer.from(file) : dice.damage(Buffer.from(file)),
      );
      await nodeDisk.write(join(folder, 'test-room.abcd1234.0.tlr'), anyRecording(dice));
      const left = await readLeftovers(nodeDisk, folder, { bootId: 'boot', slug, log: createLogger('silent') });
      expect(left.rooms.length + left.lost.length).toBeLessThanOrEqual(1);
    }
  });
});
