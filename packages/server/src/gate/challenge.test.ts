import { describe, expect, it } from 'vitest';
import { CHALLENGE_SECONDS, Challenges } from './challenge.ts';

const ANN = { roomId: 'park', key: 'a'.repeat(43), address: '192.0.2.1' };
const NOW_MS = 5000;

describe('a challenge', () => {
  it('tells the work that it wanted, to whom it was given', () => {
    const challenges = new Challenges();
    for (const bits of [0, 12]) expect(challenges.read(challenges.issue(ANN, bits, NOW_MS), ANN, NOW_MS)).toBe(bits);
  });

  it('is good for one room, one key and one address', () => {
    const challenges = new Challenges();
    const text = challenges.issue(ANN, 0, NOW_MS);
    for (const other of [{ roomId: 'yard' }, { key: 'b'.repeat(43) }, { address: '192.0.2.2' }])
      expect(challenges.read(text, { ...ANN, ...other }, NOW_MS)).toBeNull();
    // The parts do not run into one another.
    const moved = { roomId: 'pa', key: `rk\n${ANN.key}`, address: ANN.address };
    expect(challenges.read(text, moved, NOW_MS)).toBeNull();
  });

  it('is over after a minute', () => {
    const challenges = new Challenges();
    const text = challenges.issue(ANN, 0, NOW_MS);
    const endMs = NOW_MS + CHALLENGE_SECONDS * 1000;
    expect(challenges.read(text, ANN, endMs - 1)).toBe(0);
    expect(challenges.read(text, ANN, endMs)).toBeNull();
  });

  it('is good once, however it is written', () => {
    const challenges = new Challenges();
    const text = challenges.issue(ANN, 0, NOW_MS);
    expect(challenges.spend(text, NOW_MS)).toBe(true);
    const end = NOW_MS + 1;
    for (const again of [text, `${text}=`, ` ${text}`, `${text.slice(0, -1)}\n${text.slice(-1)}`])
      expect(challenges.read(again, ANN, end)).toBeNull();
  });

  it('cannot be made up or changed: not by a bit, not by another process', () => {
    const challenges = new Challenges();
    const bytes = Buffer.from(challenges.issue(ANN, 8, NOW_MS), 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const forged = Buffer.from(bytes);
      forged[i] ^= 1;
      expect(challenges.read(forged.toString('base64url'), ANN, NOW_MS)).toBeNull();
    }
    for (const text of ['', 'x', '\u{1f600}', new Challenges().issue(ANN, 0, NOW_MS)])
      expect(challenges.read(text, ANN, NOW_MS)).toBeNull();
  });

  it('is refused rather than forgotten when too many are used at once', () => {
    const challenges = new Challenges(2);
    const [first, second, third] = [1, 2, 3].map(() => challenges.issue(ANN, 0, NOW_MS));
    expect([first, second, third].map((text) => challenges.spend(text, NOW_MS))).toEqual([true, true, false]);
    expect(challenges.read(first, ANN, NOW_MS)).toBeNull();
    expect(challenges.spend(third, NOW_MS + CHALLENGE_SECONDS * 1000)).toBe(true);
  });
});
