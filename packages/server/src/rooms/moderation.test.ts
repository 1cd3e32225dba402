import { expect, it } from 'vitest';
import { Moderation, whoIs } from './moderation.ts';
import { chatFile } from './room-file.ts';

const NOW_MS = 1_000_000;
const ANN = 'A'.repeat(43);

it('a muted player says nothing, admin or not, until the time is over', () => {
  const moderation = new Moderation();
  moderation.mute(ANN, 2, NOW_MS);
  expect(moderation.holdsBack(ANN, true, NOW_MS + 500)).toEqual({ why: 'muted', seconds: 120 });
  expect(moderation.isMuted(ANN, NOW_MS + 119_999)).toBe(true);
  expect(moderation.holdsBack(ANN, false, NOW_MS + 120_000)).toBeNull();
  expect(moderation.unmute(ANN, NOW_MS + 120_000)).toBe(false);
});

it('without a time it holds until it is lifted', () => {
  const moderation = new Moderation();
  moderation.mute(ANN, null, NOW_MS);
  expect(moderation.holdsBack(ANN, false, NOW_MS * 1000)).toEqual({ why: 'muted', seconds: null });
  expect(moderation.unmute(ANN, NOW_MS)).toBe(true);
  expect(moderation.unmute(ANN, NOW_MS)).toBe(false);
  expect(moderation.holdsBack(ANN, false, NOW_MS)).toBeNull();
});

it('is known by identity, without one by address', () => {
  expect(whoIs({ auth: ANN, address: '203.0.113.7' })).toBe(ANN);
  expect(whoIs({ auth: null, address: '203.0.113.7' })).toBe('203.0.113.7');
});

it('in slow mode a refused line does not make him wait longer; admins never wait', () => {
  const moderation = new Moderation();
  moderation.setSlow(10);
  expect(moderation.holdsBack(ANN, false, NOW_MS)).toBeNull();
  expect(moderation.holdsBack(ANN, false, NOW_MS + 2500)).toEqual({ why: 'slow', seconds: 8 });
  expect(moderation.holdsBack('ben', false, NOW_MS + 2500)).toBeNull();
  expect(moderation.holdsBack(ANN, true, NOW_MS + 2600)).toBeNull();
  expect(moderation.holdsBack(ANN, false, NOW_MS + 10_000)).toBeNull();
  moderation.setSlow(0);
  expect(moderation.holdsBack(ANN, false, NOW_MS + 10_001)).toBeNull();
});

it('comes back from the file of the room as it was, without mutes that are over', () => {
  const moderation = new Moderation();
  moderation.setSlow(30);
  moderation.mute(ANN, null, NOW_MS);
  moderation.mute('ben', 1, NOW_MS);
  moderation.mute('cleo', 5, NOW_MS);
  const file = moderation.file(NOW_MS + 60_000);
  expect(chatFile.parse(file)).toEqual(file);
  const again = new Moderation(file);
  expect(again.slowSeconds).toBe(30);
  expect(['ben', 'cleo', ANN].filter((who) => again.isMuted(who, NOW_MS + 60_000))).toEqual(['cleo', ANN]);
});

it('forgets the first of very many', () => {
  const moderation = new Moderation();
  for (let i = 0; i <= 500; i++) moderation.mute(`p${i}`, null, NOW_MS);
  expect([moderation.isMuted('p0', NOW_MS), moderation.isMuted('p1', NOW_MS)]).toEqual([false, true]);
});
