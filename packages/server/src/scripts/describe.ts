// State → the plain objects that scripts are handed (room-scripts.md §4): fresh ones each time (R12).
import { findPlayer, KEY, type MatchState, type Player as RoomPlayer } from '@touchline/shared/match';
import type { DiscProperties, Player, PlayerKeys, Scores } from '../../types/headless-host.d.ts';
import { INT_NAMES, REAL_NAMES } from './conversions.ts';

/** The order of keys is the one that people see when they print a player. */
export function describePlayer({ world }: MatchState, player: RoomPlayer): Player {
  const { name, team, id, admin, disc } = player;
  const position = disc < 0 ? null : { x: world.x[disc], y: world.y[disc] };
  return { name, team, id, admin, position };
}

export function playerById(state: MatchState, id: number): Player | null {
  const player = findPlayer(state, id);
  return player ? describePlayer(state, player) : null;
}

export function describeScores(state: MatchState): Scores | null {
  if (state.phase === 'none') return null;
  const { red, blue, time, scoreLimit, timeLimit } = state;
  return { red, blue, time, scoreLimit, timeLimit: timeLimit * 60 };
}

/** A byte of keys. */
export function describeKeys(keys: number): PlayerKeys {
  const held = (key: number) => (keys & key) !== 0;
  const { up, down, left, right, kick } = KEY;
  return { up: held(up), down: held(down), left: held(left), right: held(right), kick: held(kick) };
}

/** Null when there is no such disc; without a match there is none. */
export function describeDisc({ world }: MatchState, index: number): DiscProperties | null {
  if (index < 0 || index >= world.count) return null;
  const disc = {} as DiscProperties;
  for (const [theirs, ours] of REAL_NAMES) disc[theirs] = world[ours][index];
  for (const [theirs, ours] of INT_NAMES) disc[theirs] = world[ours][index];
  return disc;
}
