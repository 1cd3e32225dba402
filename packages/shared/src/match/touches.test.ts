import { describe, expect, it } from 'vitest';
import { kickOff, type Match } from '../../test/kit/index.ts';

/** The player stands where he touches the ball in this tick, and is out of the way again after it. */
function touch(match: Match, who: string): void {
  match.put('ball', { x: 0, y: 100, vx: 0, vy: 0 }).put(who, { x: 0, y: 122, vx: 0, vy: 0 }).run(1);
  match.put(who, { x: 0, y: -150, vx: 0, vy: 0 });
}

const playing = () => kickOff('classic', { red: 2, blue: 2 }).setRolling();
const goalOf = (match: Match) => match.told().find(({ type }) => type === 'goal');

describe('touches', () => {
  it('[match-rules §10] the last who touched the ball scores; a team mate before him assists', () => {
    const match = playing();
    touch(match, 'red 1');
    touch(match, 'red 2');
    expect(match.shootAt('blue').run(1)).toHaveScored({ team: 'red', by: 'red 2', assist: 'red 1', own: false });
  });

  it('[match-rules §10] a kick is a touch, without contact', () => {
    const match = playing().put('ball', { x: 0, y: 100, vx: 0, vy: 0 }).put('blue 1', { x: 0, y: 127 }).kick('blue 1');
    expect(match.events.filter(({ type }) => type === 'touch')).toHaveLength(1);
    expect(match.shootAt('red').run(1)).toHaveScored({ team: 'blue', by: 'blue 1', own: false });
  });

  it('[match-rules §10] an own goal has no assist', () => {
    const match = playing();
    touch(match, 'red 1');
    touch(match, 'blue 1');
    match.shootAt('blue').run(1);
    expect(goalOf(match)).toMatchObject({ team: 1, by: match.id('blue 1'), own: true, assist: 0 });
  });

  it('[match-rules §10] an opponent in between takes the assist away', () => {
    const match = playing();
    for (const who of ['red 1', 'blue 1', 'red 2']) touch(match, who);
    match.shootAt('blue').run(1);
    expect(goalOf(match)).toMatchObject({ by: match.id('red 2'), assist: 0, own: false });
  });

  it('[match-rules §10] touching twice is no assist for oneself', () => {
    const match = playing();
    touch(match, 'red 1');
    touch(match, 'red 1');
    match.shootAt('blue').run(1);
    expect(goalOf(match)).toMatchObject({ by: match.id('red 1'), assist: 0 });
    expect(match.events.filter(({ type }) => type === 'touch')).toHaveLength(1);
  });

  it('[match-rules §10] forgotten at each reset; nobody who has left is named', () => {
    const match = playing();
    touch(match, 'red 1');
    match.shootAt('blue').until('positionsReset');
    match.setRolling().shootAt('blue').run(1);
    expect(match.told().at(-1)).toMatchObject({ type: 'goal', by: 0, assist: 0, own: false });
    match.until('positionsReset');
    match.setRolling();
    touch(match, 'red 1');
    touch(match, 'red 2');
    match.leave('red 2').shootAt('blue').run(1);
    expect(match.told().at(-1)).toMatchObject({ type: 'goal', by: 0, assist: match.id('red 1') });
  });
});
