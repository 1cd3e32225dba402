// The recorder over rooms that are stepped by hand and a disk that does what the test wants.
import { gunzipSync } from 'node:zlib';
import { hashState, MatchSummary, openRecording, Replay, readFrames, verifyRecording } from '@touchline/shared/log';
import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { ArenaStore } from '../src/http/arena-store.ts';
import { Archive } from '../src/store/archive.ts';
import { Recorder } from '../src/store/recorder.ts';
import { loadServerKey, verifySignature } from '../src/store/server-key.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import { type Leftovers, readLeftovers } from '../src/store/unfinished.ts';
import { MemoryDisk } from './kit/disk.ts';
import { HandDirectory, type HandRoom } from './kit/rooms.ts';

let disk: MemoryDisk;
let directory: HandDirectory;
let archive: Archive;
let recorder: Recorder;
let leftovers: Leftovers;
let bootId: string;
let lines: { level: number; msg: string; code?: string }[];
let slugs: number;

function start(limits = { maxAgeDays: 30, maxMb: 10 }): Promise<void> {
  return startOver(new HandDirectory(new ArenaStore()), limits);
}

/** As after a crash: another process over the same files. */
async function startOver(rooms: HandDirectory, limits = { maxAgeDays: 30, maxMb: 10 }): Promise<void> {
  directory = rooms;
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) });
  const slug = (length: number) => String(++slugs).padStart(length, '0');
  const key = await loadServerKey(disk, 'data');
  archive = new Archive({ folder: 'recordings', disk, store: new SqliteStore(':memory:'), key, limits, log, slug });
  const options = {
    liveFolder: 'live',
    crashedFolder: 'crashed',
    disk,
    archive,
    keepsMatches: () => limits.maxMb > 0,
    log,
  };
  leftovers = await readLeftovers(disk, 'live', { bootId, slug, log });
  recorder = new Recorder(directory, leftovers, options);
}

beforeEach(async () => {
  disk = new MemoryDisk();
  lines = [];
  slugs = 0;
  bootId = 'boot';
  await start();
});

/** A room with five people in which a match of so many ticks begins; at its end red has scored. */
function play(room: HandRoom, ticks = 200): void {
  room.kickOff();
  room.ticks(30);
  room.tick({ type: 'input', id: 1, keys: 8 });
  room.scoreForRed();
  room.ticks(ticks);
}

const stop = (room: HandRoom) => room.tick({ type: 'stop', by: 0 });
const all = { limit: 100 };
const open = (name: string) =>
  openRecording(gunzipSync(disk.files.get(`recordings/${name}`)?.bytes ?? new Uint8Array()));

/** What a viewer of the replay counts. */
function countedIn(name: string): object {
  const replay = new Replay(open(name));
  const summary = new MatchSummary(replay.state);
  for (let ticked = replay.advance(); ticked; ticked = replay.advance()) {
    summary.tick(replay.state, ticked.commands, ticked.events);
  }
  return summary.statistics.table();
}

