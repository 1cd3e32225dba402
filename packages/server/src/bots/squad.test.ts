import { apply, createState, type MatchState, type Team } from '@touchline/shared/match';
import { stockStadium } from '@touchline/shared/stadium';
import { describe, expect, it } from 'vitest';
import { BOT_NAMES, benchPlan, botName, squadPlan } from './squad.ts';

const classic = stockStadium('Classic');
if (classic === undefined) throw new Error('no Classic');
const stadiums = new Map([[classic.hash, classic]]);

/** A room with people and bots, each given by his side, in the order in which they came. */
function room(people: Team[], bots: Team[] = []): MatchState {
  const state = createState(classic as NonNullable<typeof classic>);
  const enter = (team: Team, bot: boolean): void => {
    const id = state.nextPlayerId;
    apply(state, { type: 'join', id, name: `${id}`, avatar: '', bot }, stadiums);
    apply(state, { type: 'team', id, team, by: 0 }, stadiums);
  };
  for (const team of people) enter(team, false);
  for (const team of bots) enter(team, true);
  return state;
}

const sides = (state: MatchState, perSide: number, freeSeats = 20) => {
  const plan = squadPlan(state, { perSide, freeSeats });
  return { leave: plan.leave, join: plan.join.map(({ team }) => team) };
};

describe('benchPlan', () => {
  const bench = (state: MatchState, perSide: number, freeSeats = 20) => {
    const plan = benchPlan(state, { perSide, freeSeats });
    return { leave: plan.leave, join: plan.join.map(({ team }) => team) };
  };

  it('brings bots to the bench, people counted wherever they are', () => {
    expect(bench(room([]), 2)).toEqual({ leave: [], join: [0, 0, 0, 0] });
    expect(bench(room([0, 1], [2]), 2)).toEqual({ leave: [], join: [0] });
  });

  it('leaves bots where they were put, on the bench, too', () => {
    expect(bench(room([], [0, 1, 1, 1]), 2)).toEqual({ leave: [], join: [] });
  });

  it('for a person one leaves: from the bench, or else who came last', () => {
    expect(bench(room([0], [1, 0, 2, 2]), 2)).toEqual({ leave: [3], join: [] });
    expect(bench(room([0], [1, 2, 1, 2]), 2)).toEqual({ leave: [5], join: [] });
    expect(bench(room([1], [1, 0]), 0)).toEqual({ leave: [3, 2], join: [] });
  });

  it('leaves one seat open for people', () => {
    expect(bench(room([]), 3, 3).join).toEqual([0, 0]);
    expect(bench(room([], [1, 2]), 3, 0).leave).toEqual([2]);
  });

  it('the host player is nobody who plays', () => {
    const state = room([]);
    apply(state, { type: 'join', id: 0, name: 'Host', avatar: '', bot: false }, stadiums);
    expect(bench(state, 1).join).toEqual([0, 0]);
  });
});

describe('squadPlan', () => {
  it('fills an empty room, side by side', () => {
    expect(sides(room([]), 3)).toEqual({ leave: [], join: [1, 2, 1, 2, 1, 2] });
  });

  it('counts people and leaves out spectators', () => {
    expect(sides(room([1, 1, 2, 0, 0]), 3)).toEqual({ leave: [], join: [2, 1, 2] });
  });

  it('a person on a side makes the bot leave that came there last', () => {
    // Ids: one person, then bots 2 to 5.
    expect(sides(room([1], [1, 2, 1, 2]), 2)).toEqual({ leave: [4], join: [] });
  });

  it('more people than places on a side: no bots there, the other side is filled', () => {
    expect(sides(room([1, 1, 1], [1, 2]), 2)).toEqual({ leave: [4], join: [2] });
  });

  it('with 0 a side all bots leave', () => {
    expect(sides(room([1, 2], [1, 2, 2]), 0)).toEqual({ leave: [3, 5, 4], join: [] });
  });

  it('a bot on the bench goes home', () => {
    expect(sides(room([], [1, 2, 0]), 1)).toEqual({ leave: [3], join: [] });
  });

  it('leaves one seat open for people', () => {
    expect(sides(room([]), 3, 4).join).toEqual([1, 2, 1]);
    expect(sides(room([]), 3, 1).join).toEqual([]);
    expect(sides(room([]), 3, 0).join).toEqual([]);
  });

  it('in a room full of bots one leaves, from the fuller side, and the plan rests then', () => {
    expect(sides(room([0], [1, 2, 1]), 3, 0)).toEqual({ leave: [4], join: [] });
    expect(sides(room([0], [1, 2]), 3, 1)).toEqual({ leave: [], join: [] });
  });

  it('several people wait: as many bots leave', () => {
    const { leave, join } = sides(room([], [1, 2, 1, 2]), 2, -1);
    expect(leave).toHaveLength(2);
    expect(join).toEqual([]);
    expect(sides(room([1, 2]), 2, -5)).toEqual({ leave: [], join: [] });
  });

  it('carried out, a plan is followed by an empty one', () => {
    for (const people of [[], [1], [1, 2, 0], [2, 2, 2]] as Team[][]) {
      for (let seats = 1; seats <= 9; seats++) {
        const state = room(people);
        for (let i = 0; i < 2; i++) {
          const plan = squadPlan(state, { perSide: 3, freeSeats: seats - state.players.length });
          if (i === 1) expect(plan).toEqual({ leave: [], join: [] });
          for (const { team } of plan.join) {
            const id = state.nextPlayerId;
            apply(state, { type: 'join', id, name: '', avatar: '', bot: true }, stadiums);
            apply(state, { type: 'team', id, team, by: 0 }, stadiums);
          }
        }
        expect(state.players.length).toBeLessThanOrEqual(Math.max(seats, people.length));
      }
    }
  });
});

describe('botName', () => {
  it('gives every bot a name of its own', () => {
    const taken = new Set<string>();
    for (let id = 1; id <= BOT_NAMES.length + 3; id++) {
      const name = botName(id, taken);
      expect(taken.has(name)).toBe(false);
      expect(name.length).toBeLessThanOrEqual(25);
      taken.add(name);
    }
  });
});
