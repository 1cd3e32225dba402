import { expect, it } from 'vitest';
import { overlayPath, parseRoute, playPath, replayPath, watchPath } from './router.ts';

it.each([
  ['/', '', { page: 'lobby' }],
  ['/r/evening-1', '', { page: 'play', room: 'evening-1' }],
  ['/r/evening-1/', '?x', { page: 'play', room: 'evening-1' }],
  ['/watch/abc', '', { page: 'watch', room: 'abc', key: '', asked: '' }],
  ['/watch/abc', '?k=s%2F1', { page: 'watch', room: 'abc', key: 's/1', asked: '?k=s%2F1' }],
  ['/watch/abc', '?at=5', { page: 'watch', room: 'abc', key: '', asked: '?at=5' }],
  ['/watch/abc', '?overlay=goals&k=s1', { page: 'overlay', room: 'abc', key: 's1', shows: 'goals' }],
  ['/watch/abc', '?overlay=', { page: 'overlay', room: 'abc', key: '', shows: '' }],
  ['/r/UPPER', '', { page: 'nowhere' }],
  ['/r/a', '', { page: 'nowhere' }],
  ['/r/a/b', '', { page: 'nowhere' }],
  ['/replay', '', { page: 'replay', id: '', asked: '' }],
  ['/replay/derby-1a2B_c', '?t=5', { page: 'replay', id: 'derby-1a2B_c', asked: '?t=5' }],
  ['/replay/a/b', '', { page: 'nowhere' }],
  ['/admin', '', { page: 'admin' }],
  ['/elsewhere', '', { page: 'nowhere' }],
])('%s%s', (path, search, route) => expect(parseRoute(path, search)).toEqual(route));

it('makes the links that it reads', () => {
  expect(playPath('abc')).toBe('/r/abc');
  const link = new URL(watchPath('abc', 's/1'), 'http://x');
  expect(parseRoute(link.pathname, link.search)).toMatchObject({ page: 'watch', room: 'abc', key: 's/1' });
  const overlay = new URL(overlayPath('abc', 's/1', 'goals'), 'http://x');
  const goals = { page: 'overlay', room: 'abc', key: 's/1', shows: 'goals' };
  expect(parseRoute(overlay.pathname, overlay.search)).toEqual(goals);
  expect(watchPath('abc', '')).toBe('/watch/abc');
  expect(parseRoute(replayPath('x-1'), '')).toEqual({ page: 'replay', id: 'x-1', asked: '' });
  expect(parseRoute(replayPath(''), '')).toEqual({ page: 'replay', id: '', asked: '' });
});
