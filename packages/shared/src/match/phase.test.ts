import { describe, expect, it } from 'vitest';
import { kickOff, stadiumOf } from '../../test/kit/index.ts';

/** Kick-off at tick 1 without anybody's touch; the next tick is the first of phase 1. */
const playing = (...setup: Parameters<typeof kickOff>) => kickOff(...setup).setRolling();

describe('kick-off', () => {
  it('[match-rules §5] any speed of the ball begins play; the clock starts on the tick after', () => {
    const match = kickOff().run(500);
    expect([match.state.phase, match.state.time]).toEqual(['kickOff', 0]);
    match.put('ball', { vy: 0.001 }).run(1);
    expect([match.state.phase, match.state.time]).toEqual(['playing', 0]);
    match.run(1);
    expect(match.state.time).toBe(0.016666666666666666);
    expect(match.told()).toEqual([{ type: 'kickOff', team: 1, tick: 501 }]);
  });

  it('[match-rules §5] gravity of the ball kicks off by itself', () => {
    const match = kickOff(stadiumOf({ ballPhysics: { gravity: [0, 0.1] } })).run(1);
    expect(match.state.phase).toBe('playing');
  });

  it('[match-rules §5] no goal is tested on the tick of the kick-off', () => {
    const match = kickOff().shootAt('red').run(1);
    expect([match.state.phase, match.ball().x]).toEqual(['playing', -373]);
    expect(match.run(200).told()).toHaveLength(1);
  });
});

describe('barriers', () => {
  /** On the half-way line outside the circle, where a player is pushed back to x = -15. */
  const onTheLine = { x: -5, y: -120, vx: 0, vy: 0 };

  it('[match-rules §3] both teams get the flag of the team that kicks off, after the first tick', () => {
    const match = kickOff();
    const masks = () => [match.disc('red 1').cMask, match.disc('blue 1').cMask];
    expect(masks()).toEqual([39, 39]);
    match.run(1);
    expect(masks()).toEqual([39 | 8, 39 | 8]);
    match.setRolling();
    expect(masks()).toEqual([39 | 8, 39 | 8]);
    match.run(1);
    expect(masks()).toEqual([39, 39]);
    match.shootAt('blue').until('positionsReset');
    expect(masks()).toEqual([39, 39]);
    match.run(1);
    expect(masks()).toEqual([39 | 16, 39 | 16]);
  });

  it('[match-rules §3] the first tick after a start has none, the first tick of play still has', () => {
    const match = kickOff().put('red 1', onTheLine).run(1);
    expect(match.disc('red 1').x).toBe(-5);
    expect(match.run(1).disc('red 1').x).toBe(-15);
    match.setRolling().put('red 1', onTheLine).run(1);
    expect([match.state.time > 0, match.disc('red 1').x]).toEqual([true, -15]);
    expect(match.put('red 1', onTheLine).run(1).disc('red 1').x).toBe(-5);
  });

  it('[match-rules §5.2] after a goal on tick T they are first felt on tick T+152', () => {
    const match = playing().shootAt('red');
    const goal = match.until('goal');
    expect(match.until('positionsReset')).toBe(goal + 150);
    match.put('red 1', onTheLine).run(1);
    expect([match.tick, match.disc('red 1').x]).toEqual([goal + 151, -5]);
    expect(match.run(1).disc('red 1').x).toBe(-15);
  });

  it('[match-rules §3] in phases 2 and 3 no mask is written', () => {
    const match = playing('classic', {}, { scoreLimit: 1 }).shootAt('red');
    match.until('goal');
    match.put('red 1', { cMask: 1 }).run(200);
    expect([match.state.phase, match.disc('red 1').cMask]).toEqual(['ended', 1]);
  });
});

