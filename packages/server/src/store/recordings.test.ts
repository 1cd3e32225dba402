import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createState, MatchStatistics, type StatisticsTable } from '@touchline/shared/match';
import type { RecordingListing } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import { pino } from 'pino';
import { beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/kit/temporary.ts';
import { openRecordings } from './recordings.ts';
import { SqliteStore } from './sqlite.ts';
import { NewerData } from './store.ts';

let dataDir: string;
let lines: { msg: string; folder?: string }[];
const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
const open = () => openRecordings({ dataDir, maxAgeDays: 0, bootId: 'boot', maxMb: 1, log, slug: () => 'abcdefgh' });

beforeEach(() => {
  dataDir = temporaryFolder('store');
  lines = [];
});

const RECORDING: RecordingListing = {
  ...{ id: 'park-abcdefgh', room: 'park', name: 'Park', stadium: 'Classic', startedMs: 1000, seconds: 60 },
  ...{ red: 1, blue: 0, ending: 'finished', players: [{ name: 'Ann', team: 1, bot: false }], bytes: 100 },
};

/** Of a match of so many, with figures that tell them apart. */
function statisticsOf(...names: string[]): StatisticsTable {
  const stadium = stockStadium('Classic');
  if (!stadium) throw new Error('no Classic');
  const { red, ...table } = MatchStatistics.from(createState(stadium)).table();
  const players = names.map((name, i) => {
    const bot = name.startsWith('Bot');
    return { ...red, id: i + 1, name, team: i % 2 === 0 ? 1 : 2, bot, goals: i + 1, distance: 1000 } as const;
  });
  return { ...table, red, players };
}

it('a second server in the same folder says so and leaves the matches of the first alone', async () => {
  const first = await open();
  expect(lines).toEqual([]);
  writeFileSync(join(dataDir, 'live', 'park.abcd1234.1.tlr'), 'a match that is on');
  const second = await open();
  expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('another Touchline')]);
  second.record({ list: () => [] } as never);
  await second.stop();
  expect(readdirSync(join(dataDir, 'live'))).toHaveLength(1);
  await first.stop();
  const third = await open();
  expect(lines).toHaveLength(1);
  await third.stop();
});

it('an id never leads out of the folder, not to a file of the same kind either', async () => {
  const recordings = await open();
  const lay = (...path: string[]) => writeFileSync(join(dataDir, ...path), '');
  lay('recordings', 'park-abcdefgh.tlr');
  lay('live', 'park-abcdefgh.tlr');
  lay('park-abcdefgh.tlr');
  expect(await recordings.shelf.find('park-abcdefgh')).not.toBeNull();
  for (const id of [
    '../live/park-abcdefgh',
    '../park-abcdefgh',
    'x/../park-abcdefgh',
    './park-abcdefgh',
    'park-abcdefgh\0',
  ])
    expect(await recordings.shelf.find(id), id).toBeNull();
  await recordings.stop();
});

it('a folder that cannot be made: it is told once, with what to do, and nothing thrown', async () => {
  writeFileSync(join(dataDir, 'file'), '');
  dataDir = join(dataDir, 'file', 'data');
  const recordings = await open();
  expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('--data-dir')]);
  expect(recordings.shelf.publicKey).toBeNull();
  expect(recordings.shelf.list({ limit: 10 })).toEqual([]);
  expect(await recordings.shelf.find('park-abcdefgh')).toBeNull();
  await recordings.stop();
  dataDir = join(dataDir, '..', '..');
});

it('a damaged list and a damaged key are told with what is lost and what to do, and left as they are', async () => {
  for (const name of ['touchline.db', 'server-key.pem']) writeFileSync(join(dataDir, name), 'x'.repeat(9000));
  const recordings = await open();
  expect(lines.map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/no ban is in force.*move it away/),
    expect.stringMatching(/not signed.*move it away/),
  ]);
  await recordings.stop();
  expect(readFileSync(join(dataDir, 'touchline.db'), 'utf8')).toBe('x'.repeat(9000));
});

it('a list that is damaged inside is found at the start', async () => {
  const path = join(dataDir, 'touchline.db');
  new SqliteStore(path).close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill('x', 4096));
  const recordings = await open();
  expect(lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('no ban is in force')]);
  expect(recordings.bans.list()).toEqual([]);
  await recordings.stop();
});

it('a log that was begun and never written is no fault', async () => {
  await (await open()).stop();
  const begun = join(dataDir, 'live', 'park.abcdefgh.0.tlr');
  writeFileSync(begun, '');
  const recordings = await open();
  recordings.record({ attach: () => () => {} });
  await recordings.stop();
  expect(lines).toEqual([]);
  expect(existsSync(begun)).toBe(false);
});

it('the key file is for its owner alone, also when the folder is open to all', async () => {
  chmodSync(dataDir, 0o777);
  const recordings = await open();
  expect(existsSync(join(dataDir, 'server-key.pem'))).toBe(true);
  expect(recordings.shelf.publicKey).toMatch(/^[0-9a-f]{64}$/);
  await recordings.stop();
});

it('rows come back after a restart; those of a newer Touchline are not touched', () => {
  const path = join(dataDir, 'touchline.db');
  const store = new SqliteStore(path);
  store.add(RECORDING, true, statisticsOf('Ann'));
  store.add({ ...RECORDING, id: 'secret', startedMs: 2000 }, false, statisticsOf('Ann'));
  store.close();
  const again = new SqliteStore(path);
  expect(again.list({ limit: 10 })).toEqual([RECORDING]);
  again.remove(RECORDING.id);
  expect(again.list({ limit: 10 })).toEqual([]);
  again.close();
  const newer = new DatabaseSync(path);
  newer.exec('pragma user_version = 99');
  newer.close();
  expect(() => new SqliteStore(path)).toThrow(NewerData);
});

