// Player 0, whom nobody steers and a script speaks through (room-scripts.md R8).
import { expect, it } from 'vitest';
import { decodeKeyframe, encodeKeyframe } from '../log/index.ts';
import { stockStadium } from '../stadium/index.ts';
import { apply } from './apply.ts';
import { findPlayer } from './roster.ts';
import { createState, type MatchState } from './state.ts';
import { step } from './step.ts';

const stadiums = { get: (hash: string) => [stockStadium('Classic')].find((stadium) => stadium?.hash === hash) };

function withHost(): MatchState {
  const classic = stockStadium('Classic');
  if (!classic) throw new Error('no Classic');
  const state = createState(classic);
  expect(apply(state, { type: 'join', id: 0, name: 'Host', avatar: '', bot: false }, stadiums)).toBe(null);
  return state;
}

it('[room-scripts R8] there is one at most, and ids of the others begin at 1', () => {
  const state = withHost();
  const join = (id: number) => apply(state, { type: 'join', id, name: 'X', avatar: '', bot: false }, stadiums);
  expect(join(0)).toBe('id-taken');
  expect([state.nextPlayerId, join(1), join(1), join(0)]).toEqual([1, null, 'id-taken', 'id-taken']);
  expect(state.players.map(({ id }) => id)).toEqual([0, 1]);
});

it('[room-scripts R8] he may stand on a side, speak, and be written into a keyframe and read from it', () => {
  const state = withHost();
  apply(state, { type: 'team', id: 0, team: 2, by: 0 }, stadiums);
  apply(state, { type: 'start', by: 0 }, stadiums);
  expect(apply(state, { type: 'chat', id: 0, text: 'hello' }, stadiums)).toBe(null);
  expect(findPlayer(state, 0)?.disc).toBe(5);
  const read = decodeKeyframe(encodeKeyframe(state), stadiums);
  expect(read.players).toEqual(state.players);
  step(read, []);
  step(state, []);
  expect(encodeKeyframe(read)).toEqual(encodeKeyframe(state));
});
