import { expect, it } from 'vitest';
import { parseRoute, playPath, watchPath } from './router.ts';

it.each([
  ['/', '', { page: 'lobby' }],
  ['/r/evening-1', '', { page: 'play', room: 'evening-1' }],
  ['/r/evening-1/', '?x', { page: 'play', room: 'evening-1' }],
  ['/watch/abc', '', { page: 'watch', room: 'abc', key: '' }],
  ['/watch/abc', '?k=s%2F1', { page: 'watch', room: 'abc', key: 's/1' }],
  ['/r/UPPER', '', { page: 'nowhere' }],
  ['/r/a', '', { page: 'nowhere' }],
  ['/r/a/b', '', { page: 'nowhere' }],
  ['/elsewhere', '', { page: 'nowhere' }],
])('%s%s', (path, search, route) => expect(parseRoute(path, search)).toEqual(route));

it('makes the links that it reads', () => {
  expect(playPath('abc')).toBe('/r/abc');
  const link = new URL(watchPath('abc', 's/1'), 'http://x');
  expect(parseRoute(link.pathname, link.search)).toEqual({ page: 'watch', room: 'abc', key: 's/1' });
  expect(watchPath('abc', '')).toBe('/watch/abc');
});
