import { expect, it } from 'vitest';
import { idleText } from './idle-text.ts';

const admin = { team: 0, admin: true } as const;
const onBench = { team: 0, admin: false } as const;
const onSide = { team: 2, admin: false } as const;

it('tells nobody to take a side that he has, and promises an admin only where there is one', () => {
  expect(idleText(admin, [admin])).toBe('idle.noMatch.admin');
  expect(idleText(onBench, [admin, onBench])).toBe('idle.noMatch.player');
  expect(idleText(onSide, [admin, onSide])).toBe('idle.noMatch.onSide');
  expect(idleText(onBench, [onBench])).toBe('idle.noMatch.unled');
  expect(idleText(onSide, [onSide])).toBe('idle.noMatch.unledOnSide');
});
