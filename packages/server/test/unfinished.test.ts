// What a crash leaves on the disk, and what is made of it: rooms stepped by hand, a disk in memory.
import { gunzipSync } from 'node:zlib';
import { hashState, openRecording, readFrames, verifyRecording } from '@touchline/shared/log';
import { recordingId } from '@touchline/shared/protocol';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { ArenaStore } from '../src/http/arena-store.ts';
import { randomSlug } from '../src/rooms/slug.ts';
import { Archive } from '../src/store/archive.ts';
import { Recorder } from '../src/store/recorder.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import { readLeftovers } from '../src/store/unfinished.ts';
import { MemoryDisk } from './kit/disk.ts';
import { HandDirectory, type HandRoom } from './kit/rooms.ts';

const log = pino({ level: 'silent' });
let disk: MemoryDisk;
let directory: HandDirectory;
/** State hash of the room by tick, as it was played. */
let hashes: Map<number, string>;

beforeEach(() => {
  disk = new MemoryDisk();
  hashes = new Map();
  begin();
});

/** A process over the files that there are. */
function begin(): Recorder {
  directory = new HandDirectory(new ArenaStore());
  const store = new SqliteStore(':memory:');
  const limits = { maxAgeDays: 1, maxMb: 1 };
  const archive = new Archive({
    folder: 'recordings',
    disk,
    store,
    key: null,
    limits,
    log,
    slug: (n) => 'a'.repeat(n),
  });
  const options = { liveFolder: 'live', crashedFolder: 'crashed', disk, archive, keepsMatches: () => true, log };
  return new Recorder(directory, { logs: [], lost: [] }, options);
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const read = (bootId = 'boot') => readLeftovers(disk, 'live', { bootId, slug: randomSlug, log });
const onDisk = () => disk.in('live').filter((name) => name.endsWith('.tlr'));

function openRoom(): HandRoom {
  const room = directory.open('park');
  room.listen({
    tick: () => void hashes.set(room.state.tick, hashState(room.state)),
    rest: () => {},
    close: () => {},
  });
  room.fill();
  return room;
}

async function crashInMatch(ticks = 100): Promise<HandRoom> {
  const room = openRoom();
  room.kickOff();
  for (let i = 0; i < ticks; i++) {
    room.tick({ type: 'input', id: 1 + (i % 4), keys: 1 + (i % 30) });
    if (i % 20 === 0) await settle();
  }
  await settle();
  return room;
}

describe('a room whose process died', () => {
  it.each([1, 2, 3, 31, 100])('in a match after %i ticks is as it was at its last written tick', async (ticks) => {
    const room = await crashInMatch(ticks);
    const { rooms, logs, lost } = await read();
    expect(rooms).toHaveLength(1);
    const [{ state, epoch, file, people, recording }] = rooms;
    expect(hashState(state)).toBe(hashes.get(state.tick));
    expect(room.state.tick - state.tick).toBeLessThan(3);
    expect(state.tick).toBe(room.written);
    expect([epoch, file.id, people]).toEqual(['abcd1234', 'park', true]);
    expect(recording.firstState().phase).toBe('kickOff');
    expect([logs, lost]).toEqual([[], []]);
  });

  it('between matches, and one in which nothing has happened yet', async () => {
    const room = openRoom();
    directory.open('quiet');
    room.tick({ type: 'chat', id: 1, text: 'anybody here?' });
    room.ticks(2);
    await settle();
    const { rooms } = await read();
    expect(rooms.map(({ file }) => file.id).toSorted()).toEqual(['park', 'quiet']);
    const park = rooms.find(({ file }) => file.id === 'park');
    expect(park?.state.players).toHaveLength(5);
    expect(hashState(park?.state ?? room.state)).toBe(hashes.get(room.state.tick));
  });

  // Every place between two hashes, which are 30 ticks apart.
  it.each(Array.from({ length: 12 }, (_, i) => 54 + i))(
    'after %i ticks goes on in the same file, and its match is one true recording',
    async (ticks) => {
      await crashInMatch(ticks);
      const [unfinished] = (await read()).rooms;
      const recorder = begin();
      const room = directory.open('park', { unfinished });
      room.takeOver(unfinished.state);
      room.ticks(50);
      room.tick({ type: 'stop', by: 0 });
      room.close();
      await recorder.stop();
      expect(disk.in('live')).toEqual([]);
      const [name] = disk.in('recordings');
      const recording = openRecording(gunzipSync(disk.files.get(`recordings/${name}`)?.bytes ?? new Uint8Array()));
      expect(verifyRecording(recording, () => false)).toMatchObject({
        complete: true,
        divergedAt: null,
        resultFollows: true,
      });
      expect([recording.startTick, recording.endTick]).toEqual([unfinished.recording.startTick, room.state.tick]);
    },
  );

  it.each([
    ['goes on', true],
    ['does not come back', false],
  ])('under a new epoch keeps the link of its match when the room %s', async (_, comesBack) => {
    const before = await crashInMatch();
    const segment = { epoch: before.epoch, tick: Number(onDisk().at(-1)?.split('.')[2]) };
    const [unfinished] = (await read('another boot')).rooms;
    const recorder = begin();
    if (comesBack) {
      const room = directory.open('park', { unfinished, epoch: unfinished.epoch });
      expect(room.epoch).not.toBe(segment.epoch);
      room.takeOver(unfinished.state);
      room.ticks(50);
      room.tick({ type: 'stop', by: 0 });
    } else recorder.abandon(unfinished);
    await recorder.stop();
    expect(disk.in('recordings')).toEqual([`${recordingId('park', segment)}.tlr`]);
  });

  it('dies again before the next match, and comes back again', async () => {
    await crashInMatch();
    const [first] = (await read()).rooms;
    begin();
    const room = directory.open('park', { unfinished: first });
    room.takeOver(first.state);
    room.ticks(31);
    await settle();
    const [second] = (await read()).rooms;
    expect(second.state.tick).toBeGreaterThanOrEqual(room.state.tick - 3);
    expect(second.recording.startTick).toBe(first.recording.startTick);
    expect(hashState(room.state)).toBe(
      hashState(new Map([[second.state.tick, second.state]]).get(room.state.tick) ?? room.state),
    );
  });
});

describe('the epoch', () => {
  it('stays when a write was torn: nobody has seen what was in it', async () => {
    await crashInMatch();
    const name = onDisk().at(-1) ?? '';
    const file = disk.files.get(`live/${name}`);
    if (!file) throw new Error('no log');
    file.bytes = file.bytes.slice(0, -3);
    const [{ epoch, path, state }] = (await read()).rooms;
    expect(epoch).toBe('abcd1234');
    expect(hashState(state)).toBe(hashes.get(state.tick));
    // Cut, so that what is appended follows a whole frame.
    const { bytes } = disk.files.get(path) ?? file;
    expect(readFrames(bytes)).toMatchObject({ tail: 'whole', length: bytes.length });
  });

  it.each([
    ['the machine was started since', () => 'another boot'],
    [
      'a byte in the middle was changed',
      () => {
        const file = disk.files.get(`live/${onDisk().at(-1)}`);
        if (file) file.bytes[Math.floor(file.bytes.length * 0.9)] ^= 1;
        return 'boot';
      },
    ],
    [
      'the room had gone on without its log',
      () => {
        disk.files.set('live/park.room.json.behind', { bytes: new Uint8Array(), modifiedMs: 0 });
        return 'boot';
      },
    ],
  ])('is a new one when %s', async (_, spoil) => {
    await crashInMatch();
    const [{ epoch, state }] = (await read(spoil())).rooms;
    expect(epoch).not.toBe('abcd1234');
    expect(epoch).toMatch(/^[a-z0-9]{8}$/);
    expect(hashState(state)).toBe(hashes.get(state.tick));
  });
});

describe('what cannot be gone on with', () => {
  it('falls back to the log before it when the newest holds no state yet', async () => {
    const room = openRoom();
    room.ticks(10);
    await settle();
    const [name] = onDisk();
    const bytes = disk.files.get(`live/${name}`)?.bytes.slice(0, 5) ?? new Uint8Array();
    disk.files.set('live/park.abcd1234.999999.tlr', { bytes, modifiedMs: 0 });
    const [{ state, epoch }] = (await read()).rooms;
    expect([hashState(state), epoch]).toEqual([hashes.get(state.tick), 'abcd1234']);
  });

  it.each([
    ['nonsense', 'not json'],
    ['another shape', '{"version":1}'],
    ['a version of later days', '{"version":2,"id":"park"}'],
  ])('a room file with %s is told and does not stop the server', async (_, text) => {
    await crashInMatch();
    disk.files.set('live/park.room.json', { bytes: Buffer.from(text), modifiedMs: 0 });
    const { rooms, lost, logs } = await read();
    expect(rooms).toEqual([]);
    expect(lost).toEqual(['park']);
    expect(logs.length).toBeGreaterThan(0);
  });

  it('a log that somebody replaced by another file', async () => {
    await crashInMatch();
    for (const name of onDisk()) disk.files.set(`live/${name}`, { bytes: Buffer.from('GIF89a'), modifiedMs: 0 });
    expect((await read()).lost).toEqual(['park']);
  });

  it('a folder that cannot be listed', async () => {
    disk.list = async () => {
      throw new Error('EACCES');
    };
    expect(await read()).toEqual({ rooms: [], logs: [], lost: [] });
  });
});

describe('a disk that fails', () => {
  it.each(['ENOSPC', 'EROFS', 'EIO'])(
    '%s: viewers are not kept waiting, and the room is known to be behind',
    async (code) => {
      const room = openRoom();
      room.ticks(10);
      await settle();
      disk.fault = code;
      room.ticks(10);
      await settle();
      expect(room.written).toBe(room.state.tick);
      room.ticks(1);
      expect(room.written).toBe(room.state.tick);
      // When there is room again, the next segment is written and nothing is behind any more.
      disk.fault = null;
      room.kickOff();
      room.ticks(9);
      await settle();
      const [{ state }] = (await read()).rooms;
      expect(hashState(state)).toBe(hashes.get(state.tick));
      expect(disk.in('live').filter((name) => name.endsWith('.behind'))).toEqual([]);
    },
  );

  it('that is only full of data still takes the mark', async () => {
    const room = openRoom();
    room.ticks(10);
    await settle();
    const { openToAppend } = disk;
    disk.openToAppend = async (path) => ({
      ...(await openToAppend.call(disk, path)),
      append: async () => {
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      },
    });
    room.kickOff();
    room.ticks(9);
    await settle();
    expect(disk.in('live')).toContain('park.room.json.behind');
    expect((await read()).rooms[0].epoch).not.toBe('abcd1234');
  });
});

it('logs of an idle room do not pile up', async () => {
  const room = openRoom();
  for (let i = 0; i < 80; i++) {
    room.ticks(1000);
    await settle();
  }
  expect(onDisk()).toHaveLength(1);
  expect((await read()).rooms[0].recording.startTick).toBeGreaterThan(36_000);
});
