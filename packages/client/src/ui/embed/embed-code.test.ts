import { expect, it } from 'vitest';
import { embedCode } from './embed-code.ts';

it('is one tag with a title, that loads late and keeps its shape', () => {
  const code = embedCode('https://example.org/watch/sunday', 'Touchline: Sunday');
  expect(code).toMatch(/^<iframe (?:[a-z]+="[^"<>]*" ?)+><\/iframe>$/);
  for (const part of [
    'src="https://example.org/watch/sunday"',
    'title="Touchline: Sunday"',
    'loading="lazy"',
    'aspect-ratio:16/9',
  ]) {
    expect(code).toContain(part);
  }
});

it('holds names as text, whatever they are', () => {
  const code = embedCode('https://example.org/watch/a?k=1&x="', '"><script>alert(1)</script>');
  expect(code).toContain('src="https://example.org/watch/a?k=1&amp;x=&quot;"');
  expect(code).not.toContain('<script');
  expect(code).toMatch(/^<iframe (?:[a-z]+="[^"<>]*" ?)+><\/iframe>$/);
});
