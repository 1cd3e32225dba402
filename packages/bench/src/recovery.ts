// How long does a start take after a crash in the 89th minute, beside a start with nothing to go on from? The real program in a
// process of its own, from the call to its first answer.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordingWriter, runTick } from '@touchline/shared/log';
import { type Command, createState, type MatchState } from '@touchline/shared/match';
import { createRoom, type RoomListing } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import type { RoomFile } from '../../server/src/rooms/room-file.ts';
import { readBootId } from '../../server/src/store/boot-id.ts';
import { Site } from '../e2e/kit/site.ts';
import { chase, looks, opening } from './chaser.ts';
import { type Comparison, compare } from './measure.ts';
import { type Answer, type BenchOptions, report } from './results.ts';

const MINUTES = 89;
const A_SIDE = 6;
const TICKS_PER_MINUTE = 3600;
/** Pages that lost their server ask again for about a minute and a half. */
const MOST_MS = 30_000;

const ROOM: RoomFile = {
  ...{ version: 2, id: 'test-room', epoch: 'abcd1234', bootId: readBootId(), openedBy: 'lobby', standing: false },
  settings: createRoom.parse({ name: 'Test room', timeLimit: 0, scoreLimit: 0 }),
  ...{ password: '', watchKey: '', bots: { perSide: 0, level: 2 }, seats: [] },
  waiting: false,
};

export async function benchRecovery(options: BenchOptions): Promise<Answer> {
  const minutes = options.quick ? 5 : MINUTES;
  const { live, state } = playAndWrite(minutes * TICKS_PER_MINUTE);
  const rounds = options.quick ? 1 : 3;
  const samples: [number, number][] = [];
  const failed: string[] = [];
  const site = await Site.open('--name', 'House');
  try {
    for (let round = 0; round < rounds; round++) {
      await site.kill();
      for (const folder of ['live', 'recordings', 'crashed']) rmSync(join(site.dataDir, folder), { recursive: true });
      const empty = await timeOf(site);
      await site.kill();
      writeFileSync(join(site.dataDir, 'live', `${ROOM.id}.${ROOM.epoch}.1.tlr`), live);
      writeFileSync(join(site.dataDir, 'live', `${ROOM.id}.room.json`), JSON.stringify(ROOM));
      const full = await timeOf(site);
      samples.push([full, empty]);
      const answer = await fetch(`${site.url}/api/rooms/${ROOM.id}`);
      const { phase, red, blue, seconds } = (await answer.json()) as RoomListing;
      const same = phase !== 'none' && red === state.red && blue === state.blue && seconds === Math.floor(state.time);
      if (!same) failed.push(`the match is not as it was: ${phase}, ${red}:${blue} after ${seconds} s`);
    }
  } finally {
    await site.close();
  }
  const label = {
    case: `start after a crash in minute ${minutes}, 6v6`,
    unit: 'ms',
    subject: 'match',
    baseline: 'nothing',
  };
  const comparisons: Comparison[] = [compare(label, samples)];
  if (comparisons[0].subjectValue > MOST_MS) failed.push(`the start takes longer than ${MOST_MS} ms`);
  const answer = { question: 'recovery', comparisons, failed };
  report(answer, options);
  return answer;
}

/** Six a side who chase the ball, and their log as a crash leaves it. */
function playAndWrite(ticks: number): { readonly live: Uint8Array; readonly state: MatchState } {
  const stadium = stockStadium('Classic');
  if (!stadium) throw new Error('no Classic');
  const stadiums = { get: () => stadium };
  const state = createState(stadium);
  runTick(state, opening(A_SIDE), stadiums, []);
  const header = { protocol: 1, room: ROOM.id, name: 'Test room', epoch: ROOM.epoch, startedMs: Date.now() };
  const writer = RecordingWriter.begin(header, state, stadiums);
  const parts: Uint8Array[] = [];
  for (let tick = 1; tick <= ticks; tick++) {
    const commands: Command[] = [];
    for (const [id, forward, number] of looks(A_SIDE, tick)) {
      const player = state.players.find((one) => one.id === id);
      if (!player || player.disc < 0) continue;
      const { world } = state;
      const me = { x: world.x[player.disc], y: world.y[player.disc] };
      const keys = chase(me, { x: world.x[0], y: world.y[0] }, forward, number, tick);
      if (keys !== player.input) commands.push({ type: 'input', id, keys });
    }
    writer.append(commands);
    runTick(state, commands, stadiums, []);
    writer.stepped(state);
    if (writer.pending >= 3) parts.push(writer.take());
  }
  parts.push(writer.take());
  return { live: Buffer.concat(parts), state };
}

async function timeOf(site: Site): Promise<number> {
  const beganMs = performance.now();
  await site.start();
  return performance.now() - beganMs;
}
