// The container: what counts as JSON5, where a fault is reported, and that hostile texts end quickly.
import { afterEach, expect, test, vi } from 'vitest';
import { MAX_TEXT, parseText } from './text.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const value = (text: string): unknown => {
  const parsed = parseText(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.value;
};
const problem = (text: string) => {
  const parsed = parseText(text);
  return parsed.ok ? undefined : parsed.problem;
};

test('[stadium-format §1] JSON5 is read: comments, commas, bare keys, odd numbers, a byte-order mark', () => {
  const text = "\uFEFF{ a: 'x', /* two */ b: [+1, .5, 5., 0x1F, Infinity, -Infinity, NaN, -0,], // three\n c: null, }";
  expect(value(text)).toEqual({ a: 'x', b: [1, 0.5, 5, 31, Infinity, -Infinity, NaN, -0], c: null });
});

test('[stadium-format §1] of duplicate keys the last wins', () => {
  expect(value('{ a: 1, a: 2 }')).toEqual({ a: 2 });
});

test('[stadium-format §7] the line and column of the first fault', () => {
  expect(problem('{\n  a: 1,\n  b: ?,\n  c: ?\n}')).toMatchObject({ category: 'syntax', line: 3, column: 6 });
  expect(problem('{ a: 1')).toMatchObject({ category: 'syntax', line: 1, column: 7 });
  expect(problem('{ "\\u12')).toMatchObject({ category: 'syntax', line: 1 });
  expect(problem('{ \\u0031a: 1 }')).toMatchObject({ category: 'syntax', line: 1 });
});

test('[stadium-format §7] an empty text is a syntax problem', () => {
  for (const text of ['', ' \n\t', '\uFEFF', '// nothing']) expect(problem(text)).toMatchObject({ category: 'syntax' });
});

test('[stadium-format §7] a raw line break inside quotes is a syntax problem, on the line where the text goes on', () => {
  expect(problem('{"name": "Futsal\nnight"}')).toMatchObject({ category: 'syntax', line: 2, column: 1 });
});

test('[stadium-format §6] a text beyond the limit is refused before it is parsed', () => {
  expect(problem(`"${'x'.repeat(MAX_TEXT - 1)}"`)).toMatchObject({ category: 'limits' });
  expect(problem(`"${'x'.repeat(MAX_TEXT - 2)}"`)).toBeUndefined();
});

test.each([
  ['open brackets', '['.repeat(MAX_TEXT)],
  ['brackets', '['.repeat(MAX_TEXT / 2) + ']'.repeat(MAX_TEXT / 2)],
  ['objects', '{a:'.repeat(MAX_TEXT / 4)],
  ['escaped quotes', `"${'\\"'.repeat(MAX_TEXT / 2 - 1)}`],
  ['escaped quotes and a separator', `"\u2028${'\\"'.repeat(MAX_TEXT / 2 - 1)}`],
  ['slashes', `\u2028${'/*'.repeat(MAX_TEXT / 2 - 1)}`],
  ['digits', '9'.repeat(MAX_TEXT)],
])('[stadium-format §1] a megabyte of %s neither hangs nor overflows the stack', (_, text) => {
  const start = performance.now();
  parseText(text);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('[stadium-format §1] line separators inside quotes are read without a word on the console', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const text =
    '\u2028{ a: "1\u20282\u2029\\\u2028\\"3", // "\u2029 b: \'"\u2028\', /* \'\u2028 */ c: \'\\\\\u2028"\', "\u2028": 4 }';
  expect(value(text)).toEqual({ a: '1\u20282\u2029"3', b: '"\u2028', c: '\\\u2028"', '\u2028': 4 });
  expect(warn).not.toHaveBeenCalled();
});

test('[stadium-format §1] a key called __proto__ is a key like any other', () => {
  const parsed = value('{ "__proto__": { "polluted": 1 } }') as object;
  expect(Object.hasOwn(parsed, '__proto__')).toBe(true);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});
