import { describe, expect, it } from 'vitest';
import { difficulty, type Load } from './difficulty.ts';

const CALM: Load = { paid: 1, asked: 1, fromAddress: 1, withKey: 1 };
const bits = (load: Partial<Load>, guarded = false) => difficulty({ ...CALM, ...load }, guarded);

describe('the work that a seat costs', () => {
  it('is 13 bits while all is calm', () => {
    expect(bits({})).toBe(13);
    expect(bits({ paid: 4, asked: 30, fromAddress: 12 })).toBe(13);
  });

  it('is 16 bits in a room that asks for a challenge', () => {
    expect(bits({}, true)).toBe(16);
  });

  it('grows by a bit with every second newcomer of the minute, to 20 and no further', () => {
    expect([5, 6, 7, 12, 18, 19, 1e9].map((paid) => bits({ paid }))).toEqual([14, 14, 15, 17, 20, 20, 20]);
    expect(bits({ paid: 1e9, asked: 1e9, fromAddress: 1e9, withKey: 1e9 }, true)).toBe(20);
  });

  it('never falls when more comes', () => {
    for (const name of ['paid', 'asked', 'fromAddress', 'withKey'] as const) {
      let last = 0;
      for (let count = 0; count < 3000; count += 7) {
        const now = bits({ [name]: count });
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
    }
  });

  it('is moved by three bits at most by those who only ask', () => {
    expect(bits({ asked: 2000 })).toBe(15);
    expect(bits({ asked: 1e9 })).toBe(16);
  });

  it('is higher for the address and the key that ask often, whatever the others do', () => {
    expect(bits({ fromAddress: 80 })).toBe(15);
    expect(bits({ withKey: 12 })).toBe(15);
    expect(bits({ asked: 1e9, fromAddress: 80 })).toBe(18);
  });
});
