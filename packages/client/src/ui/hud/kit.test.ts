import { expect, test } from 'vitest';
import { kitStyle } from './kit.tsx';

const kit = (shirt: number, textColor: number) => ({ angle: 0, textColor, stripes: [shirt, 0x00ff00] });

test('letters that stand out are as the host chose them', () => {
  expect(kitStyle(kit(0x10161c, 0xffd166))).toEqual({ '--shirt': '#10161c', '--shirt-text': '#ffd166' });
});

test.each([
  ['yellow on white', 0xffffff, 0xffff00, '#10161c'],
  ['white on amber', 0xffb000, 0xffffff, '#10161c'],
  ['black on navy', 0x101840, 0x000000, '#ffffff'],
  ['grey on the same grey', 0x777777, 0x777777, '#ffffff'],
])('%s gives way to letters that can be read', (_what, shirt, text, letters) => {
  expect(kitStyle(kit(shirt, text))['--shirt-text']).toBe(letters);
});

test('no kit of its own: the tokens', () => {
  expect(kitStyle(null)).toEqual({});
  expect(kitStyle({ angle: 0, textColor: 0, stripes: [] })).toEqual({});
});