describe('a match', () => {
  it('of a room where they are started and stopped all day is not kept: they would push out everybody else’s', async () => {
    const rooms = ['park', 'yard'].map((id) => directory.open(id));
    for (const room of rooms) room.fill();
    const [park, yard] = rooms;
    for (let i = 0; i < 20; i++) {
      park.kickOff();
      stop(park);
    }
    play(yard);
    stop(yard);
    await recorder.stop();
    const kept = (id: string) => archive.list(all).filter(({ room }) => room === id).length;
    expect([kept('park'), kept('yard')]).toEqual([6, 1]);
    // What is not kept is not left lying about: a room's own file and its log are all there is.
    expect([...disk.files.keys()].filter((name) => name.startsWith('live/'))).toHaveLength(2 * 2);
  });

  it('[statistics] is kept with its statistics: those that anybody counts who replays it', async () => {
    const room = directory.open('park');
    room.fill();
    play(room, 400);
    stop(room);
    await recorder.stop();
    const [{ id }] = archive.matches(all);
    const match = archive.match(id);
    expect(match).toMatchObject({ red: 1, ending: 'stopped', recording: `/api/recordings/${id}` });
    expect(match?.statistics.red.goals).toBe(1);
    expect(match?.statistics.ticks).toBeGreaterThan(0);
    expect(match?.statistics.players).toHaveLength(4);
    expect(match?.statistics).toEqual(countedIn(`${id}.tlr`));
    expect(archive.player('PLAYER 1')).toMatchObject({ name: 'Player 1', matches: 1 });
    await archive.tidy(Date.now() + 40 * 24 * 60 * 60 * 1000);
    expect([archive.match(id), archive.player('player 1'), archive.matches(all)]).toEqual([null, null, []]);
  });

  it('[statistics] is found by the keys of those who were there, or came: of the log nobody learns them', async () => {
    const room = directory.open('park');
    room.fill();
    const [there, came] = ['A', 'E'].map((letter) => letter.repeat(43));
    room.identities.set(1, there);
    play(room);
    room.identities.set(9, came);
    room.tick({ type: 'join', id: 9, name: 'Late', avatar: '', bot: false });
    room.tick({ type: 'team', id: 9, team: 1, by: 0 });
    room.ticks(10);
    stop(room);
    await recorder.stop();
    expect(archive.player(there)).toMatchObject({ name: 'Player 1', matches: 1 });
    expect(archive.player(came)).toMatchObject({ name: 'Late', matches: 1 });
    const [{ id }] = archive.list(all);
    const file = gunzipSync(disk.files.get(`recordings/${id}.tlr`)?.bytes ?? new Uint8Array()).toString('latin1');
    expect(file.includes(there)).toBe(false);
  });

  it('becomes one recording, signed and true, and its live file goes', async () => {
    const room = directory.open('park');
    room.fill();
    play(room);
    const atEnd = room.state.red;
    stop(room);
    room.close();
    await recorder.stop();
    const [{ id }] = archive.list(all);
    expect(archive.list(all)).toEqual([
      expect.objectContaining({ id, room: 'park', red: atEnd, blue: 0, ending: 'stopped' }),
    ]);
    expect(archive.list(all)[0].players).toHaveLength(4);
    const recording = open(`${archive.list(all)[0].id}.tlr`);
    expect(verifyRecording(recording, verifySignature)).toMatchObject({ ok: true });
    expect(recording.endTick).toBe(room.state.tick);
    expect(disk.in('live')).toEqual([]);
    expect(archive.health).toEqual({ ok: true, saved: 1, failed: 0 });
    expect(lines).toEqual([]);
  });

  it('grows on the disk while it is played, a tenth of a second behind at most', async () => {
    const room = directory.open('park');
    room.fill();
    room.kickOff();
    for (let i = 0; i < 100; i++) {
      room.ticks(1);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const name = disk.in('live').findLast((file) => file.endsWith('.tlr'));
    const recording = openRecording(disk.files.get(`live/${name}`)?.bytes ?? new Uint8Array());
    expect(recording.truncated).toBe(true);
    expect(room.state.tick - recording.endTick).toBeLessThanOrEqual(6);
    const replay = new Replay(recording);
    replay.stateAt(recording.endTick);
    expect(replay.divergence).toBeNull();
  });

  it('that follows in the very tick in which one stops is another recording', async () => {
    const room = directory.open('park');
    room.fill();
    play(room);
    room.tick({ type: 'stop', by: 0 }, { type: 'start', by: 0 });
    room.ticks(50);
    stop(room);
    await recorder.stop();
    expect(archive.list(all).map(({ red }) => red)).toEqual(expect.arrayContaining([0, 1]));
    for (const name of disk.in('recordings')) {
      expect(verifyRecording(open(name), verifySignature)).toMatchObject({ ok: true });
    }
  });

  it('of bots alone is not kept, with one person on the bench it is', async () => {
    const room = directory.open('park');
    room.tick({ type: 'join', id: 1, name: 'Bot', avatar: '', bot: true });
    room.kickOff();
    room.ticks(60);
    stop(room);
    room.kickOff();
    room.ticks(30);
    room.tick({ type: 'join', id: 2, name: 'Ann', avatar: '', bot: false });
    room.tick({ type: 'leave', id: 2, by: 0, kicked: false, banned: false, reason: '' });
    stop(room);
    room.close();
    await recorder.stop();
    expect(disk.in('recordings')).toHaveLength(1);
    expect(disk.in('live')).toEqual([]);
  });

  it('that the closing room cuts short is kept as interrupted', async () => {
    const room = directory.open('park');
    room.fill();
    play(room);
    room.close();
    await recorder.stop();
    expect(archive.list(all)).toEqual([expect.objectContaining({ ending: 'interrupted', red: 1 })]);
    expect(verifyRecording(open(`${archive.list(all)[0].id}.tlr`), verifySignature)).toMatchObject({ ok: true });
  });

  it('of a room that got a password in the middle is not listed, and its id tells nothing', async () => {
    const room = directory.open('park');
    room.fill();
    play(room, 20);
    room.key = 'secret';
    room.ticks(20);
    room.key = '';
    stop(room);
    room.close();
    await recorder.stop();
    expect(archive.list(all)).toEqual([]);
    expect(disk.in('recordings')).toEqual([`${'1'.padStart(20, '0')}.tlr`]);
    expect(disk.in('live')).toEqual([]);
  });

  it('of a delayed room is listed when its viewers have seen the end', async () => {
    const room = directory.open('park');
    room.delay = 0.2;
    room.fill();
    play(room, 20);
    stop(room);
    const endedMs = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(archive.list(all)).toEqual([]);
    while (archive.list(all).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(performance.now() - endedMs).toBeGreaterThan(195);
  });

  it('of a delayed room on a server that stops is left to the next start', async () => {
    const room = directory.open('park');
    room.delay = 60;
    room.fill();
    play(room, 20);
    stop(room);
    room.close('server-stopping');
    await recorder.stop();
    expect(archive.list(all)).toEqual([]);
    await startOver(new HandDirectory(new ArenaStore()));
    await recorder.stop();
    expect(archive.list(all)).toEqual([expect.objectContaining({ red: 1, ending: 'stopped' })]);
  });

  it('in which a step throws leaves its log with the commands of that very tick', async () => {
    const room = directory.open('park');
    room.fill();
    room.kickOff();
    room.ticks(20);
    const world = room.state.world;
    room.state.world = null as unknown as typeof world;
    expect(() => room.tick({ type: 'input', id: 1, keys: 24 })).toThrow();
    room.close();
    await recorder.stop();
    expect(disk.in('recordings')).toEqual([]);
    const [name] = disk.in('crashed');
    const recording = openRecording(disk.files.get(`crashed/${name}`)?.bytes ?? new Uint8Array());
    expect(recording.commandsOf(recording.endTick - 1)).toEqual([{ type: 'input', id: 1, keys: 24 }]);
  });
});

describe('a disk that fails', () => {
  it.each(['ENOSPC', 'EROFS', 'EIO'])('%s: the match goes on, the log says why, health knows', async (code) => {
    const room = directory.open('park');
    room.fill();
    room.kickOff();
    room.ticks(100);
    await new Promise((resolve) => setTimeout(resolve, 5));
    disk.fault = code;
    room.ticks(100);
    stop(room);
    await recorder.stop();
    expect(room.state.phase).toBe('none');
    expect(archive.health.ok).toBe(false);
    expect(lines).not.toEqual([]);
    for (const line of lines) expect(line).toMatchObject({ level: 50, code });
    expect(lines).toContainEqual(expect.objectContaining({ msg: expect.stringContaining('recording failed') }));
    expect(disk.in('recordings')).toEqual([]);
  });

  it('that works again in time keeps what had reached it, as interrupted', async () => {
    const room = directory.open('park');
    room.fill();
    room.kickOff();
    room.ticks(100);
    await new Promise((resolve) => setTimeout(resolve, 5));
    disk.fault = 'ENOSPC';
    room.ticks(100);
    await new Promise((resolve) => setTimeout(resolve, 5));
    disk.fault = null;
    stop(room);
    await recorder.stop();
    expect(archive.list(all)).toEqual([expect.objectContaining({ ending: 'interrupted' })]);
    expect(verifyRecording(open(disk.in('recordings')[0]), verifySignature)).toMatchObject({ ok: true });
    expect(archive.health).toMatchObject({ ok: true, saved: 1, failed: 1 });
  });
});

describe('after a crash', () => {
  it('what was on the disk is a recording, torn tail cut; bots alone go, rubbish is laid aside', async () => {
    const room = directory.open('park');
    room.fill();
    play(room);
    const bots = directory.open('bots');
    bots.tick({ type: 'join', id: 1, name: 'Bot', avatar: '', bot: true });
    bots.kickOff();
    bots.ticks(60);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const path = [...disk.files.keys()].findLast((name) => name.startsWith('live/park.abcd1234.'));
    const live = disk.files.get(path ?? '');
    if (!live) throw new Error('no live file');
    const whole = readFrames(live.bytes).length;
    live.bytes = live.bytes.slice(0, whole - 3);
    disk.files.set('live/rubbish.tlr', { bytes: Uint8Array.from([1, 2, 3]), modifiedMs: 0 });

    await startOver(new HandDirectory(new ArenaStore()));
    for (const unfinished of leftovers.rooms) recorder.abandon(unfinished);
    await recorder.stop();
    expect(archive.list(all)).toEqual([expect.objectContaining({ room: 'park', ending: 'interrupted' })]);
    expect(verifyRecording(open(disk.in('recordings')[0]), verifySignature)).toMatchObject({ ok: true });
    expect(disk.in('live')).toEqual([]);
    expect(disk.in('crashed')).toEqual(['rubbish.tlr']);
    const [{ id }] = archive.matches(all);
    expect(archive.match(id)?.statistics.red.goals).toBe(1);
    expect(archive.match(id)?.statistics).toEqual(countedIn(`${id}.tlr`));
  });

  it('a private match stays private', async () => {
    const room = directory.open('park', { unlisted: true });
    room.fill();
    play(room);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await startOver(new HandDirectory(new ArenaStore()));
    for (const unfinished of leftovers.rooms) recorder.abandon(unfinished);
    await recorder.stop();
    expect(archive.list(all)).toEqual([]);
    expect(disk.in('recordings')[0]).toMatch(/^0{19}\d\.tlr$/);
  });
});

describe('retention', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const lay = (name: string, ageDays: number, bytes: number) =>
    disk.files.set(`recordings/${name}`, { bytes: new Uint8Array(bytes), modifiedMs: disk.nowMs - ageDays * DAY_MS });

  it('what is too old goes, then the oldest until the rest fits', async () => {
    lay('a.tlr', 31, 10);
    lay('b.tlr', 29, 4_000_000);
    lay('c.tlr', 2, 4_000_000);
    lay('d.tlr', 1, 4_000_000);
    lay('e.tlr.part', 2, 10);
    lay('notes.txt', 1000, 10);
    await archive.tidy(disk.nowMs);
    expect(disk.in('recordings').toSorted()).toEqual(['c.tlr', 'd.tlr', 'notes.txt']);
  });

  it('0 days: for ever; 0 megabytes: nothing is touched', async () => {
    lay('a.tlr', 1000, 10);
    await start({ maxAgeDays: 0, maxMb: 1 });
    await archive.tidy(disk.nowMs);
    await start({ maxAgeDays: 1, maxMb: 0 });
    await archive.tidy(disk.nowMs);
    expect(disk.in('recordings')).toEqual(['a.tlr']);
  });
});

describe('the server key', () => {
  it('is made once, for its owner alone, and stays', async () => {
    const first = await loadServerKey(disk, 'data');
    const again = await loadServerKey(disk, 'data');
    expect(again.publicKey).toEqual(first.publicKey);
    expect(disk.files.get('data/server-key.pem')?.mode).toBe(0o600);
    const bytes = Uint8Array.from([1, 2, 3]);
    const { signature, publicKey } = first.sign(bytes);
    expect(verifySignature(bytes, signature, publicKey)).toBe(true);
    expect(verifySignature(Uint8Array.from([1, 2, 4]), signature, publicKey)).toBe(false);
  });

  it('that is none is not used', async () => {
    disk.files.set('other/server-key.pem', { bytes: Buffer.from('no key'), modifiedMs: 0 });
    await expect(loadServerKey(disk, 'other')).rejects.toThrow();
  });
});

it('hashes are those of the room', async () => {
  const room = directory.open('park');
  room.fill();
  play(room);
  stop(room);
  await recorder.stop();
  const replay = new Replay(open(`${archive.list(all)[0].id}.tlr`));
  expect(hashState(replay.stateAt(replay.recording.endTick))).toBe(hashState(room.state));
});
