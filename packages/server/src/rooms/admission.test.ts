import { apply, createState, type MatchState, type Player } from '@touchline/shared/match';
import { stockStadium } from '@touchline/shared/stadium';
import { beforeEach, describe, expect, it } from 'vitest';
import { sameSecret } from '../secret.ts';
import { commandsFor, mayAsk } from './admission.ts';

const stadium = stockStadium('Classic');
if (!stadium) throw new Error('no Classic');

describe('admission', () => {
  let state: MatchState;
  let admin: Player;
  let guest: Player;

  beforeEach(() => {
    state = createState(stadium);
    for (let id = 1; id <= 4; id++) {
      apply(state, { type: 'join', id, name: `p${id}`, avatar: '', bot: false }, new Map());
    }
    [admin, guest] = state.players;
    admin.admin = true;
  });

  it('lets everybody chat and choose a side of his own while teams are unlocked', () => {
    expect(mayAsk(state, guest, 'chat', { text: 'hi' })).toBeNull();
    expect(mayAsk(state, guest, 'team', { id: guest.id, team: 1 })).toBeNull();
    state.locked = true;
    expect(mayAsk(state, guest, 'team', { id: guest.id, team: 1 })).toBe('teams-locked');
    expect(mayAsk(state, admin, 'team', { id: guest.id, team: 1 })).toBeNull();
  });

  it('[match-rules §6] keeps sides as they are during a match where the room says so', () => {
    apply(state, { type: 'start', by: 0 }, new Map());
    expect(mayAsk(state, guest, 'team', { id: guest.id, team: 1 })).toBeNull();
    expect(mayAsk(state, guest, 'team', { id: guest.id, team: 1 }, false)).toBe('match-running');
    expect(mayAsk(state, admin, 'team', { id: guest.id, team: 1 }, false)).toBeNull();
  });

  it('keeps everything else for admins', () => {
    expect(mayAsk(state, guest, 'team', { id: admin.id, team: 1 })).toBe('not-admin');
    expect(mayAsk(state, guest, 'start', {})).toBe('not-admin');
    expect(mayAsk(state, guest, 'kick', { id: admin.id, reason: '', ban: true })).toBe('not-admin');
    expect(mayAsk(state, admin, 'kick', { id: guest.id, reason: '', ban: true })).toBeNull();
  });

  it('[match-rules §6] fills from the bench: one each at even sides, else the smaller side', () => {
    const teams = () =>
      commandsFor(state, admin, 'teams', { how: 'auto' }, Math.random).map((command) =>
        command.type === 'team' ? [command.id, command.team] : [],
      );
    expect(teams()).toEqual([
      [1, 1],
      [2, 2],
    ]);
    apply(state, { type: 'team', id: 3, team: 2, by: 0 }, new Map());
    expect(teams()).toEqual([[1, 1]]);
  });

  it('deals everybody out evenly at random', () => {
    for (const command of commandsFor(state, admin, 'teams', { how: 'random' }, Math.random)) {
      expect(apply(state, command, new Map())).toBeNull();
    }
    expect(state.players.filter((player) => player.team === 1)).toHaveLength(2);
    expect(state.players.filter((player) => player.team === 2)).toHaveLength(2);
  });

  it('compares secrets', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
  });
});
