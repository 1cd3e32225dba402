import { expect, it } from 'vitest';
import { kickOff } from './index.ts';

it('the example of the house style runs', () => {
  const match = kickOff('classic');
  match.hold('red 1', 'right', 90).kick('red 1');
  expect(match.until('goal')).toBe(0);
  expect(match).toHaveScored({ team: 'red', by: 'red 1', tick: 131 });
});
