// `curve` → k against the table of physics.md §9.4, and its two borders.
import { expect, test } from 'vitest';
import { readCurve } from './curve.ts';

const TABLE: readonly [degrees: number, k: number][] = [
  [10, 11.430052302761343],
  [15, 7.595754112725151],
  [20, 5.671281819617709],
  [30, 3.7320508075688776],
  [45, 2.414213562373095],
  [60, 1.7320508075688774],
  [70, 1.4281480067421146],
  [80, 1.19175359259421],
  [89, 1.0176073929721254],
  [90, 1.0000000000000002],
  [100, 0.83909963117728],
  [110, 0.7002075382097098],
  [120, 0.577350269189626],
  [130, 0.4663076581549986],
  [135, 0.4142135623730951],
  [150, 0.2679491924311227],
  [170, 0.08748866352592397],
  [179, 0.008726867790758751],
  [180, 6.123233995736766e-17],
  [181, -0.00872686779075885],
  [200, -0.17632698070846492],
  [220, -0.36397023426620234],
  [225, -0.414213562373095],
  [240, -0.5773502691896254],
  [270, -0.9999999999999998],
  [300, -1.7320508075688774],
  [315, -2.4142135623730945],
  [330, -3.7320508075688736],
  [339, -5.39551717431913],
];

test.each(TABLE)('[physics §9.4] %d degrees are k = %d, and the same backwards', (degrees, k) => {
  expect(readCurve(degrees)).toEqual({ k, flip: false });
  expect(readCurve(-degrees)).toEqual({ k, flip: true });
});

test('[stadium-format §5.2] too small and too large curves stay straight, but a negative one still exchanges the ends', () => {
  const straight = [0, 5, 9.98, 9.99, 340, 360, 1e6, Number.POSITIVE_INFINITY, Number.NaN];
  for (const degrees of straight) expect(readCurve(degrees)).toEqual({ k: Infinity, flip: false });
  for (const degrees of [-5, -340, -1e6, -Infinity]) expect(readCurve(degrees)).toEqual({ k: Infinity, flip: true });
  expect(readCurve(-0).flip).toBe(false);
  expect(readCurve(9.990001).k).toBeLessThan(11.5);
  expect(readCurve(339.9999).k).toBeLessThan(-5.6);
});
