// kill -9 in the middle of matches, again and again: state, seats, feeds and recordings are what they were.
import { randomInt } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  type Batch,
  decodeBatch,
  decodeKeyframe,
  hashState,
  keyframeArena,
  openRecording,
  Replay,
  runBatch,
  verifyRecording,
} from '@touchline/shared/log';
import { ALL_KEYS, type Command, type MatchState } from '@touchline/shared/match';
import { type FeedHeader, type RecordingListing, recordingId } from '@touchline/shared/protocol';
import { loadStadium, type Stadium } from '@touchline/shared/stadium';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifySignature } from '../../server/src/store/server-key.ts';
import { Guest } from '../../server/test/kit/boot.ts';
import { Identity } from '../../server/test/kit/identity.ts';
import { quantile } from '../src/measure.ts';
import { type Line, linesOf } from './kit/lines.ts';
import { openRoom } from './kit/people.ts';
import { Site } from './kit/site.ts';
import { until } from './kit/until.ts';

const ROUNDS = process.env.LONG_TESTS === '1' ? 50 : 5;
/** 100 ms: what a crash may cost. One that comes while the machine keeps a write waiting costs that wait besides. */
const MOST_LOST_TICKS = 6;
const MOST_LOST_ONCE_TICKS = 2 * MOST_LOST_TICKS;
const NICKS = ['Ann', 'Ben', 'Cleo', 'Dan'];

/** A stream read as lines, over any number of connections, each resumed where the last one ended. */
class Listener {
  readonly lines: Line[] = [];
  private gone = new AbortController();
  private readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  get lastId(): string {
    return this.lines.at(-1)?.id ?? '';
  }

  of(event: string): Line[] {
    return this.lines.filter((line) => line.event === event);
  }

  /** Reads until the connection is over, whoever ends it. */
  async listen(): Promise<void> {
    this.gone = new AbortController();
    const headers = { accept: 'application/x-ndjson', ...(this.lastId === '' ? {} : { 'last-event-id': this.lastId }) };
    const answer = await fetch(this.address, { headers, signal: this.gone.signal });
    if (!answer.ok || !answer.body) throw new Error(`${this.address} answers ${answer.status}`);
    void this.read(answer.body).catch(() => undefined);
  }

  close(): void {
    this.gone.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    for await (const line of linesOf(body)) this.lines.push(line);
  }
}

let site: Site;
let room: string;
let feed: Listener;
let events: Listener;
let guests: Guest[] = [];
let playing: NodeJS.Timeout | undefined;

beforeAll(async () => {
  // Bots in the standing room are the load beside the match.
  site = await Site.open('--name', 'House', '--bots', '6', '--max-players', '12');
  ({ id: room } = await openRoom(site.url, { name: 'Cup', scoreLimit: 0, timeLimit: 0 }));
  guests = await takeSeats();
  const [admin] = guests;
  for (const [i, guest] of guests.entries()) admin.ask('team', { id: guest.id, team: i % 2 === 0 ? 1 : 2 });
  await until('sides', () => admin.state?.players.every(({ team }) => team !== 0));
  admin.ask('start', {});
  await until('a match', () => admin.state?.phase !== 'none');
  feed = new Listener(`${site.url}/api/rooms/${room}/feed?from=start`);
  events = new Listener(`${site.url}/api/rooms/${room}/events`);
  await Promise.all([feed.listen(), events.listen(), new Listener(`${site.url}/api/rooms/house/feed`).listen()]);
});

afterAll(async () => {
  clearInterval(playing);
  feed?.close();
  events?.close();
  await site?.close();
});

async function takeSeats(): Promise<Guest[]> {
  const joined: Guest[] = [];
  for (const nick of NICKS) {
    const guest = await Guest.join(site, room, { nick, identity: Identity.of(nick) });
    guest.room.reconnection.enabled = false;
    joined.push(await guest.seated());
  }
  return joined;
}

/** Random keys at human rates, and a word now and then. */
function play(): void {
  let words = 0;
  const keys = NICKS.map(() => 0);
  playing = setInterval(() => {
    for (const [i, guest] of guests.entries()) {
      if (randomInt(12) === 0) keys[i] = randomInt(ALL_KEYS + 1);
      if (guest.closed === null) guest.press(keys[i]);
    }
    if (++words % 20 === 0) guests[words % guests.length].ask('chat', { text: `word ${words}` });
  }, 16);
}

