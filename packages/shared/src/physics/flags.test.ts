import { expect, it } from 'vitest';
import { ALL, FLAGS, interact } from './flags.ts';

it('[physics §7.1] both directions must agree', () => {
  expect(interact(FLAGS.red, FLAGS.ball, FLAGS.ball, FLAGS.red)).toBe(true);
  expect(interact(FLAGS.red, FLAGS.ball, FLAGS.blue, FLAGS.red)).toBe(false);
  expect(interact(FLAGS.blue, FLAGS.ball, FLAGS.ball, FLAGS.red)).toBe(false);
});

it('[stadium-format §4.2] c3 is the sign bit and works like any other', () => {
  expect(FLAGS.c3).toBe(-0x80000000);
  expect(interact(FLAGS.c3, FLAGS.c3, -1, -1)).toBe(true);
});

it('[stadium-format §4.2] `all` are the first six bits', () => {
  expect(ALL).toBe(FLAGS.ball | FLAGS.red | FLAGS.blue | FLAGS.redKO | FLAGS.blueKO | FLAGS.wall);
});
