import { describe, expect, it } from 'vitest';
import { kickOff, room } from '../../test/kit/index.ts';
import { cloneState, copyState, createState } from './state.ts';
import { step } from './step.ts';

describe('step', () => {
  it('[design] ticks are counted without a match and in a pause', () => {
    expect(room().run(7).tick).toBe(7);
    const match = kickOff();
    match.pause(true);
    expect(match.run(7).tick).toBe(7);
  });

  it('[match-rules §10] kicks in the order of the list, then at most one of the rest', () => {
    const match = kickOff('classic', { red: 2 }).do({ type: 'order', ids: [2], top: true });
    match.put('red 1', { x: -26, y: 0 }).put('red 2', { x: 0, y: 26 });
    match.press('red 1', 'kick').press('red 2', 'kick').run(1);
    const kick = (who: string) => ({ type: 'kick', player: match.id(who), tick: 1 });
    expect(match.told()).toEqual([kick('red 2'), kick('red 1'), { type: 'kickOff', team: 1, tick: 1 }]);
  });

  it('[match-rules §5] a goal on the tick of time up is the only thing told', () => {
    const match = kickOff('classic', {}, { timeLimit: 1 }).setRolling();
    match.state.blue = 2;
    match.run(3600).shootAt('red').run(1);
    expect(match.told().filter(({ tick }) => tick === match.tick)).toHaveLength(1);
  });
});

describe('copies of a state', () => {
  it('share nothing that moves', () => {
    const match = kickOff().setRolling();
    const copy = cloneState(match.state);
    const before = cloneState(copy);
    match.press('red 1', 'right').shootAt('red').kickRate(9, 9, 9).join('late').run(200);
    expect(copy).toEqual(before);
    step(copy, []);
    expect(copy.tick).toBe(before.tick + 1);
  });

  it('into a state of another stadium and other players', () => {
    const match = kickOff('huge', { red: 4, blue: 4 }).setRolling();
    const other = createState(room('small').state.stadium);
    copyState(other, match.state);
    expect(other).toEqual(match.state);
    copyState(other, room('small', { red: 1, blue: 0 }).state);
    expect([other.stadium.name, other.players.length, other.world.count]).toEqual(['Small', 1, 0]);
  });
});

it('[room-scripts R62] who asks for it sees the state between kicks and motion', () => {
  const match = kickOff().put('red 1', { x: -26, y: 0 }).press('red 1', 'kick');
  const seen: number[] = [];
  step(match.state, [], () => seen.push(match.state.world.x[0], match.state.world.vx[0]));
  expect(seen).toEqual([0, 5]);
  expect(match.state.world.x[0]).toBe(5);
});
