// Data written by one version opens in the next (docs/upgrading.md): folders that earlier versions left, opened with today's server.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { RecordingListing } from '@touchline/shared/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hostCommand } from '../src/cli/host.ts';
import { runCommand } from '../src/cli/index.ts';
import type { Running } from '../src/main.ts';
import { boot, Guest, until } from './kit/boot.ts';
import { temporaryFolder } from './kit/temporary.ts';

const OLD = fileURLToPath(new URL('fixtures/data-0.1', import.meta.url));
const OLD_ROOM = 'old-cup';
const OLD_RECORDING = 'old-cup-ebhat4sh';

let home: string;
let dataDir: string;
let server: Running | undefined;

beforeEach(() => {
  home = temporaryFolder('upgrade');
  dataDir = join(home, 'data');
  cpSync(OLD, dataDir, { recursive: true });
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** A script finds its `localStorage` by its path, which on this machine is another one. */
function placeScript(text: string): string {
  const script = join(home, 'counter.js');
  writeFileSync(script, text);
  const storage = join(dataDir, 'scripts');
  const old = readdirSync(storage).find((name) => name.startsWith('counter.js.')) ?? '';
  const mark = createHash('sha256').update(script).digest('hex').slice(0, 8);
  renameSync(join(storage, old), join(storage, `counter.js.${mark}.json`));
  return script;
}

async function run(...argv: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const tell = (line: string) => void said.push(line);
  return { code: await runCommand(argv, { log: tell, error: tell }), said: said.join('\n') };
}

test('0.1: rooms come back, recordings are listed and true, scripts find what they kept', async () => {
  const script = placeScript(
    `HBInit({ roomName: 'Counter' }); console.log('starts: ' + localStorage.getItem('starts'));`,
  );
  const file = join(dataDir, 'live', `${OLD_ROOM}.room.json`);
  const banned = { ...JSON.parse(readFileSync(file, 'utf8')), bannedAddresses: ['203.0.113.9'] };
  writeFileSync(file, JSON.stringify(banned));
  const flags = ['--name', 'Old ground', '--bots', '0', '--recordings-max-age-days', '0', '--script', script];
  server = await boot('--data-dir', dataDir, ...flags);
  const { url, rooms, roomId, scripts } = server;

  expect(roomId).toBe('old-ground');
  const room = rooms.get(OLD_ROOM);
  expect(room?.state.phase).toBe('kickOff');
  expect(room?.state.players.map(({ name, team }) => [name, team])).toEqual([
    ['Ann', 1],
    ['Ben', 2],
  ]);
  const guest = await (await Guest.join(server, OLD_ROOM)).seated();
  expect(guest.state?.players).toHaveLength(3);
  await guest.leave();

  expect(server.bans.list()).toMatchObject([{ room: OLD_ROOM, range: '203.0.113.9', player: 0 }]);

  const recordings = (await (await fetch(`${url}/api/recordings`)).json()) as RecordingListing[];
  expect(recordings.map(({ id }) => id)).toContain(OLD_RECORDING);
  expect((await fetch(`${url}/api/matches/${OLD_RECORDING}`)).status).toBe(200);
  const verdict = await run('verify', `${url}/api/recordings/${OLD_RECORDING}`);
  expect([verdict.code, verdict.said]).toEqual([0, expect.stringContaining('the key of that server')]);

  const [host] = scripts.hosts;
  await until('what the script kept', () => host.lines.some((line) => line.includes('starts: 1')), 20_000);
});

test('what a newer version wrote is refused in words, and left as it is', async () => {
  const db = new DatabaseSync(join(dataDir, 'touchline.db'));
  db.exec('pragma user_version = 99');
  db.close();
  const contents = () =>
    readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'base64')]);
  const before = contents();
  const said: string[] = [];
  const out = { log: (line: string) => void said.push(line), error: (line: string) => void said.push(line) };
  expect(await hostCommand(['--port', '0', '--log-level', 'silent', '--data-dir', dataDir], out)).toBe(1);
  expect(said.join('\n')).toMatch(/newer Touchline.*data folder.*\n.*Nothing was changed/);
  expect(contents()).toEqual(before);
});
