import { expect, test } from 'vitest';
import { edgePoint, inSight } from './edge.ts';

test('what is in sight, even partly, has no arrow', () => {
  expect(edgePoint(50, 50, 10, 100, 100, 8)).toBeNull();
  expect(edgePoint(-9, 50, 10, 100, 100, 8)).toBeNull();
});

test('what is out of sight is pointed at from the nearest edge', () => {
  expect(edgePoint(200, 50, 10, 100, 100, 8)).toEqual({ x: 92, y: 50, angle: 0 });
  expect(edgePoint(50, -60, 10, 100, 100, 8)).toEqual({ x: 50, y: 8, angle: -Math.PI / 2 });
  expect(edgePoint(Number.NaN, 0, 10, 100, 100, 8)).toBeNull();
});

test('a nick is read whole at the edge, and leaves with its disc', () => {
  expect(inSight(50, 10, 50, 40, 100)).toBe(50);
  expect(inSight(2, 10, 2, 40, 100)).toBe(20);
  expect(inSight(105, 10, 105, 40, 100)).toBe(80);
  expect(inSight(111, 10, 111, 40, 100)).toBe(111);
});
