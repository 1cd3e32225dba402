import { describe, expect, it } from 'vitest';
import { randomSlug, slugOf } from './slug.ts';

const SLUG = /^[a-z0-9-]{3,32}$/;

describe('slugs', () => {
  it('makes a readable id of a name', () => {
    expect(slugOf('Čaj & Fußball!', () => false)).toBe('caj-fu-ball');
    expect(slugOf('  3v3  ', () => false)).toBe('3v3');
  });

  it('always fits the pattern of ids', () => {
    for (const name of ['a', '日本', '-', 'x'.repeat(80), '--a--', 'é', `${'abc'.repeat(9)}- - -x`]) {
      expect(slugOf(name, () => false)).toMatch(SLUG);
    }
  });

  it('is made unique by a suffix', () => {
    const taken = new Set(['futsal', 'futsal-2']);
    expect(slugOf('Futsal', (slug) => taken.has(slug))).toBe('futsal-3');
    expect(slugOf('Futsal', (slug) => slug.startsWith('futsal'))).toMatch(SLUG);
  });

  it('draws unguessable ones from 32 characters', () => {
    expect(randomSlug(12)).toMatch(/^[a-z2-9]{12}$/);
    expect(randomSlug(12)).not.toBe(randomSlug(12));
  });
});
