import { describe, expect, it } from 'vitest';
import { kickOff, type Match, stadiumOf } from '../../test/kit/index.ts';

/** Red 1 to the left of the ball, his edge this far from the ball's. */
function besideBall(gap: number, match = kickOff('classic', { blue: 0 })): Match {
  return match.put('red 1', { x: -25 - gap, y: 0 });
}

describe('movement', () => {
  it('[physics §9.2] the first ticks of a run', () => {
    const match = kickOff('classic', { blue: 0 }).press('red 1', 'right');
    const seen = [1, 2, 3].map(() => match.run(1).disc('red 1'));
    expect(seen.map(({ x }) => x)).toEqual([-277.4, -277.20399999999995, -276.91583999999995]);
    expect(seen.map(({ vx }) => vx)).toEqual([0.096, 0.18816, 0.2766336]);
  });

  it('[physics §5.2] a diagonal is one ulp short of sqrt(1/2); opposite keys cancel out', () => {
    const match = kickOff('classic').press('red 1', 'up right').press('blue 1', 'left right down').run(1);
    expect([match.disc('red 1').vx, match.disc('red 1').vy]).toEqual([
      0.96 * (0.7071067811865475 * 0.1),
      0.96 * (-0.7071067811865475 * 0.1),
    ]);
    expect([match.disc('blue 1').vx, match.disc('blue 1').vy]).toEqual([0, 0.96 * 0.1]);
  });

  it('[physics §5.2] an armed player runs with the kicking values', () => {
    const physics = { acceleration: 0.2, kickingAcceleration: 0.1, damping: 0.5, kickingDamping: 0.25, invMass: 0.1 };
    const match = kickOff(stadiumOf({ playerPhysics: physics }))
      .press('red 1', 'up')
      .press('blue 1', 'up kick')
      .run(1);
    // Acceleration is not scaled by invMass.
    expect([match.disc('red 1').vy, match.disc('blue 1').vy]).toEqual([0.5 * -0.2, 0.25 * -0.1]);
    match.press('blue 1', '').run(1);
    expect(match.disc('blue 1').damping).toBe(0.5);
  });

  it('[match-rules §9] a damping set by the host is overwritten in the next tick', () => {
    const match = kickOff().put('red 1', { damping: 0.1 }).run(1);
    expect(match.disc('red 1').damping).toBe(0.96);
  });
});

