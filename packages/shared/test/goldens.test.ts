// One hash per scene: a change of a single bit in rules, physics or stock stadiums shows here. A new hash needs its
// reason in the same commit.
import { hashState } from '@touchline/shared/log';
import { STOCK_NAMES } from '@touchline/shared/stadium';
import { expect, it } from 'vitest';
import { playScene } from './kit/scene.ts';

const GOLDENS: Readonly<Record<string, string>> = {
  Classic: '1:0 4ace98ddcc42adda',
  Easy: '2:2 09dbc80b18717a27',
  Small: '1:0 1ca1c75b82ac0ed4',
  Big: '0:0 f3d519eed712f9b2',
  Rounded: '1:1 001665c9029b5297',
  Hockey: '0:1 bdca86f91314df06',
  'Big Hockey': '0:0 17f736c69e20e365',
  'Big Easy': '0:0 46bbb1cc2c8ebd34',
  'Big Rounded': '0:0 b691e016fc7042b7',
  Huge: '0:1 f63094e94fdafbde',
};

it.each(STOCK_NAMES)('2000 ticks of 3 against 3 on %s', (name) => {
  const match = playScene(name, 2000);
  expect(`${match.state.red}:${match.state.blue} ${hashState(match.state)}`).toBe(GOLDENS[name]);
});
