import { describe, expect, it } from 'vitest';
import { readIdentity, writeIdentity } from './identity-text.ts';

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 5) & 255);
const TEXT = writeIdentity(SECRET);

describe('an identity as text', () => {
  it('reads back to the same bytes', () => {
    expect(readIdentity(TEXT)).toEqual({ secret: SECRET });
  });

  it('is found in what a paste, a mail or a file makes of it', () => {
    const broken = TEXT.replace(/(.{20})/g, '$1\r\n  ');
    for (const text of [` ${TEXT}\n`, broken, `Keep this to yourself.\n${TEXT}\nBye`])
      expect(readIdentity(text)).toEqual({ secret: SECRET });
  });

  it('is refused with any one character wrong, missing or too many', () => {
    const start = TEXT.indexOf(':') + 1;
    for (let i = start; i < TEXT.length; i++) {
      const other = TEXT[i] === 'A' ? 'B' : 'A';
      for (const part of [other, '', other + TEXT[i]])
        expect(readIdentity(TEXT.slice(0, i) + part + TEXT.slice(i + 1)), `at ${i}: ${part}`).toEqual({
          fault: 'damaged',
        });
    }
  });

  it('of another version, or none at all, is told apart', () => {
    expect(readIdentity(TEXT.replace('-1:', '-2:'))).toEqual({ fault: 'other-version' });
    for (const text of ['', 'hello', 'x'.repeat(100_000)]) expect(readIdentity(text)).toEqual({ fault: 'no-identity' });
  });
});
