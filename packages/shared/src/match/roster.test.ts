import { describe, expect, it } from 'vitest';
import { kickOff, room, stadiumOf } from '../../test/kit/index.ts';
import { ownerOf } from './roster.ts';

const names = (match: { state: { players: readonly { name: string }[] } }) =>
  match.state.players.map(({ name }) => name);

describe('the list', () => {
  it('[match-rules §2] a change of team sends a player to the end, joining appends, leaving removes', () => {
    const match = room('classic', { red: 2, blue: 1 });
    expect(names(match)).toEqual(['red 1', 'red 2', 'blue 1']);
    match.team('red 1', 2).join('late');
    expect(names(match)).toEqual(['red 2', 'blue 1', 'red 1', 'late']);
    expect(names(match.leave('blue 1'))).toEqual(['red 2', 'red 1', 'late']);
  });

  it('[match-rules §2] the same team again changes nothing', () => {
    const match = room('classic', { red: 2 });
    expect(match.try({ type: 'team', id: match.id('red 1'), team: 1, by: 0 })).toBe('unchanged');
    expect(names(match)).toEqual(['red 1', 'red 2', 'blue 1']);
  });

  it('[room-scripts R29] reordering puts the named at the top or the bottom, in the given order', () => {
    const match = room('classic', { red: 3, blue: 0 });
    const [a, b, c] = ['red 1', 'red 2', 'red 3'].map((who) => match.id(who));
    match.do({ type: 'order', ids: [c, 99, b, c], top: true });
    expect(names(match)).toEqual(['red 3', 'red 2', 'red 1']);
    match.do({ type: 'order', ids: [c], top: false }).do({ type: 'order', ids: [a], top: true });
    expect(names(match)).toEqual(['red 1', 'red 2', 'red 3']);
  });

  it('[match-rules §2] ids are never used again', () => {
    const match = room('classic', { red: 1, blue: 0 }).leave('red 1');
    const join = { type: 'join', name: 'x', avatar: '', bot: false } as const;
    expect(match.try({ ...join, id: 1 })).toBe('id-taken');
    expect(match.try({ ...join, id: 7 })).toBe(null);
    expect(match.try({ ...join, id: 6 })).toBe('id-taken');
  });

  it('a room holds 32 players', () => {
    const match = room('classic', { red: 16, blue: 16 });
    expect(match.try({ type: 'join', id: 99, name: 'x', avatar: '', bot: false })).toBe('room-full');
    match.do({ type: 'start', by: 0 }).run(10);
    expect(match.state.world.count).toBe(5 + 32);
  });
});

describe('during a match', () => {
  it('[match-rules §6] whoever is put into a team appears at the edge, in the middle, without input', () => {
    const match = kickOff('classic', { spectators: 1 }).setRolling().press('spectator 1', 'up');
    match.team('spectator 1', 2);
    expect(match.player('spectator 1').input).toBe(0);
    expect(match.disc('spectator 1')).toMatchObject({ x: 420, y: 0, vx: 0, vy: 0, cMask: 39, cGroup: 4 });
    expect(match.player('spectator 1').disc).toBe(match.state.world.count - 1);
    expect([match.state.phase, match.state.red]).toEqual(['playing', 0]);
  });

  it('[match-rules §6] or at the last of his spawn points', () => {
    const match = kickOff(
      stadiumOf({
        blueSpawnPoints: [
          [10, 20],
          [30, 40],
        ],
      }),
      { spectators: 1 },
    );
    expect(match.team('spectator 1', 2).disc('spectator 1')).toMatchObject({ x: 30, y: 40 });
  });

  it('[match-rules §6] several together stand on one spot and do not push each other', () => {
    const match = kickOff('classic', { spectators: 2 }).team('spectator 1', 1).team('spectator 2', 1).run(20);
    expect(match.disc('spectator 1')).toEqual(match.disc('spectator 2'));
    match.press('spectator 1', 'up').run(2);
    expect(match.disc('spectator 1').y).not.toBe(match.disc('spectator 2').y);
  });

  it('[match-rules §6] changing sides takes the old disc away and brings a new one', () => {
    const match = kickOff('classic', { red: 2 }).team('red 1', 2);
    expect(match.state.world.count).toBe(5 + 3);
    expect(['red 2', 'blue 1', 'red 1'].map((who) => match.player(who).disc)).toEqual([5, 6, 7]);
    expect(match.disc('red 1').cGroup).toBe(4);
    expect(ownerOf(match.state, 7)?.name).toBe('red 1');
  });

  it('[match-rules §6] to the spectators, or out of the room: the disc goes, later ones move down', () => {
    const match = kickOff('classic', { red: 3, blue: 1 }).team('red 2', 0);
    expect(match.player('red 2').disc).toBe(-1);
    match.leave('red 1');
    expect(['red 3', 'blue 1'].map((who) => match.player(who).disc)).toEqual([5, 6]);
    expect(match.state.world.count).toBe(7);
    expect(match.disc('blue 1').cGroup).toBe(4);
  });

  it('[match-rules §6] the smallest squad number that no team mate has', () => {
    const match = kickOff('classic', { red: 3, spectators: 2 }).team('red 2', 0);
    expect(match.team('spectator 1', 1).player('spectator 1').number).toBe(2);
    expect(match.team('spectator 2', 1).player('spectator 2').number).toBe(4);
  });

  it('[match-rules §6] goes on without any players', () => {
    const match = kickOff().setRolling().leave('red 1').leave('blue 1');
    expect(match.shootAt('red').run(1)).toHaveScored({ team: 'blue' });
  });
});
