import { expect, it } from 'vitest';
import { bind, keyName, USUAL_KEYS, unbind } from './settings.ts';

it('a key does one thing', () => {
  const keys = bind(USUAL_KEYS, 'kick', 'KeyW');
  expect(keys.kick).toContain('KeyW');
  expect(keys.up).toEqual(['ArrowUp']);
});
it('an action keeps its last key', () => {
  const keys = unbind(unbind(USUAL_KEYS, 'up', 'KeyW'), 'up', 'ArrowUp');
  expect(keys.up).toEqual(['ArrowUp']);
  expect(bind(keys, 'kick', 'ArrowUp')).toBe(keys);
});
it("the room's own keys stay the room's", () => {
  for (const code of ['Enter', 'Escape', 'Tab', 'F3', 'MetaLeft'])
    expect(bind(USUAL_KEYS, 'kick', code)).toBe(USUAL_KEYS);
});
it('says what is printed on a key', () => {
  expect(['KeyW', 'Digit1', 'ArrowUp', 'Space', 'Numpad0'].map(keyName)).toEqual(['W', '1', '↑', 'Space', 'Num 0']);
});
