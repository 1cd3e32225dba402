// A match with a person in it becomes a file that anybody can find, fetch, replay and verify; on a real server.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { hashState, openRecording, Replay } from '@touchline/shared/log';
import {
  type FeedHeader,
  type RecordingListing,
  type RecordingQuery,
  recordingId,
  type ServerKey,
} from '@touchline/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../src/cli/index.ts';
import type { Running } from '../src/main.ts';
import type { RecordingHealth } from '../src/store/store.ts';
import { boot, Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { Identity } from './kit/identity.ts';
import { temporaryFolder } from './kit/temporary.ts';

const dataDir = temporaryFolder('recordings');
const folder = join(dataDir, 'recordings');
let server: Running;
beforeAll(async () => {
  server = await boot('--data-dir', dataDir, '--bots', '0');
});
afterAll(async () => {
  await server.stop();
});

/** Opens a room, plays for so many ticks with a key down, stops. Returns the last confirmed tick and hash of the match. */
async function play(settings: Partial<typeof OPEN_ROOM>, ticks = 90, nick = 'Ann'): Promise<Map<number, string>> {
  const room = await server.rooms.create({ ...OPEN_ROOM, ...settings }, { openedBy: 'lobby', standing: false });
  const as = { nick, password: settings.password, identity: Identity.of(nick) };
  const guest = await Guest.join(server, room.id, as).then((g) => g.seated());
  guest.ask('team', { id: guest.id, team: 1 });
  await until('a side', () => guest.self?.team === 1);
  guest.ask('start', {});
  const start = (await until('a match', () => guest.state?.phase === 'kickOff' && guest.state)).tick;
  const hashes = new Map<number, string>();
  room.listen({
    tick: () => hashes.set(room.state.tick, hashState(room.state)),
    rest: () => {},
    close: () => {},
  });
  guest.press(8);
  await until('some play', () => room.state.tick > start + ticks);
  guest.ask('stop', {});
  await until('the end', () => guest.state?.phase === 'none');
  await guest.leave();
  return hashes;
}

async function list(query: Partial<Record<keyof RecordingQuery, string>> = {}): Promise<RecordingListing[]> {
  const answer = await fetch(`${server.url}/api/recordings?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as RecordingListing[];
}

async function listed(name: string): Promise<RecordingListing> {
  for (;;) {
    const found = (await list()).find((recording) => recording.name === name);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the recording will be called, by the first line of the room's feed. */
async function idByFeed(room: string): Promise<string> {
  const gone = new AbortController();
  const headers = { accept: 'application/x-ndjson' };
  const answer = await fetch(`${server.url}/api/rooms/${room}/feed`, { headers, signal: gone.signal });
  const { value } = (await answer.body?.getReader().read()) ?? {};
  gone.abort();
  const [line] = Buffer.from(value ?? [])
    .toString()
    .split('\n');
  const { segment } = (JSON.parse(line) as { data: FeedHeader }).data;
  return recordingId(room, segment);
}

async function run(...argv: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const tell = (line: string) => void said.push(line);
  return { code: await runCommand(argv, { log: tell, error: tell }), said: said.join('\n') };
}

describe('a match with a person in it', () => {
  it('is listed, fetched, replays to the same bits and verifies', async () => {
    const hashes = await play({ name: 'Park five' });
    const listing = await listed('Park five');
    expect(listing).toMatchObject({ stadium: 'Classic', red: 0, blue: 0, ending: 'stopped' });
    expect(listing.players).toEqual([{ name: 'Ann', team: 1, bot: false }]);
    const player = await fetch(`${server.url}/api/players/${Identity.of('Ann').auth}`);
    expect(await player.json()).toMatchObject({ name: 'Ann', recent: [{ id: listing.id }] });

    const address = `${server.url}/api/recordings/${listing.id}`;
    const answer = await fetch(address);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(answer.headers.get('content-disposition')).toContain(`touchline-${listing.id}.tlr`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(bytes.length).toBe(listing.bytes);

    const replay = new Replay(openRecording(gunzipSync(bytes)));
    let compared = 0;
    while (replay.advance()) {
      const hash = hashes.get(replay.tick);
      if (hash === undefined) continue;
      expect(hashState(replay.state)).toBe(hash);
      compared++;
    }
    expect(compared).toBeGreaterThan(60);
    expect(replay.state.phase).toBe('none');

    const byAddress = await run('verify', address);
    expect(byAddress.said).toContain('VERIFIED');
    expect(byAddress.said).toContain('the key of that server');
    expect(byAddress.code).toBe(0);
    expect((await run('verify', `${server.url}/replay/${listing.id}`)).code).toBe(0);
    expect((await run('verify', join(folder, `${listing.id}.tlr`))).code).toBe(0);
    const otherKey = await run('verify', join(folder, `${listing.id}.tlr`), '--key', '00'.repeat(32));
    expect([otherKey.code, otherKey.said]).toEqual([1, expect.stringContaining('another server')]);
  });

  it('has the id that any viewer computes while it is on', async () => {
    const playing = play({ name: 'Known before' }, 60);
    const room = await until('a match', () =>
      server.rooms.publicSide.list().find((one) => one.state.phase !== 'none' && one.name() === 'Known before'),
    );
    const id = await idByFeed(room.id);
    expect((await fetch(`${server.url}/api/recordings/${id}`)).status).toBe(404);
    await playing;
    expect((await listed('Known before')).id).toBe(id);
  });

  it('is found by player and stadium, in any case, page by page', async () => {
    await play({ name: 'Search me', stadium: 'Small' }, 10, 'Ömer');
    const { startedMs } = await listed('Search me');
    const names = async (query: Parameters<typeof list>[0]) => (await list(query)).map(({ name }) => name);
    expect(await names({ player: 'öME' })).toEqual(['Search me']);
    expect(await names({ stadium: 'sma' })).toEqual(['Search me']);
    expect(await names({ player: '%' })).toEqual([]);
    expect(await names({ before: String(startedMs) })).not.toContain('Search me');
    expect(await names({ after: String(startedMs) })).toEqual(['Search me']);
    expect(await names({ after: String(startedMs + 1) })).toEqual([]);
    expect(await list({ limit: '1' })).toHaveLength(1);
    for (const query of ['before=x', 'after=-1', 'limit=0', 'limit=1e9', 'player=a&player=b']) {
      expect((await fetch(`${server.url}/api/recordings?${query}`)).status).toBe(400);
    }
  });

  it.each([
    ['unlisted', { unlisted: true, name: 'Secret garden' }],
    ['with a password', { password: 'sesame', name: 'Locked garden' }],
  ])('of a room %s is kept under an id that tells nothing, and not listed', async (_, settings) => {
    const before = new Set(readdirSync(folder));
    await play(settings, 10);
    const file = await until('a file', () =>
      readdirSync(folder).find((name) => name.endsWith('.tlr') && !before.has(name)),
    );
    expect(file).toMatch(/^[a-z0-9]{20}\.tlr$/);
    expect((await fetch(`${server.url}/api/recordings/${file.slice(0, -4)}`)).status).toBe(200);
    expect((await list()).map(({ name }) => name)).not.toContain(settings.name);
    await until('no mark left', () => !readdirSync(join(dataDir, 'live')).some((name) => name.endsWith('.private')));
  });
});

describe('GET /api/recordings/:id', () => {
  it.each([
    'no-such-recording',
    'x',
    '..%2f..%2fserver-key.pem',
    '%2e%2e%2fserver-key',
    '..%5c..%5cserver-key',
    'a%00aaaaaaaaaa',
    'A'.repeat(5000),
    '%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80',
    'constructor',
    '__proto__',
  ])('%s is not there', async (id) => {
    const answer = await fetch(`${server.url}/api/recordings/${id}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found' });
  });
});

