import { createState } from '@touchline/shared/match';
import type { RoomSettings } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import { expect, test } from 'vitest';
import { changeSettings, commandsFor } from './settings-change.ts';

const classic = stockStadium('Classic');
if (!classic) throw new Error('no Classic');
const state = Object.assign(createState(classic), { scoreLimit: 9, timeLimit: 8 });
const now: RoomSettings = {
  ...{ name: 'Park', maxPlayers: 8, unlisted: false, stadium: 'Classic', scoreLimit: 3, timeLimit: 3 },
  ...{ joinDuringMatch: true, bots: 0, botLevel: 2, delay: 0 },
};

test('what a match was started with waits, all else holds at once', () => {
  const wanted = { ...now, name: 'Green', maxPlayers: 4, stadium: 'Big', scoreLimit: 1 };
  const { settings, due } = changeSettings(now, wanted);
  expect(settings).toEqual({ ...now, name: 'Green', maxPlayers: 4 });
  expect(due).toEqual({ stadium: 'Big', scoreLimit: 1 });
  // Taken back before its time: nothing is due any more.
  expect(changeSettings(settings, { ...wanted, stadium: 'Classic', scoreLimit: 3 }).due).toEqual({});
});

test('only limits that changed in the config are touched: an admin has set the other one', () => {
  expect(commandsFor({ scoreLimit: 1 }, state)).toEqual([{ type: 'limits', scoreLimit: 1, timeLimit: 8, by: 0 }]);
  expect(commandsFor({}, state)).toEqual([]);
});

test('a stadium is named by its hash, a stock one by its name, too', () => {
  const big = stockStadium('Big')?.hash;
  expect(commandsFor({ stadium: 'Big' }, state)).toEqual([{ type: 'stadium', hash: big, by: 0 }]);
  expect(commandsFor({ stadium: 'ab12' }, state)).toEqual([{ type: 'stadium', hash: 'ab12', by: 0 }]);
});
