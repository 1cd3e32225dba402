import { expect, it } from 'vitest';
import { idleText } from './idle-text.ts';

const admin = { team: 0, admin: true } as const;
const onBench = { team: 0, admin: false } as const;
const onSide = { team: 2, admin: false } as const;

it('tells nobody to take a side that he has, and promises an admin only where there is one', () => {
  expect(idleText(admin, true)).toBe('idle.noMatch.admin');
  expect(idleText(onBench, true)).toBe('idle.noMatch.player');
  expect(idleText(onSide, true)).toBe('idle.noMatch.onSide');
  expect(idleText(onBench, false)).toBe('idle.noMatch.unled');
  expect(idleText(onSide, false)).toBe('idle.noMatch.unledOnSide');
});
