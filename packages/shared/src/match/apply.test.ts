import { describe, expect, it } from 'vitest';
import { kickOff, room, stock } from '../../test/kit/index.ts';
import type { Command } from './commands.ts';

describe('pause', () => {
  it('[match-rules §7] after resuming 119 ticks stand still, the 120th moves', () => {
    const match = kickOff().setRolling().run(10);
    const { x } = match.ball();
    expect(match.pause(true)).toBe(null);
    expect(match.run(50).ball().x).toBe(x);
    expect([match.pause(false), match.state.pause]).toEqual([null, 119]);
    expect([match.run(119).ball().x, match.state.pause]).toEqual([x, 0]);
    expect(match.run(1).ball().x).toBeGreaterThan(x);
  });

  it('[match-rules §7] clock and counters stand still', () => {
    const match = kickOff().setRolling().shootAt('red').run(5);
    const { time, counter } = match.state;
    match.pause(true);
    match.run(30);
    expect([match.state.time, match.state.counter]).toEqual([time, counter]);
  });

  it('[match-rules §7] resuming again changes nothing, pausing again stops the countdown', () => {
    const match = kickOff();
    expect(match.pause(false)).toBe('unchanged');
    match.pause(true);
    expect(match.pause(true)).toBe('unchanged');
    match.pause(false);
    match.run(40);
    expect([match.pause(false), match.state.pause]).toEqual(['unchanged', 79]);
    expect([match.pause(true), match.state.pause]).toEqual([null, 120]);
  });

  it('[match-rules §7] nothing to pause without a match; a new one starts unpaused', () => {
    expect(room().pause(true)).toBe('no-match');
    const match = kickOff();
    match.pause(true);
    match.do({ type: 'stop', by: 0 }).do({ type: 'start', by: 0 });
    expect(match.state.pause).toBe(0);
  });

  it('[match-rules §7] a kick pressed meanwhile is used on the first tick, if still held', () => {
    const match = kickOff().put('red 1', { x: -26, y: 0 });
    match.pause(true);
    match.press('red 1', 'kick').run(10);
    match.pause(false);
    expect(match.run(119).told()).toEqual([]);
    expect(
      match
        .run(1)
        .told()
        .map(({ type }) => type),
    ).toEqual(['kick', 'kickOff']);
  });
});

describe('settings', () => {
  it('[match-rules §1] limits and stadium change only between matches; limits are clamped', () => {
    const match = room();
    const limits = { type: 'limits', scoreLimit: 200, timeLimit: 7, by: 0 } as const;
    const hockey = stock('hockey');
    match.stadiums.set(hockey.hash, hockey);
    match.do(limits).do({ type: 'stadium', hash: hockey.hash, by: 0 });
    expect([match.state.scoreLimit, match.state.timeLimit, match.state.stadium.name]).toEqual([99, 7, 'Hockey']);
    expect(match.try({ type: 'stadium', hash: 'nowhere', by: 0 })).toBe('unknown-stadium');
    match.do({ type: 'start', by: 0 });
    expect(match.try(limits)).toBe('match-running');
    expect(match.try({ type: 'stadium', hash: hockey.hash, by: 0 })).toBe('match-running');
  });

  it('sets kits, admins, avatars and the lock', () => {
    const match = room();
    const id = match.id('red 1');
    match.do({ type: 'admin', id, admin: true, by: 0 }).do({ type: 'avatar', id, avatar: '🟢' });
    expect(match.player('red 1')).toMatchObject({ admin: true, avatar: '🟢' });
    match.do({ type: 'kit', team: 2, angle: 60, textColor: 1, stripes: [1, 2, 3, 4], by: 0 });
    expect([match.state.redKit, match.state.blueKit]).toEqual([null, { angle: 60, textColor: 1, stripes: [1, 2, 3] }]);
    match.do({ type: 'lock', locked: true, by: id });
    expect(match.state.locked).toBe(true);
  });

  it.each<[string, Command]>([
    ['unknown-player', { type: 'input', id: 99, keys: 1 }],
    ['unknown-player', { type: 'chat', id: 99, text: 'hello' }],
    ['unknown-player', { type: 'leave', id: 0, by: 0, kicked: false, banned: false, reason: '' }],
    ['unchanged', { type: 'input', id: 1, keys: 0 }],
    ['unchanged', { type: 'lock', locked: false, by: 0 }],
    ['unchanged', { type: 'kit', team: 0, angle: 0, textColor: 0, stripes: [], by: 0 }],
    ['no-match', { type: 'stop', by: 0 }],
    ['no-disc', { type: 'disc', index: 0, change: { x: 1 } }],
    ['no-disc', { type: 'playerDisc', id: 1, change: { x: 1 } }],
  ])('refuses what is not possible: %s', (refusal, command) => {
    expect(room().try(command)).toBe(refusal);
  });
});

describe('discs', () => {
  it('[match-rules §9] real values become float32, whole ones int32, the others stay', () => {
    const match = kickOff().put('ball', { x: 0.1, invMass: 1 / 3, cMask: -1, color: 0xff0000 });
    expect(match.ball()).toMatchObject({
      ...{ x: Math.fround(0.1), invMass: Math.fround(1 / 3), cMask: -1, color: 0xff0000 },
      ...{ y: 0, radius: 10, cGroup: 193 },
    });
  });

  it('[match-rules §9] a mask set by the host is written over at the end of the next tick', () => {
    const match = kickOff().put('red 1', { cMask: 0 }).run(1);
    expect(match.disc('red 1').cMask).toBe(39 | 8);
  });

  it('[physics §5.1] inputs of spectators are stored', () => {
    const match = kickOff('classic', { spectators: 1 }).press('spectator 1', 'left');
    expect(match.player('spectator 1').input).toBe(4);
  });
});
