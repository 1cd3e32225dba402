import { describe, expect, it } from 'vitest';
import { kickOff, stadiumOf } from '../../test/kit/index.ts';
import { crossed } from './goals.ts';

const LINE = { p0x: 100, p0y: -50, p1x: 100, p1y: 50, team: 2 } as const;

describe('crossed', () => {
  it('[match-rules §5.1] the centre passes through the line, in either direction', () => {
    expect(crossed(LINE, 95, 0, 105, 0)).toBe(true);
    expect(crossed(LINE, 105, 0, 95, 0)).toBe(true);
    expect(crossed(LINE, 95, 0, 99, 0)).toBe(false);
    expect(crossed(LINE, 101, 0, 109, 0)).toBe(false);
  });

  it('[match-rules §5.1] beside the posts it does not', () => {
    expect(crossed(LINE, 95, 51, 105, 51)).toBe(false);
    expect(crossed(LINE, 95, 60, 105, 30)).toBe(true);
    expect(crossed(LINE, 95, 60, 105, 45)).toBe(false);
  });

  it('[match-rules §5.1] onto the line is not yet over it from the left, and is from the right', () => {
    // gy · (c.x - p0.x) > 0 is false on the line itself.
    expect(crossed(LINE, 95, 0, 100, 0)).toBe(false);
    expect(crossed(LINE, 100, 0, 105, 0)).toBe(true);
    expect(crossed(LINE, 105, 0, 100, 0)).toBe(true);
  });

  it('[match-rules §5.1] a disc that does not move, or is nowhere, crosses nothing', () => {
    expect(crossed(LINE, 100, 0, 100, 0)).toBe(false);
    expect(crossed(LINE, 95, 0, Number.NaN, 0)).toBe(false);
  });
});

describe('goal test', () => {
  const goals = [
    { p0: [-190, -50], p1: [-190, 50], team: 'red' },
    { p0: [190, -50], p1: [190, 50], team: 'blue' },
  ];
  const scorer = { pos: [0, 150], radius: 5, cGroup: ['score'], cMask: [], damping: 1 };

  it('[match-rules §5.1] a disc at rest never scores, nor one put behind the line', () => {
    const match = kickOff().setRolling().put('ball', { x: 370, y: 0, vx: 0 }).run(5).put('ball', { x: 380 }).run(5);
    expect(match.state.phase).toBe('playing');
  });

  it('[match-rules §5.1] out of the goal counts as well', () => {
    const match = kickOff().setRolling().put('ball', { x: 372, y: 0, vx: -4 }).run(1);
    expect(match).toHaveScored({ team: 'red', tick: 2 });
  });

  it('[match-rules §5.1] a very fast ball does not slip through', () => {
    const match = kickOff().setRolling().put('ball', { x: 0, y: 0, vx: 800 });
    expect(match).toHaveScored({ team: 'red', tick: 2 });
  });

  it('[match-rules §5.1] the first scorer in disc order counts, one goal per tick', () => {
    const match = kickOff(stadiumOf({ goals, discs: [scorer, scorer] })).setRolling();
    match.put(2, { x: 189, y: 0, vx: 3 }).put(1, { x: -189, y: 0, vx: -3 }).run(1);
    expect([match.state.red, match.state.blue]).toEqual([0, 1]);
    expect(match.told().at(-1)).toMatchObject({ type: 'goal', team: 2, disc: 1, by: 0 });
  });

  it('[match-rules §5.1] of two lines crossed at once the first in the stadium counts', () => {
    const both = [{ ...goals[1], team: 'red' }, goals[1]];
    const match = kickOff(stadiumOf({ goals: both }), { red: 0, blue: 0 })
      .setRolling()
      .put('ball', { x: 189, y: 0, vx: 3 })
      .run(1);
    expect([match.state.red, match.state.blue]).toEqual([0, 1]);
  });

  it('[physics §4] only discs with the score bit are looked at, as many as there are', () => {
    const match = kickOff(stadiumOf({ goals, discs: Array.from({ length: 20 }, () => scorer) })).setRolling();
    match.put(3, { cGroup: 0, x: 189, y: 0, vx: 3 }).run(1);
    expect(match.state.phase).toBe('playing');
    match.put(20, { x: 189, y: 0, vx: 3 }).run(1);
    expect(match.told().at(-1)).toMatchObject({ type: 'goal', disc: 20 });
  });
});
