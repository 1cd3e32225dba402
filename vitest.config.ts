import { defineConfig } from 'vitest/config';

const LONG = process.env.LONG_TESTS === '1';
const MINUTE_MS = 60_000;
// Machines are noisy and tests wait on conditions: a timeout only ends what would never end.
const TIMEOUT_MS = LONG ? 240 * MINUTE_MS : 4 * MINUTE_MS;

/** Whole servers whose ticks are timed, or whose scripts hang, and a build that replaces the client: nothing else runs beside them. */
const ALONE = ['flood', 'hostile', 'scripts', 'package', 'fuzz'].map(
  (name) => `packages/{server,bench}/test/${name}.test.ts`,
);

const common = {
  environment: 'node',
  // A process for each file: the matchmaker of a booted server is one for its whole process.
  pool: 'forks',
  testTimeout: TIMEOUT_MS,
  hookTimeout: 2 * MINUTE_MS,
  // What was found instead is told in the message itself, which is all that a summary shows.
  chaiConfig: { truncateThreshold: 250 },
} as const;

export default defineConfig({
  test: {
    globalSetup: 'packages/server/test/kit/temporary.ts',
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'packages/shared/test/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'server',
          include: ['packages/server/test/**/*.test.ts'],
          exclude: ALONE,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'load',
          include: ALONE,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['packages/bench/e2e/**/*.e2e.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