describe('goal', () => {
  it('[match-rules §5.2] T, reset at T+150; the side that conceded kicks off', () => {
    const match = playing().shootAt('blue').run(1);
    expect([match.state.phase, match.state.counter, match.state.red, match.state.blue]).toEqual(['goal', 150, 1, 0]);
    const goal = match.tick;
    expect(match.until('positionsReset')).toBe(goal + 150);
    expect([match.state.phase, match.state.kickOffTeam]).toEqual(['kickOff', 2]);
    match.setRolling();
    expect(match.told().at(-1)).toEqual({ type: 'kickOff', team: 2, tick: goal + 151 });
  });

  it('[match-rules §1] neither clock nor goals count after a goal', () => {
    const match = playing().shootAt('red').run(1);
    const { time } = match.state;
    match.shootAt('red').run(1).shootAt('blue').run(1);
    expect([match.state.red, match.state.blue, match.state.time]).toEqual([0, 1, time]);
  });

  it('[match-rules §5.2] the score limit decides only after the 150 ticks; the match is gone at T+450', () => {
    const match = playing('classic', {}, { scoreLimit: 2 });
    const goal = match.shootAt('red').until('goal');
    match.until('positionsReset');
    match.setRolling();
    const second = match.shootAt('red').until('goal');
    expect(second).toBe(goal + 152);
    expect(match.until('matchEnd')).toBe(second + 150);
    expect([match.state.phase, match.state.counter]).toEqual(['ended', 300]);
    expect(match.until('matchStop')).toBe(second + 450);
    expect([match.state.phase, match.state.world.count]).toEqual(['none', 0]);
    expect([match.player('red 1').team, match.player('blue 1').team]).toEqual([1, 2]);
    expect(match.told().find(({ type }) => type === 'matchEnd')).toEqual({
      type: 'matchEnd',
      winner: 2,
      tick: second + 150,
    });
  });

  it('[match-rules §5] players go on moving after a goal and after the end', () => {
    const match = playing('classic', {}, { scoreLimit: 1 }).shootAt('red').run(1);
    expect(match.press('blue 1', 'right').run(2).disc('blue 1').vx).toBeGreaterThan(0);
    match.until('matchEnd');
    const { x } = match.put('blue 1', { x: 0, y: 0, vx: 0, vy: 0 }).press('blue 1', 'up').run(2).disc('blue 1');
    expect([x, match.disc('blue 1').vy < 0]).toEqual([0, true]);
  });
});

describe('clock', () => {
  it.each([
    [1, 3601],
    [2, 7201],
    [3, 10800],
    [5, 18000],
    [7, 25201],
    [10, 36001],
    [14, 50401],
    [99, 356401],
  ])('[match-rules §8] %i min are %i ticks of play', (timeLimit, ticks) => {
    const match = playing('classic', { red: 0, blue: 0 }, { timeLimit });
    match.state.red = 1;
    expect(match.until('timeUp', 400_000)).toBe(1 + ticks);
    expect(match.told().slice(-2)).toEqual([
      { type: 'timeUp', tick: 1 + ticks },
      { type: 'matchEnd', winner: 1, tick: 1 + ticks },
    ]);
    expect(match.until('matchStop')).toBe(1 + ticks + 300);
  });

  it('[match-rules §8] level at the limit: overtime without an event, the next goal wins', () => {
    const match = playing('classic', { red: 0, blue: 0 }, { timeLimit: 1 }).run(4000);
    expect(match.told()).toHaveLength(1);
    const goal = match.shootAt('red').until('goal');
    expect(match.until('matchEnd')).toBe(goal + 150);
    expect(match.told().map(({ type }) => type)).toEqual(['kickOff', 'goal', 'matchEnd']);
  });

  it('[match-rules §8] a goal on the tick of the limit is counted first', () => {
    const match = playing('classic', { red: 0, blue: 0 }, { timeLimit: 1 });
    match.state.red = 1;
    // It levels the score: no time up, and after the celebration play goes on.
    match.run(3600).shootAt('red').run(1);
    expect([match.tick, match.state.time >= 60, match.state.phase, match.state.blue]).toEqual([3602, true, 'goal', 1]);
    match.until('positionsReset');
    expect(match.told().some(({ type }) => type === 'timeUp')).toBe(false);
  });

  it('[match-rules §8] time up during a goal celebration ends it there, without the event', () => {
    const match = playing('classic', { red: 0, blue: 0 }, { timeLimit: 1 }).run(3600).shootAt('blue').run(1);
    expect(match.state.phase).toBe('goal');
    expect(match.until('matchEnd')).toBe(3602 + 150);
    expect(match.told().map(({ type }) => type)).toEqual(['kickOff', 'goal', 'matchEnd']);
  });

  it('[match-rules §8] without limits a match never ends', () => {
    const match = playing('classic', { red: 0, blue: 0 });
    match.state.red = 90;
    expect(match.run(20_000).state.phase).toBe('playing');
  });
});