describe('kick', () => {
  it('[physics §5.2] reaches discs whose edge is strictly nearer than 4', () => {
    expect(besideBall(4).kick('red 1').told()).toEqual([]);
    const match = besideBall(3.75).kick('red 1');
    expect(match.told().map(({ type }) => type)).toEqual(['kick', 'kickOff']);
    expect([match.ball().x, match.ball().vx]).toEqual([5, 4.95]);
    expect(match.disc('red 1').vx).toBe(0);
  });

  it('[physics §5.2] one press is one kick; the kicker runs normally until he presses again', () => {
    const match = besideBall(1).press('red 1', 'kick').run(1);
    expect(match.player('red 1').kickArmed).toBe(false);
    match.put('ball', { x: 0, y: 0, vx: 0 }).run(30);
    expect(match.told().filter(({ type }) => type === 'kick')).toHaveLength(1);
    match.press('red 1', '').press('red 1', 'kick').run(1);
    expect(match.told().filter(({ type }) => type === 'kick')).toHaveLength(2);
  });

  it('[physics §5.2] an armed player kicks the first disc that comes into reach', () => {
    const match = kickOff('classic', { blue: 0 }).press('red 1', 'kick').run(50);
    expect(match.told()).toEqual([]);
    match.put('red 1', { x: -26, y: 0 }).run(1);
    expect(match.told()[0]).toEqual({ type: 'kick', player: match.id('red 1'), tick: 51 });
  });

  it('[physics §5.1] pressed and released between two ticks is no kick; released and pressed arms again', () => {
    const match = besideBall(1).press('red 1', 'kick').press('red 1', '').run(1);
    expect(match.told()).toEqual([]);
    match.press('red 1', 'kick').run(1).run(5).put('ball', { x: 0, vx: 0 });
    match.press('red 1', '').press('red 1', 'kick').run(1);
    expect(match.told().filter(({ type }) => type === 'kick')).toHaveLength(2);
  });

  it('[physics §5.2] all discs in reach are kicked, whatever their masks, once', () => {
    const disc = (y: number, cGroup: string[]) => ({ pos: [-26, y], radius: 10, cMask: [], cGroup, invMass: 0.5 });
    const discs = [disc(-26, ['kick']), disc(26, ['c0'])];
    const match = besideBall(1, kickOff(stadiumOf({ discs }), { blue: 0 })).kick('red 1');
    expect([match.ball().vx, match.state.world.vy[1], match.state.world.vy[2]]).toEqual([4.95, -2.5 * 0.99, 0]);
    expect(match.told().filter(({ type }) => type === 'kick')).toHaveLength(1);
  });

  it('[physics §5.2] kickback pushes the kicker the other way', () => {
    const match = kickOff(stadiumOf({ playerPhysics: { kickback: 2 } }), { blue: 0 });
    besideBall(1, match).kick('red 1');
    expect(match.disc('red 1').vx).toBe(0.96 * (-2 * 0.5));
  });

  it('[physics §5.2] players can be kicked when their stadium says so', () => {
    const match = kickOff(stadiumOf({ playerPhysics: { cGroup: ['kick'] } }));
    match.put('red 1', { x: 0, y: 100 }).put('blue 1', { x: 32, y: 100 }).kick('red 1');
    expect(match.disc('blue 1').vx).toBe(0.96 * (5 * 0.5));
    expect(match.told().map(({ type }) => type)).toEqual(['kick']);
  });

  it('[physics §5.2] a later player of the same tick acts on top', () => {
    const match = kickOff().put('red 1', { x: -26, y: 0 }).put('blue 1', { x: 26, y: 0 });
    match.press('red 1', 'kick').press('blue 1', 'kick').run(1);
    expect(match.ball().vx).toBe(0);
    expect(match.told().filter(({ type }) => type === 'kick')).toHaveLength(2);
  });

  it('[physics §5.2] a kick at distance 0 makes both NaN, as in the reference', () => {
    const match = kickOff('classic', { blue: 0 }).put('red 1', { x: 0, y: 0 }).kick('red 1');
    expect([match.ball().x, match.disc('red 1').x]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('kick rate', () => {
  const wall = { pos: [0, 100], radius: 10, invMass: 0, cGroup: ['kick'], cMask: [] };

  /** Ticks of all kicks by a player who stands by an immovable disc and presses anew in every tick. */
  function kicks(min: number, rate: number, burst: number, ticks: number, before = 0): number[] {
    const match = kickOff(stadiumOf({ discs: [wall] }), { blue: 0 }).kickRate(min, rate, burst);
    match.put('red 1', { x: 0, y: 126 }).run(before);
    for (let i = 0; i < ticks; i++) match.press('red 1', '').press('red 1', 'kick').run(1);
    return match.told().flatMap(({ type, tick }) => (type === 'kick' ? [tick - before] : []));
  }

  it('[physics §5.4] min: the next kick comes min ticks later; 0 and 1 are the next tick', () => {
    expect(kicks(0, 0, 0, 4)).toEqual([1, 2, 3, 4]);
    expect(kicks(1, 0, 0, 4)).toEqual([1, 2, 3, 4]);
    expect(kicks(2, 0, 0, 6)).toEqual([1, 3, 5]);
    expect(kicks(10, 0, 0, 25)).toEqual([1, 11, 21]);
  });

  it('[physics §5.4] a fresh room has min 2', () => {
    const match = kickOff();
    expect(match.state.kickRate).toEqual({ min: 2, rate: 0, burst: 0, bound: 1 });
  });

  it('[physics §5.4] burst + 1 in a row from a full bucket, then one per rate', () => {
    expect(kicks(0, 10, 2, 50, 100)).toEqual([1, 2, 3, 11, 21, 31, 41]);
  });

  it('[physics §5.4] an empty bucket lets the first kick through', () => {
    expect(kicks(0, 10, 0, 35)).toEqual([1, 11, 21, 31].map((tick) => tick));
  });

  it('[physics §5.4] values are clamped', () => {
    const match = kickOff().kickRate(999, -5, 101);
    expect(match.state.kickRate).toEqual({ min: 255, rate: 0, burst: 100, bound: 0 });
    expect(match.kickRate(-1, 300, 50).state.kickRate).toEqual({ min: 0, rate: 255, burst: 50, bound: 12750 });
  });

  it('[physics §5.4] cooldown and budget live with the player, and count only on the pitch and unpaused', () => {
    const match = kickOff(stadiumOf({ discs: [wall] }), { blue: 0 }).kickRate(200, 9, 2);
    match.run(30).put('red 1', { x: 0, y: 126 }).kick('red 1');
    const held = () => [match.player('red 1').kickCooldown, match.player('red 1').kickBudget];
    expect(held()).toEqual([200, 18 - 9]);
    match.pause(true);
    match.run(10);
    expect(held()).toEqual([200, 9]);
    match.do({ type: 'stop', by: 0 }).run(10);
    match.team('red 1', 0).team('red 1', 2).do({ type: 'start', by: 0 });
    expect(held()).toEqual([200, 9]);
    match.run(3);
    expect(held()).toEqual([197, 12]);
  });
});
