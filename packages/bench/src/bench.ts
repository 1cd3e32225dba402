// `npm run bench [-- name…] [--json] [--quick] [--minutes <n>]`: one question, one file; without a name all of them.
import { parseArgs } from 'node:util';
import type { BenchOptions } from './results.ts';

type Question = (options: BenchOptions) => Promise<{ readonly failed: readonly string[] }>;

const QUESTIONS: Readonly<Record<string, Question>> = {
  simulation: async (options) => (await import('./simulation.ts')).benchSimulation(options),
  bytes: async (options) => (await import('./bytes.ts')).benchBytes(options),
  rooms: async (options) => (await import('./rooms.ts')).benchRooms(options),
  viewers: async (options) => (await import('./viewers.ts')).benchViewers(options),
  frames: async (options) => (await import('./frames.ts')).benchFrames(options),
  recording: async (options) => (await import('./recording.ts')).benchRecording(options),
  recovery: async (options) => (await import('./recovery.ts')).benchRecovery(options),
  soak: async (options) => (await import('./soak.ts')).benchSoak(options),
  bots: async ({ json, quick }) => (await import('./bots.ts')).benchBots({ json, ...(quick ? { matches: 5 } : {}) }),
};

const {
  values: { minutes: given, ...values },
  positionals,
} = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string' },
  },
});
const minutes = given === undefined ? undefined : Number(given);
if (minutes !== undefined && !(minutes > 0)) {
  console.error(`--minutes: ${JSON.stringify(given)}; allowed: a number above 0`);
  process.exit(1);
}
const unknown = positionals.filter((name) => !Object.hasOwn(QUESTIONS, name));
if (unknown.length > 0) {
  console.error(`No question ${unknown.join(', ')}. There are: ${Object.keys(QUESTIONS).join(', ')}.`);
  process.exit(1);
}
for (const name of positionals.length > 0 ? positionals : Object.keys(QUESTIONS)) {
  const { failed } = await QUESTIONS[name]({ ...values, ...(minutes === undefined ? {} : { minutes }) });
  if (failed.length > 0) process.exitCode = 1;
}
