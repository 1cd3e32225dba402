// A room full of people who do anything, from one number: the same in every engine, so that their hashes can be compared.
import { hashState } from '@touchline/shared/log';
import { apply, type Command, createState, type MatchState, step } from '@touchline/shared/match';
import { loadStadium, type Stadium, stockStadium } from '@touchline/shared/stadium';

export interface RandomRoom {
  readonly seed: number;
  readonly ticks: number;
  /** Name of a stock stadium, or the text of a `.hbs` file. */
  readonly stadium: string;
}

/** Ticks between two hashes. */
export const HASHED_EVERY = 25;

/** Runs it from an empty room; the state's hash every `HASHED_EVERY` ticks. */
export function runRandomRoom({ seed, ticks, stadium }: RandomRoom): string[] {
  const pitch = openStadium(stadium);
  const stadiums = { get: () => pitch };
  const state = createState(pitch);
  const random = randomOf(seed);
  const hashes: string[] = [];
  for (let tick = 1; tick <= ticks; tick++) {
    for (const command of whims(state, random)) apply(state, command, stadiums);
    step(state, []);
    if (tick % HASHED_EVERY === 0) hashes.push(hashState(state));
  }
  return hashes;
}

function openStadium(stadium: string): Stadium {
  const stock = stockStadium(stadium);
  if (stock) return stock;
  const loaded = loadStadium(stadium);
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium;
}

type Random = (below: number) => number;

/** What happens in one tick. Chances are such that matches start, are played, and are disturbed. */
function* whims(state: MatchState, random: Random): Iterable<Command> {
  const { players } = state;
  if (players.length < 2 || (players.length < 12 && random(150) === 0)) {
    const id = state.nextPlayerId;
    yield { type: 'join', id, name: `player ${id}`, avatar: '', bot: false };
    yield { type: 'team', id, team: (1 + random(2)) as 1 | 2, by: 0 };
  }
  for (const { id } of players) if (random(10) === 0) yield { type: 'input', id, keys: random(32) };
  if (state.phase === 'none' && random(20) === 0) {
    yield { type: 'limits', scoreLimit: random(4), timeLimit: random(3), by: 0 };
    yield { type: 'start', by: 0 };
  }
  if (random(250) === 0) yield disturbance(state, random);
}

function disturbance(state: MatchState, random: Random): Command {
  const { id } = state.players[random(state.players.length)];
  const real = () => (random(20_001) - 10_000) / 37;
  switch (random(8)) {
    case 0:
      return { type: 'leave', id, by: 0, kicked: false, banned: false, reason: '' };
    case 1:
      return { type: 'team', id, team: random(3) as 0 | 1 | 2, by: 0 };
    case 2:
      return { type: 'pause', paused: state.pause === 0, by: 0 };
    case 3:
      return { type: 'kickRate', min: random(5), rate: random(20), burst: random(4), by: 0 };
    case 4:
      return { type: 'playerDisc', id, change: { x: real(), y: real(), vx: real() / 20, radius: 5 + random(30) } };
    case 5:
      return { type: 'disc', index: 0, change: { bCoef: random(30) / 10, invMass: random(5), gx: real() / 5000 } };
    default:
      return { type: 'disc', index: 0, change: { x: real(), y: real(), vx: real() / 10, vy: real() / 10 } };
  }
}

/** mulberry32: whole numbers only, so nothing here depends on an engine. */
function randomOf(seed: number): Random {
  let a = seed | 0;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
