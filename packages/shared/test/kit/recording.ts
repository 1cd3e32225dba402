// A match with people who change their keys about as often as people do, and its recording.
import { compactRecording, hashState, MatchSummary, RecordingWriter } from '@touchline/shared/log';
import { KEY, type MatchEvent } from '@touchline/shared/match';
import { type Happening, kickOff, type Match } from './match.ts';

/** About 100 ms, as the server writes. */
const WRITE_EVERY = 6;
const DIRECTIONS = [0, KEY.left, KEY.right, KEY.up, KEY.down, KEY.left | KEY.up, KEY.right | KEY.down];

export interface Recorded {
  readonly match: Match;
  /** The file as it grows. */
  readonly live: Uint8Array;
  /** The finished one, without a signature. */
  readonly finished: Uint8Array;
  /** State hashes by completed tick. */
  readonly hashes: ReadonlyMap<number, string>;
  readonly happenings: readonly Happening[];
}

interface Plan {
  readonly ticks: number;
  readonly aSide?: number;
  /** Of keys, per player and second. */
  readonly changes?: number;
  readonly seed?: number;
  /** Done before the tick with this number of completed ticks since the start. */
  readonly at?: Readonly<Record<number, (match: Match) => unknown>>;
}

/** Plays and records. Every 15 seconds somebody scores, whether he can or not. */
export function recorded({ ticks, aSide = 2, changes = 4, seed = 1, at = {} }: Plan): Recorded {
  const match = kickOff('classic', { red: aSide, blue: aSide }).run(1);
  const { state } = match;
  const header = { protocol: 1, room: 'test-room', name: 'Test room', epoch: 'abcd1234', startedMs: 1_700_000_000_000 };
  const writer = RecordingWriter.begin(header, state, match.stadiums);
  const summary = new MatchSummary(state);
  const random = generator(seed);
  const parts: Uint8Array[] = [];
  const hashes = new Map([[state.tick, hashState(state)]]);
  const start = state.tick;
  for (let t = 0; t < ticks; t++) {
    at[t]?.(match);
    for (const player of state.players) {
      if (random() * 60 < changes) match.try({ type: 'input', id: player.id, keys: nextKeys(player.input, random) });
    }
    if (t % 900 === 590 && state.phase === 'kickOff') match.put('ball', { vx: 0.5 });
    if (t % 900 === 600) match.shootAt(t % 1800 < 900 ? 'blue' : 'red');
    const told = match.events.length;
    match.run(1);
    const commands = match.log[match.log.length - 1];
    writer.append(commands);
    const events: readonly MatchEvent[] = match.events.slice(told);
    summary.tick(state, commands, events);
    writer.stepped(state);
    hashes.set(state.tick, hashState(state));
    if (writer.pending >= WRITE_EVERY) parts.push(writer.take());
  }
  parts.push(writer.take());
  const happenings = match.events.filter(({ tick }) => tick > start);
  const live = Uint8Array.from(parts.flatMap((part) => [...part]));
  const end = { tick: start + ticks, hash: hashState(state), result: summary.result() };
  return { match, live, finished: finish(compactRecording(live, end)), hashes, happenings };
}

/** Runs what breathes to its end. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** A kick goes down and up again; else one direction key changes to another. */
function nextKeys(keys: number, random: () => number): number {
  if (random() < 0.3) return keys ^ KEY.kick;
  return (keys & KEY.kick) | DIRECTIONS[Math.floor(random() * DIRECTIONS.length)];
}

/** mulberry32 */
function generator(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
