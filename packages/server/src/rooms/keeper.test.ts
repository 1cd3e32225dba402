import { apply, createState, type MatchState } from '@touchline/shared/match';
import { stockStadium } from '@touchline/shared/stadium';
import { beforeEach, describe, expect, it } from 'vitest';
import { BREAK_SECONDS, MatchKeeper } from './keeper.ts';

const stadium = stockStadium('Classic');
if (!stadium) throw new Error('no Classic');

describe('match keeper', () => {
  let state: MatchState;

  beforeEach(() => {
    state = createState(stadium);
    for (const id of [1, 2]) {
      apply(state, { type: 'join', id, name: `p${id}`, avatar: '', bot: true }, new Map());
      apply(state, { type: 'team', id, team: id as 1 | 2, by: 0 }, new Map());
    }
  });

  it('starts at once in a fresh room, and after a break when a match is over', () => {
    const keeper = new MatchKeeper();
    expect(keeper.decide(state)).toEqual({ type: 'start', by: 0 });
    apply(state, { type: 'start', by: 0 }, new Map());
    expect(keeper.decide(state)).toBeNull();
    apply(state, { type: 'stop', by: 0 }, new Map());
    for (let second = 0; second < BREAK_SECONDS; second++) expect(keeper.decide(state)).toBeNull();
    expect(keeper.decide(state)).not.toBeNull();
  });

  it('waits for both sides', () => {
    apply(state, { type: 'team', id: 2, team: 0, by: 0 }, new Map());
    expect(new MatchKeeper().decide(state)).toBeNull();
  });

  it('leaves it to an admin who is there', () => {
    apply(state, { type: 'admin', id: 1, admin: true, by: 0 }, new Map());
    expect(new MatchKeeper().decide(state)).toBeNull();
  });
});