/** As version 1 made it. */
const FIRST_SCHEMA = `
  create table recordings (
    id text primary key, listed integer not null, started_ms integer not null, stadium text not null,
    players text not null, listing text not null
  ) strict;
  create index recordings_by_start on recordings (listed, started_ms, stadium, players);
  pragma user_version = 1;`;

it('the rows of the first version stay, and matches have statistics from now on', () => {
  const path = join(dataDir, 'touchline.db');
  const first = new DatabaseSync(path);
  first.exec(FIRST_SCHEMA);
  first
    .prepare('insert into recordings values (?, 1, 1000, ?, ?, ?)')
    .run(RECORDING.id, 'classic', 'ann', JSON.stringify(RECORDING));
  first.close();
  const store = new SqliteStore(path);
  expect(store.list({ limit: 10 })).toEqual([RECORDING]);
  expect(store.matches({ limit: 10 })).toEqual([]);
  expect(store.match(RECORDING.id)).toBeNull();
  store.add({ ...RECORDING, id: 'park-new', startedMs: 3000 }, true, statisticsOf('Ann'));
  expect(store.matches({ limit: 10 }).map(({ id }) => id)).toEqual(['park-new']);
  expect(store.list({ limit: 10 })).toHaveLength(2);
  expect([store.bans.list(), store.audit.list(10)]).toEqual([[], []]);
  store.close();
});

it('matches are found from one moment to another, with their statistics, and go with their recording', () => {
  const store = new SqliteStore(':memory:');
  for (const startedMs of [1000, 2000, 3000]) {
    store.add({ ...RECORDING, id: `park-${startedMs}`, startedMs }, true, statisticsOf('Ann', 'Ben'));
  }
  const found = (query: object) => store.matches({ limit: 10, ...query }).map(({ startedMs }) => startedMs);
  expect(found({})).toEqual([3000, 2000, 1000]);
  expect(found({ after: 2000 })).toEqual([3000, 2000]);
  expect(found({ after: 2000, before: 3000 })).toEqual([2000]);
  expect(found({ player: 'AN', limit: 1 })).toEqual([3000]);
  expect(found({ stadium: 'big' })).toEqual([]);
  const { bytes: _, ...match } = RECORDING;
  expect(store.match('park-2000')).toEqual({
    ...match,
    ...{ id: 'park-2000', startedMs: 2000, recording: '/api/recordings/park-2000' },
    statistics: statisticsOf('Ann', 'Ben'),
  });
  store.remove('park-2000');
  expect(store.match('park-2000')).toBeNull();
  expect(found({})).toEqual([3000, 1000]);
  expect(store.player('ann')?.matches).toBe(2);
  store.close();
});

it('a player is a nick in any case: people in listed matches, added up', () => {
  const store = new SqliteStore(':memory:');
  const add = (id: string, startedMs: number, listed: boolean, ...names: string[]) =>
    store.add({ ...RECORDING, id, startedMs }, listed, statisticsOf(...names));
  add('park-1', 1000, true, 'Ömer', 'Ben', 'ömer');
  add('park-2', 2000, true, 'Bot 1', 'Ben', 'ÖMER');
  add('secret', 3000, false, 'Ömer');
  const omer = store.player('öMER');
  expect(omer).toMatchObject({ id: 'ömer', name: 'ÖMER', matches: 2, firstMs: 1000, lastMs: 2000 });
  expect(omer?.totals).toMatchObject({ goals: 1 + 3 + 3, distance: 3000, saves: 0 });
  expect(omer?.recent.map(({ id }) => id)).toEqual(['park-2', 'park-1']);
  expect(store.player('bot 1')).toBeNull();
  expect(store.player('%')).toBeNull();
  expect(store.match('secret')?.statistics.players).toHaveLength(1);
  add('park-2', 2000, true, 'Ben');
  expect(store.player('ömer')?.matches).toBe(1);
  for (let i = 0; i < 30; i++) add(`more-${i}`, 4000 + i, true, 'Ömer');
  expect(store.player('ömer')).toMatchObject({ matches: 31, recent: { length: 20 } });
  store.close();
});

it('a player is a key, too, under whatever nicks; who is not in it is not, whatever his nick', () => {
  const store = new SqliteStore(':memory:');
  const ann = 'A'.repeat(43);
  const add = (id: string, names: string[], who: [number, string][], listed = true) =>
    store.add({ ...RECORDING, id }, listed, statisticsOf(...names), new Map(who));
  add('park-1', ['Ann', 'Ben'], [[1, ann]]);
  add('park-2', ['Ann', 'Anna'], [[2, ann]]);
  add('secret', ['Ann'], [[1, ann]], false);
  expect(store.player(ann)).toMatchObject({ id: ann, matches: 2, totals: { goals: 1 + 2 }, recent: { length: 2 } });
  expect(store.player('ann')).toMatchObject({ matches: 2, totals: { goals: 2 } });
  expect(store.player(ann.toLowerCase())).toBeNull();
  store.remove('park-1');
  expect(store.player(ann)).toMatchObject({ name: 'Anna', matches: 1 });
  store.close();
});