it(`${ROUNDS} times at random ticks, and the match is on again`, async () => {
  const lost: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    play();
    const last = (guests[0].state?.tick ?? 0) + randomInt(20, 90);
    await until('a random tick', () => (guests[0].state?.tick ?? 0) >= last);
    clearInterval(playing);
    const before = guests.map((guest) => ({ id: guest.id, team: guest.self?.team }));
    await site.kill();
    const seen = Math.max(...guests.map(({ state }) => state?.tick ?? 0));
    for (const guest of guests) expect(guest.divergences).toEqual([]);
    const cursor = feed.lastId;

    await site.start();
    await Promise.all([feed.listen(), events.listen()]);
    const header = await until('the feed', () => feed.of('header')[round]);
    const { epoch } = header.data as { epoch: string };
    const [oldEpoch, oldTick] = cursor.split('.');
    expect(epoch).toBe(oldEpoch);
    // The first tick of the new life says so: whatever was before it was on the disk.
    const restarted = await until('the word about it', () => wordAfter(Number(oldTick)));
    lost.push(seen - restarted);
    expect(seen - restarted).toBeLessThanOrEqual(MOST_LOST_ONCE_TICKS);

    guests = await takeSeats();
    const after = guests.map((guest) => ({ id: guest.id, team: guest.self?.team }));
    expect(after).toEqual(before);
    await until('play', () => guests[0].state?.pause === 0);
  }
  expect(quantile(lost, 0.5)).toBeLessThanOrEqual(MOST_LOST_TICKS);
  expect(feed.of('reset')).toEqual([]);
  expect(events.of('reset')).toEqual([]);

  // No gap, no repeat: every batch begins where the one before ended.
  const [keyframe] = feed.of('keyframe');
  let tick = Number(keyframe.id.split('.')[1]);
  const batches = feed.of('batch').map(({ data }) => decodeBatch(Buffer.from(data as string, 'base64')));
  for (const batch of batches) {
    expect(batch.from).toBe(tick);
    tick += batch.ticks.length;
  }
  // The events tell of the same words as the log, each once.
  const said = commandsOf(batches).flatMap((command) => (command.type === 'chat' ? [command.text] : []));
  const heard = events.of('chat').map(({ data }) => (data as { text: string }).text);
  expect(said.length).toBeGreaterThan(ROUNDS);
  expect(heard.slice(0, said.length)).toEqual(said.slice(0, heard.length));
  expect(new Set(events.lines.filter(({ event }) => event === 'chat').map(({ id }) => id)).size).toBe(heard.length);
});

it('the recording of it all is one, and true', async () => {
  const state = await stateOf(feed.lines);
  guests[0].ask('stop', {});
  const [listing] = await until('a recording', async () => {
    const list = (await (await fetch(`${site.url}/api/recordings`)).json()) as RecordingListing[];
    return list.length > 0 && list;
  });
  // A link that was copied after any end of the server holds.
  const headers = feed.of('header').slice(1);
  for (const { data } of headers) expect(recordingId(room, (data as FeedHeader).segment)).toBe(listing.id);
  const bytes = Buffer.from(await (await fetch(`${site.url}/api/recordings/${listing.id}`)).arrayBuffer());
  const recording = openRecording(gunzipSync(bytes));
  expect(verifyRecording(recording, verifySignature)).toMatchObject({ ok: true });
  // What viewers made of the feed, over all those ends of the server, is the state that the recording has there.
  expect(recording.endTick).toBeGreaterThanOrEqual(state.tick);
  expect(hashState(new Replay(recording).stateAt(state.tick))).toBe(hashState(state));
  expect(listing.players.map(({ name }) => name)).toEqual(NICKS);
});

/** The tick in which the room told that the server restarted, if that came after `tick`. */
function wordAfter(tick: number): number | undefined {
  for (const { data } of feed.of('batch')) {
    const batch = decodeBatch(Buffer.from(data as string, 'base64'));
    const at = batch.ticks.findIndex((commands) => commands.some(({ type }) => type === 'announce'));
    if (at >= 0 && batch.from + at >= tick) return batch.from + at;
  }
  return undefined;
}

function commandsOf(batches: readonly Batch[]): Command[] {
  return batches.flatMap(({ ticks }) => ticks.flat());
}

/** Runs what the feed has told. */
async function stateOf(lines: readonly Line[]): Promise<MatchState> {
  const stadiums = new Map<string, Stadium>();
  let state: MatchState | null = null;
  for (const { event, data } of lines) {
    const bytes = Buffer.from(typeof data === 'string' ? data : '', 'base64');
    if (event === 'keyframe' && !state) {
      const loaded = loadStadium(await (await fetch(`${site.url}/api/arenas/${keyframeArena(bytes)}`)).text());
      if (!loaded.ok) throw new Error(loaded.problem.message);
      stadiums.set(loaded.stadium.hash, loaded.stadium);
      state = decodeKeyframe(bytes, stadiums);
    }
    if (event === 'batch' && state) runBatch(state, decodeBatch(bytes), stadiums, () => {});
  }
  if (!state) throw new Error('no keyframe');
  return state;
}
