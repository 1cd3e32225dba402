import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RecordingListing } from '@touchline/shared/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRecordings } from './recordings.ts';
import { SqliteStore } from './sqlite.ts';

let dataDir: string;
let lines: { msg: string; folder?: string }[];
const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
const open = () => openRecordings({ dataDir, maxAgeDays: 0, bootId: 'boot', maxMb: 1, log, slug: () => 'abcdefgh' });

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'touchline-store-'));
  lines = [];
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const RECORDING: RecordingListing = {
  ...{ id: 'park-abcdefgh', room: 'park', name: 'Park', stadium: 'Classic', startedMs: 1000, seconds: 60 },
  ...{ red: 1, blue: 0, ending: 'finished', players: [{ name: 'Ann', team: 1, bot: false }], bytes: 100 },
};

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

it('a folder that cannot be made: everything is told, and nothing thrown', async () => {
  writeFileSync(join(dataDir, 'file'), '');
  dataDir = join(dataDir, 'file', 'data');
  const recordings = await open();
  expect(lines.length).toBeGreaterThan(1);
  expect(recordings.shelf.publicKey).toBeNull();
  expect(recordings.shelf.list({ limit: 10 })).toEqual([]);
  expect(await recordings.shelf.find('park-abcdefgh')).toBeNull();
  await recordings.stop();
  dataDir = join(dataDir, '..', '..');
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
  store.add(RECORDING, true);
  store.add({ ...RECORDING, id: 'secret', startedMs: 2000 }, false);
  store.close();
  const again = new SqliteStore(path);
  expect(again.list({ limit: 10 })).toEqual([RECORDING]);
  again.remove(RECORDING.id);
  expect(again.list({ limit: 10 })).toEqual([]);
  again.close();
  const newer = new DatabaseSync(path);
  newer.exec('pragma user_version = 99');
  newer.close();
  expect(() => new SqliteStore(path)).toThrow(/newer/);
});
