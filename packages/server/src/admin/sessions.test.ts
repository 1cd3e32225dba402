import { expect, it } from 'vitest';
import { AdminSessions } from './sessions.ts';

const SECRET = 'correct horse battery';
const HOUR_MS = 3_600_000;
const HOME = '203.0.113.7';

it('lets in who knows the secret, and knows his session again until it has rested or lasted too long', () => {
  const sessions = new AdminSessions(SECRET);
  const login = sessions.login(SECRET, HOME, 0);
  if (!('token' in login)) throw new Error('was refused');
  expect(sessions.holds(login.token, 0)).toBe(true);
  expect(sessions.holds(`${login.token}x`, 0)).toBe(false);
  for (let nowMs = 0; nowMs < 12 * HOUR_MS; nowMs += HOUR_MS / 4) expect(sessions.holds(login.token, nowMs)).toBe(true);
  expect(sessions.holds(login.token, 12 * HOUR_MS)).toBe(false);

  const second = sessions.login(SECRET, HOME, 0);
  if (!('token' in second)) throw new Error('was refused');
  expect(sessions.holds(second.token, HOUR_MS / 2)).toBe(false);
  const third = sessions.login(SECRET, HOME, 0);
  if (!('token' in third)) throw new Error('was refused');
  sessions.logout(third.token);
  expect(sessions.holds(third.token, 0)).toBe(false);
});

it('makes an address wait, longer each time, and the right secret waits with it; another address does not', () => {
  const sessions = new AdminSessions(SECRET);
  let nowMs = 0;
  const waits: number[] = [];
  for (let i = 0; i < 2; i++) sessions.login('wrong', HOME, nowMs);
  for (let i = 0; i < 12; i++) {
    expect(sessions.login('wrong', HOME, nowMs)).toEqual({ refused: 'wrong' });
    const again = sessions.login(SECRET, HOME, nowMs);
    if (!('refused' in again) || again.refused !== 'locked') throw new Error('need not wait');
    waits.push(again.seconds);
    nowMs += again.seconds * 1000;
  }
  expect(waits.slice(0, 4)).toEqual([2, 4, 8, 16]);
  expect(waits.at(-1)).toBe(900);
  expect(sessions.login(SECRET, '198.51.100.1', nowMs)).toHaveProperty('token');
  expect(sessions.login(SECRET, HOME, nowMs + HOUR_MS)).toHaveProperty('token');
});
