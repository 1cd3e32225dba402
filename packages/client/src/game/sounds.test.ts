import { expect, test } from 'vitest';
import { loudness, Sounds } from './sounds.ts';

test('without Web Audio every call is quiet', () => {
  const sounds = new Sounds();
  sounds.setVolumes({ master: 1, match: 1, crowd: 1, messages: 1 });
  sounds.unlock();
  sounds.kick(5);
  sounds.goal();
  sounds.crowd(1, true);
  sounds.whistle('end');
  sounds.dispose();
});

test('loudness grows with impact and ends at one', () => {
  expect(loudness(0)).toBe(0);
  expect(loudness(4)).toBeGreaterThan(loudness(2));
  expect(loudness(50)).toBe(1);
});
