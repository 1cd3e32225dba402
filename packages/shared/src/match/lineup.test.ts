import { describe, expect, it } from 'vitest';
import { kickOff, room, stadiumOf } from '../../test/kit/index.ts';

const GOALS = [
  { p0: [-190, -50], p1: [-190, 50], team: 'red' },
  { p0: [190, -50], p1: [190, 50], team: 'blue' },
];

describe('start', () => {
  it('[match-rules §4] fresh discs, 0:0, red to kick off, nothing paused', () => {
    const match = kickOff('classic', { red: 2, blue: 1, spectators: 1 });
    const { state } = match;
    expect([state.phase, state.red, state.blue, state.time, state.pause]).toEqual(['kickOff', 0, 0, 0, 0]);
    expect(state.kickOffTeam).toBe(1);
    expect(state.world.count).toBe(5 + 3);
    expect(match.player('spectator 1').disc).toBe(-1);
    expect(match.try({ type: 'start', by: 0 })).toBe('match-running');
  });

  it('[match-rules §2] discs are created in the order of the list', () => {
    const match = room('classic', { red: 2, blue: 1 });
    match.team('red 1', 0).team('red 1', 1).do({ type: 'start', by: 0 });
    expect(['red 2', 'blue 1', 'red 1'].map((who) => match.player(who).disc)).toEqual([5, 6, 7]);
  });

  it('[match-rules §3] a disc has its flag and those of the stadium, and 39 as its mask', () => {
    const match = kickOff(stadiumOf({ playerPhysics: { cGroup: ['c0'] } }));
    expect([match.disc('red 1').cGroup, match.disc('blue 1').cGroup]).toEqual([2 | (1 << 28), 4 | (1 << 28)]);
    expect([match.disc('red 1').cMask, match.disc('blue 1').cMask]).toEqual([39, 39]);
  });
});

describe('places', () => {
  it('[match-rules §4] 0, 55, -55, 110, -110 … at the spawn distance; the first is -0', () => {
    const match = kickOff('classic', { red: 5, blue: 2 });
    const places = [1, 2, 3, 4, 5].map((i) => match.disc(`red ${i}`));
    expect(places.map(({ x }) => x)).toEqual([-277.5, -277.5, -277.5, -277.5, -277.5]);
    expect(places.map(({ y }) => y)).toEqual([-0, 55, -55, 110, -110]);
    expect([match.disc('blue 2').x, match.disc('blue 2').y]).toEqual([277.5, 55]);
  });

  it('[match-rules §4] spawn points by number, the last for all that follow; a team without keeps the rule', () => {
    const match = kickOff(
      stadiumOf({
        spawnDistance: 80,
        redSpawnPoints: [
          [-10, 1],
          [-20, 2],
        ],
      }),
      { red: 3, blue: 2 },
    );
    expect([1, 2, 3].map((i) => match.disc(`red ${i}`)).map(({ x, y }) => [x, y])).toEqual([
      [-10, 1],
      [-20, 2],
      [-20, 2],
    ]);
    expect([match.disc('blue 2').x, match.disc('blue 2').y]).toEqual([80, 55]);
  });

  it('[match-rules §6] squad numbers are 1 + place at a reset', () => {
    const match = kickOff('classic', { red: 3, blue: 2 });
    expect([1, 2, 3].map((i) => match.player(`red ${i}`).number)).toEqual([1, 2, 3]);
    match.setRolling().team('red 1', 0).team('red 1', 1).shootAt('red').until('positionsReset');
    expect(['red 2', 'red 3', 'red 1'].map((who) => match.player(who).number)).toEqual([1, 2, 3]);
    expect(match.disc('red 1').y).toBe(-55);
  });
});

describe('reset', () => {
  it('[match-rules §4] inputs become 0, speeds too, discs keep their place in the list and their colour', () => {
    const match = kickOff('classic', { red: 2 });
    match.setRolling().press('red 1', 'up kick').put('red 2', { color: 0x123456, radius: 30 });
    const places = match.state.players.map(({ disc }) => disc);
    match.shootAt('red').until('positionsReset');
    expect(match.state.players.map(({ disc }) => disc)).toEqual(places);
    expect(match.player('red 1').input).toBe(0);
    expect([match.disc('red 1').vx, match.disc('red 1').vy]).toEqual([0, 0]);
    expect([match.disc('red 2').color, match.disc('red 2').radius]).toEqual([0x123456, 15]);
  });

  it('[match-rules §4] partial: only the ball comes back; full: all discs of the stadium', () => {
    const file = { goals: GOALS, discs: [{ pos: [0, 150], radius: 5 }] };
    for (const [kickOffReset, y] of [
      ['partial', 140],
      ['full', 150],
    ] as const) {
      const match = kickOff(stadiumOf({ ...file, kickOffReset })).setRolling();
      match.put(1, { y: 140 }).shootAt('red').until('positionsReset');
      expect([match.ball().x, match.ball().vx]).toEqual([0, 0]);
      expect(match.state.world.y[1]).toBe(y);
    }
  });
});

describe('stop', () => {
  it('[match-rules §4] no match and no discs; teams and inputs stay; no event', () => {
    const match = kickOff().setRolling().press('red 1', 'left').do({ type: 'stop', by: 0 }).run(3);
    expect(match.state.phase).toBe('none');
    expect([match.state.world.count, match.player('red 1').disc]).toEqual([0, -1]);
    expect([match.player('red 1').team, match.player('red 1').input]).toEqual([1, 4]);
    expect(match.told().map(({ type }) => type)).toEqual(['kickOff']);
    expect(match.try({ type: 'stop', by: 0 })).toBe('no-match');
  });

  it('[match-rules §4] the next match begins anew, red to kick off', () => {
    const match = kickOff().setRolling().shootAt('blue');
    match.until('goal');
    expect(match.state.kickOffTeam).toBe(2);
    match.do({ type: 'stop', by: 0 }).do({ type: 'start', by: 0 });
    expect([match.state.red, match.state.blue, match.state.kickOffTeam]).toEqual([0, 0, 1]);
  });
});
