import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { showsWork, Work } from './work.ts';

describe('[room-scripts §10] proof of work', () => {
  it('is found, in any number of pieces, and recognised', () => {
    const whole = new Work('challenge', 10).run(100_000);
    const pieces = new Work('challenge', 10);
    let nonce: string | null = null;
    while (nonce === null) nonce = pieces.run(7);
    expect(nonce).toBe(whole);
    expect(showsWork('challenge', nonce, 10)).toBe(true);
  });

  it('is what SHA-256 of anybody else says it is', () => {
    const nonce = new Work('another', 12).run(1_000_000) ?? '';
    const inner = createHash('sha256').update('another').digest();
    const outer = createHash('sha256').update(inner).update(Buffer.from(nonce, 'hex')).digest();
    expect(outer.readUInt32BE() >>> 20).toBe(0);
  });

  it('is worth nothing for another challenge, and no more than was asked', () => {
    const nonces = Array.from({ length: 40 }, (_, i) => new Work(`mine ${i}`, 8).run(100_000) ?? '');
    expect(nonces.every((nonce, i) => showsWork(`mine ${i}`, nonce, 8))).toBe(true);
    expect(nonces.filter((nonce, i) => showsWork(`yours ${i}`, nonce, 8)).length).toBeLessThan(4);
    expect(nonces.filter((nonce, i) => showsWork(`mine ${i}`, nonce, 20)).length).toBeLessThan(4);
  });

  it('gives up after so many attempts, and is free when nothing is asked', () => {
    expect(new Work('challenge', 200).run(50)).toBeNull();
    expect(new Work('challenge', 0).run(1)).toBe('000000000000');
  });

  it('takes twice as many attempts for each bit', () => {
    const attempts = (bits: number) => {
      let count = 0;
      for (let i = 0; i < 100; i++) {
        const work = new Work(`${bits} ${i}`, bits);
        do count++;
        while (work.run(1) === null);
      }
      return count / 100;
    };
    expect(attempts(4)).toBeGreaterThan(10);
    expect(attempts(4)).toBeLessThan(24);
    expect(attempts(6)).toBeGreaterThan(40);
    expect(attempts(6)).toBeLessThan(96);
  });

  it.each(['', '0', 'x'.repeat(12), '00000000000', '0000000000000', 'é'.repeat(12), '__proto__'])(
    'a nonce of another form is none: %s',
    (nonce) => {
      expect(showsWork('challenge', nonce, 0)).toBe(false);
    },
  );
});