describe('touchline verify', () => {
  it('finds a changed byte, wherever it is', async () => {
    const { id } = (await list())[0];
    const packed = readFileSync(join(folder, `${id}.tlr`));
    const open = gunzipSync(packed);
    const path = join(dataDir, 'changed.tlr');
    const changed = async (bytes: Uint8Array, at: number) => {
      const copy = Uint8Array.from(bytes);
      copy[at] ^= 1 << (at % 8);
      writeFileSync(path, copy);
      return run('verify', path);
    };
    for (let at = 0; at < open.length; at += Math.ceil(open.length / 60)) {
      const { code, said } = await changed(open, at);
      expect([at, code, said]).toEqual([at, 1, expect.stringContaining('NOT VERIFIED')]);
    }
    // gzip has bits that mean nothing (its header, unused codes, padding): where the content is the same, nothing was changed.
    for (let at = 10; at < packed.length; at += Math.ceil(packed.length / 60)) {
      const { code } = await changed(packed, at);
      if (!opensTo(open, readFileSync(path))) expect([at, code]).toEqual([at, 1]);
    }
    for (const cut of [0, 5, 100, packed.length - 1]) {
      writeFileSync(path, packed.subarray(0, cut));
      expect([cut, (await run('verify', path)).code]).toEqual([cut, 1]);
    }
  });

  it('says what is wrong with a file that is none, huge or not there', async () => {
    const path = join(dataDir, 'odd');
    writeFileSync(path, 'Hello');
    expect((await run('verify', path)).said).toContain('no recording of Touchline');
    writeFileSync(path, gzipSync(Buffer.alloc(200 << 20)));
    expect((await run('verify', path)).said).toContain('too large');
    expect((await run('verify', join(dataDir, 'nowhere'))).said).toContain('no such file');
    expect((await run('verify', `${server.url}/api/recordings/no-such-recording`)).said).toContain('404');
    expect((await run('verify', 'http://127.0.0.1:1/api/recordings/abcdefgh')).code).toBe(1);
    expect((await run('verify')).code).toBe(1);
  });
});

function opensTo(content: Uint8Array, packed: Uint8Array): boolean {
  try {
    return gunzipSync(packed).equals(content);
  } catch {
    return false;
  }
}

describe('the data folder', () => {
  it('holds a key that only its owner reads, and the server tells the public half', async () => {
    expect(statSync(join(dataDir, 'server-key.pem')).mode & 0o777).toBe(0o600);
    const { publicKey } = (await (await fetch(`${server.url}/api/key`)).json()) as ServerKey;
    expect(publicKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it('counts in /healthz', async () => {
    const { recordings } = (await (await fetch(`${server.url}/healthz`)).json()) as { recordings: RecordingHealth };
    expect(recordings).toMatchObject({ ok: true, failed: 0 });
    expect(recordings.saved).toBeGreaterThanOrEqual(4);
  });
});
