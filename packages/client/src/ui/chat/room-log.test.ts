import type { Command, MatchEvent } from '@touchline/shared/match';
import { beforeEach, expect, it } from 'vitest';
import { RoomLog } from './room-log.ts';

let log: RoomLog;
const command = (value: Command): boolean => log.take({ tick: 1, command: value });
const event = (value: MatchEvent): boolean => log.take({ tick: 1, event: value });
const last = () => log.all.at(-1);

beforeEach(() => {
  log = new RoomLog();
  const line = { avatar: '', admin: false, ping: 0, away: false, number: 1 };
  log.meet([
    { ...line, id: 1, name: 'Jonna', team: 1, bot: false },
    { ...line, id: 2, name: 'Zé', team: 2, bot: false },
    { ...line, id: 3, name: 'Bo', team: 2, bot: true },
  ]);
});

it('keeps what was said as it was said', () => {
  command({ type: 'chat', id: 1, text: '<img src=x>' });
  expect(last()).toMatchObject({ kind: 'chat', name: 'Jonna', team: 1, text: '<img src=x>' });
});
it('marks what was said to the team, and leaves out who is not to be heard', () => {
  log.take({ tick: 1, command: { type: 'chat', id: 1, text: 'mind the left' }, team: true });
  expect(last()).toMatchObject({ kind: 'chat', name: 'Jonna', toTeam: true });
  log.ignored = new Set([1]);
  expect(command({ type: 'chat', id: 1, text: 'hello?' })).toBe(false);
  expect(command({ type: 'chat', id: 2, text: 'hello' })).toBe(true);
  expect(last()).toMatchObject({ name: 'Zé', toTeam: false });
});
it('tells a goal, an assist, an own goal', () => {
  event({ type: 'goal', team: 1, by: 1, assist: 0, own: false, disc: 0 });
  expect(last()?.text).toBe('Goal for Red by Jonna');
  event({ type: 'goal', team: 1, by: 2, assist: 0, own: true, disc: 0 });
  expect(last()?.text).toBe('Own goal by Zé: Red score');
});
it('knows the name of somebody who has left', () => {
  command({ type: 'leave', id: 2, by: 1, kicked: true, banned: false, reason: 'own goals' });
  expect(last()?.text).toBe('Zé was kicked by Jonna: own goals');
});
it('is silent about bots, inputs and people moving themselves', () => {
  expect(command({ type: 'leave', id: 3, by: 0, kicked: false, banned: false, reason: '' })).toBe(false);
  expect(command({ type: 'join', id: 4, name: 'Bea', avatar: '', bot: true })).toBe(false);
  expect(command({ type: 'input', id: 1, keys: 3 })).toBe(false);
  expect(command({ type: 'team', id: 1, team: 2, by: 1 })).toBe(false);
  expect(command({ type: 'team', id: 1, team: 1, by: 2 })).toBe(true);
});
it('forgets the oldest of two hundred', () => {
  for (let i = 0; i < 250; i++) log.notice(String(i));
  expect(log.all).toHaveLength(200);
  expect(last()?.text).toBe('249');
});
