import { expect, test } from 'vitest';
import { DEFAULT_VOLUMES, loudness, readVolumes, Sounds } from './sounds.ts';

function memory(kept: Record<string, string> = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem(key: string, value: string) {
      kept[key] = value;
    },
  };
}

test('volumes are remembered, with the mute', () => {
  const store = memory();
  const sounds = new Sounds(store);
  sounds.setVolume('crowd', 0.25);
  sounds.muted = true;
  const again = new Sounds(store);
  expect(again.volumes).toEqual({ ...DEFAULT_VOLUMES, crowd: 0.25 });
  expect(again.muted).toBe(true);
});

test('what is remembered wrongly falls back, one by one', () => {
  expect(readVolumes({ master: 3, match: 'loud', crowd: 0.1 })).toEqual({ ...DEFAULT_VOLUMES, crowd: 0.1 });
  expect(new Sounds(memory({ 'touchline.volumes': '{not json' })).volumes).toEqual(DEFAULT_VOLUMES);
});

test('without Web Audio every call is quiet', () => {
  const sounds = new Sounds(memory());
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
