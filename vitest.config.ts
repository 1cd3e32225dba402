import { defineConfig } from 'vitest/config';

const LONG = process.env.LONG_TESTS === '1';
const MINUTE_MS = 60_000;
// Machines are noisy and tests wait on conditions: a timeout only ends what would never end.
const TIMEOUT_MS = LONG ? 60 * MINUTE_MS : 2 * MINUTE_MS;

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
        // Whole servers at 60 ticks a second: one at a time, and not beside the property tests.
        test: {
          ...common,
          name: 'server',
          include: ['packages/server/test/**/*.test.ts', 'packages/bench/test/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['packages/bench/e2e/**/*.e2e.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
