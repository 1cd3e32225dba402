import { describe, expect, it } from 'vitest';
import { Line, Stalls } from './line.ts';
import { parseStall, type Shape } from './shape.ts';

const STEADY: Shape = { rttMs: 100, jitterMs: 0, stallMs: 0, stallEveryMs: 0, lossPercent: 0 };
const half = () => 0.5;

/** A line whose dice fall as listed, and then in the middle. */
function line(shape: Partial<Shape>, dice: readonly number[] = [], stalls?: Stalls): Line {
  const whole = { ...STEADY, ...shape };
  const thrown = [...dice];
  return new Line(whole, stalls ?? new Stalls(whole, 0), () => thrown.shift() ?? half());
}

describe('line', () => {
  it('delays by half of the round trip', () => {
    expect(line({}).dueMs(7)).toBe(57);
  });

  it('spreads a message by half of the jitter, up and down', () => {
    expect(line({ jitterMs: 40 }, [0]).dueMs(0)).toBe(30);
    expect(line({ jitterMs: 40 }, [1]).dueMs(0)).toBe(70);
  });

  it('keeps the order: a quick message waits for a slow one', () => {
    const shaken = line({ jitterMs: 40 }, [1, 0.5, 0, 0.5]);
    expect(shaken.dueMs(0)).toBe(70);
    expect(shaken.dueMs(5)).toBe(70);
  });

  it('never delivers before it was given', () => {
    expect(line({ rttMs: 2, jitterMs: 60 }, [0]).dueMs(10)).toBe(10);
  });

  it('holds up all that follow a lost message for one retransmission', () => {
    const lossy = line({ lossPercent: 2 }, [0.5, 0.01]);
    expect(lossy.dueMs(0)).toBe(250);
    expect(lossy.dueMs(17)).toBe(250);
    expect(lossy.dueMs(300)).toBe(350);
    expect(line({ rttMs: 400, lossPercent: 2 }, [0.5, 0.01]).dueMs(0)).toBe(200 + 600);
  });

  it('lets nothing arrive in a stall', () => {
    const stalling = { ...STEADY, stallMs: 200, stallEveryMs: 5000 };
    const held = new Stalls(stalling, 1000);
    const stalled = line(stalling, [], held);
    expect(stalled.dueMs(940)).toBe(990);
    expect(stalled.dueMs(950)).toBe(1200);
    expect(stalled.dueMs(1160)).toBe(1210);
    expect(stalled.dueMs(6100)).toBe(6200);
    held.end(10_000);
    expect(stalled.dueMs(11_000)).toBe(11_050);
  });

  it('stalls once more on demand, both directions together', () => {
    const held = new Stalls(STEADY, 0);
    held.add(100, 1000);
    expect(line({}, [], held).dueMs(60)).toBe(1100);
    expect(line({}, [], held).dueMs(90)).toBe(1100);
  });
});

describe('--stall', () => {
  it('is milliseconds at seconds', () => {
    expect(parseStall('200@5s')).toEqual({ stallMs: 200, stallEveryMs: 5000 });
  });

  it.each(['200', '200@5', '6000@5s', 'x@5s'])('%s is refused', (text) => {
    expect(() => parseStall(text)).toThrow(RangeError);
  });
});
