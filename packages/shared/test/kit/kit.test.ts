import { expect, it } from 'vitest';
import { kickOff } from './index.ts';

it('[house style] the example of a scenario test runs', () => {
  const match = kickOff('classic', { blue: 0 });
  match.hold('red 1', 'right', 124).kick('red 1');
  expect(match).toHaveScored({ team: 'red', by: 'red 1', tick: 259 });
  expect(match).not.toHaveScored({ team: 'red', tick: 260 });
});
