import { KEY } from '@touchline/shared/match';
import { stockStadium } from '@touchline/shared/stadium';
import { describe, expect, it } from 'vitest';
import { endangers, onTarget } from './aim.ts';
import { fieldOf } from './field.ts';
import { BallPath, interceptTick, rollTicks } from './intercept.ts';
import { detour, steer } from './steer.ts';

function field(name: string) {
  const stadium = stockStadium(name);
  if (stadium === undefined) throw new Error(`no ${name}`);
  return fieldOf(stadium);
}

const classic = field('Classic');
const [redMouth] = classic.redMouths;
const [blueMouth] = classic.blueMouths;

describe('the field', () => {
  it('Classic: the box is the pitch, less the ball; goals look inwards', () => {
    expect([classic.x0, classic.x1, classic.y0, classic.y1]).toEqual([-360, 360, -160, 160]);
    expect([redMouth.x, redMouth.half, redMouth.nx]).toEqual([-370, 64, 1]);
    expect([blueMouth.x, blueMouth.half, blueMouth.nx]).toEqual([370, 64, -1]);
  });

  it('the run tables are the physics: 0.1, 0.296, … and 2.5 a tick in the end', () => {
    // physics.md §9.2: a player from rest at -277.5 is at -277.4, -277.204, -276.91584.
    expect(classic.reach[1]).toBeCloseTo(0.1, 12);
    expect(classic.reach[2]).toBeCloseTo(0.296, 12);
    expect(classic.reach[3]).toBeCloseTo(0.58416, 12);
    expect(classic.topSpeed).toBeCloseTo(2.5, 12);
  });

  it.each(['Hockey', 'Big Hockey', 'Rounded', 'Huge'])('%s: goals lie within the box or at its edge', (name) => {
    const { x0, x1, redMouths, blueMouths } = field(name);
    expect(redMouths[0].x).toBeGreaterThanOrEqual(x0 - 15);
    expect(blueMouths[0].x).toBeLessThanOrEqual(x1 + 15);
  });
});

describe('intercepting', () => {
  const path = new BallPath();

  it('a ball slows down, bounces off the side and rolls into an open goal', () => {
    path.predict(classic, 0, 0, 0, 5);
    expect(path.y[180]).toBeLessThan(160);
    expect(Math.max(...path.y)).toBeLessThanOrEqual(160);
    path.predict(classic, 300, 0, 5, 0);
    expect(path.x[180]).toBeGreaterThan(370);
    path.predict(classic, 300, 120, 5, 0);
    expect(path.x[180]).toBeLessThan(360);
  });

  it('a ball at rest is reached when running has covered the way', () => {
    path.predict(classic, 0, 0, 0, 0);
    const ticks = interceptTick(classic, path, -125, 0, 0, 0, 25);
    expect(classic.reach[ticks]).toBeGreaterThanOrEqual(100);
    expect(classic.reach[ticks - 1]).toBeLessThan(100);
    expect(interceptTick(classic, path, -20, 0, 0, 0, 25)).toBe(0);
  });

  it('who runs at the ball is sooner there than who runs away', () => {
    path.predict(classic, 0, 0, 0, 0);
    const towards = interceptTick(classic, path, -100, 0, 2, 0, 25);
    expect(towards).toBeLessThan(interceptTick(classic, path, -100, 0, -2, 0, 25));
  });

  it('a kicked ball needs 1 tick for 5 units and never gets 500 far', () => {
    expect(rollTicks(classic, 5, 5)).toBeCloseTo(1, 1);
    expect(rollTicks(classic, 5, 500)).toBe(Infinity);
    expect(rollTicks(classic, 0, 10)).toBe(Infinity);
  });
});

describe('aiming', () => {
  it('knows what is on target and what endangers the own goal', () => {
    expect(onTarget(blueMouth, 200, 0, 1, 0, 10)).toBe(true);
    expect(onTarget(blueMouth, 200, 0, Math.SQRT1_2, Math.SQRT1_2, 10)).toBe(false);
    expect(onTarget(blueMouth, 200, 0, -1, 0, 10)).toBe(false);
    expect(endangers(redMouth, -200, 0, -1, 0)).toBe(true);
    expect(endangers(redMouth, -200, 0, 1, 0)).toBe(false);
    expect(endangers(redMouth, -200, 0, 0, 1)).toBe(false);
  });
});

describe('steering', () => {
  it('holds the key that leads there', () => {
    expect(steer(classic, 0, 0, 0, 0, 100, 0, 'through', 1, 0)).toBe(KEY.right);
    expect(steer(classic, 0, 0, 0, 0, -80, -80, 'stop', 1, 0)).toBe(KEY.left | KEY.up);
  });

  it('brakes before the place to stop at, and rests on it', () => {
    expect(steer(classic, 0, 0, 2.4, 0, 20, 0, 'stop', 1, KEY.right)).toBe(KEY.left);
    expect(steer(classic, 0, 0, 0, 0, 0.5, 0, 'stop', 1, 0)).toBe(0);
  });

  it('a way without obstacles is not bent; one into a post is', () => {
    const free = { x: 100, y: 0 };
    expect(detour(classic, 0, 0, free, 0)).toBe(0);
    expect(free).toEqual({ x: 100, y: 0 });
    const blocked = { x: 370, y: 100 };
    expect(detour(classic, 370, 0, blocked, 0)).not.toBe(0);
    expect(blocked.x).not.toBe(370);
  });
});
