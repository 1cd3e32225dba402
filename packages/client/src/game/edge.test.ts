import { expect, test } from 'vitest';
import { edgePoint } from './edge.ts';

test('what is in sight, even partly, has no arrow', () => {
  expect(edgePoint(50, 50, 10, 100, 100, 8)).toBeNull();
  expect(edgePoint(-9, 50, 10, 100, 100, 8)).toBeNull();
});

test('what is out of sight is pointed at from the nearest edge', () => {
  expect(edgePoint(200, 50, 10, 100, 100, 8)).toEqual({ x: 92, y: 50, angle: 0 });
  expect(edgePoint(50, -60, 10, 100, 100, 8)).toEqual({ x: 50, y: 8, angle: -Math.PI / 2 });
  expect(edgePoint(Number.NaN, 0, 10, 100, 100, 8)).toBeNull();
});
