// `npm test`: format and lint, types, dead code, the client's build, unit and integration tests, end-to-end tests.
// Everything runs even when something before it failed; the last line is the sum of all: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { needChromium } from './chromium.ts';
import { needProxies } from './proxies.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const LONG = process.argv.includes('--long');
const PACKAGES = ['shared', 'server', 'client', 'bench'];
/** Nothing hangs for ever: a step that takes longer is ended, and has failed. */
const STEP_LIMIT_MS = LONG ? 12 * 3_600_000 : 12 * 60_000;

/** Of an error in the summary. */
const GIST_LENGTH = 300;

/** What a step adds to the sum, and what people should read about it. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly notes: readonly string[];
}

interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file as a whole failed; else empty. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      /** Stacks: the message, then where. */
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

const steps: readonly Step[] = [
  { name: 'format and lint', run: () => check('biome', 'check', '--error-on-warnings', '.') },
  ...PACKAGES.map((name) => ({
    name: `types of ${name}`,
    run: () => check('tsc', '--noEmit', '-p', join('packages', name)),
  })),
  { name: 'dead code', run: () => check('knip', '--no-progress') },
  { name: 'build', run: () => check('turbo', 'run', 'build', '--output-logs=errors-only') },
  { name: 'unit and integration tests', run: () => vitest('unit', 'server', 'load') },
  { name: 'end-to-end tests', run: endToEnd },
];

const children = new Set<number>();
const env: NodeJS.ProcessEnv = {
  ...process.env,
  // Tools run on the Node of this project, whatever the system's is.
  PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  ...(LONG ? { LONG_TESTS: '1' } : {}),
};

/** A check is one test. */
async function check(command: string, ...args: string[]): Promise<Outcome> {
  const fault = await run(command, args);
  return fault === null ? { passed: 1, failed: 0, notes: [] } : { passed: 0, failed: 1, notes: [fault] };
}

async function vitest(...projects: string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-report-'));
  try {
    const file = join(folder, 'report.json');
    const chosen = projects.flatMap((project) => ['--project', project]);
    const reporters = ['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${file}`];
    const fault = await run('vitest', ['run', ...chosen, ...reporters]);
    return count(readReport(file), fault);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function endToEnd(): Promise<Outcome> {
  try {
    env.CHROMIUM_PATH = needChromium();
    Object.assign(env, needProxies());
  } catch (error) {
    return { passed: 0, failed: 1, notes: [(error as Error).message] };
  }
  return vitest('e2e');
}

function readReport(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return null;
  }
}

/** A file that could not be loaded, and a run that failed for no test's sake, are one failure each. Nothing is skipped in silence. */
function count(report: Report | null, fault: string | null): Outcome {
  if (!report) return { passed: 0, failed: 1, notes: [fault ?? 'no report was written'] };
  const notes: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed');
    passed += assertionResults.filter((test) => test.status === 'passed').length;
    failed += failures.length;
    for (const { fullName, failureMessages } of failures)
      notes.push(`failed: ${fullName}`, ...(failureMessages ?? []).flatMap(gist));
    for (const test of assertionResults) {
      if (test.status !== 'passed' && test.status !== 'failed')
        notes.push(`not run (${test.status}): ${test.fullName}`);
    }
    if (status === 'failed' && failures.length === 0) {
      failed++;
      notes.push(`failed outside of its tests: ${relative(ROOT, name)}`, ...gist(message ?? ''));
    }
  }
  if (failed === 0 && (fault !== null || !report.success)) {
    failed++;
    notes.push(fault ?? 'vitest was not content');
  }
  return { passed, failed, notes };
}

/** What an error says, in so few lines that a summary can hold them, and where in the test. */
function gist(error: string): string[] {
  const lines = stripVTControlCharacters(error)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const stackAt = lines.findIndex((line) => /^at .*:\d+:\d+\)?$/.test(line));
  const words = lines.slice(0, stackAt < 0 ? undefined : stackAt).join(' ');
  const ours = lines.filter((line) => line.startsWith('at ') && line.includes(ROOT) && !line.includes('node_modules'));
  const where = ours.find((line) => /\.(e2e|test)\.tsx?:/.test(line)) ?? ours[0];
  const said = words.length > GIST_LENGTH ? `${words.slice(0, GIST_LENGTH - 1)}…` : words;
  return [said, ...(where ? [where.replaceAll(pathToFileURL(ROOT).href, '').replaceAll(ROOT, '')] : [])].map(
    (line) => `  ${line}`,
  );
}

/** Runs a tool of this project; null when it ended well, else why not. */
function run(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    // A group of its own, so that whatever it started ends with it.
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    const { pid } = child;
    if (pid !== undefined) children.add(pid);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      if (pid !== undefined) endGroup(pid);
    }, STEP_LIMIT_MS);
    const settle = (fault: string | null) => {
      clearTimeout(timer);
      if (pid !== undefined) {
        endGroup(pid);
        children.delete(pid);
      }
      resolve(fault);
    };
    child.on('error', (error) => settle(`${command} did not start: ${error.message}`));
    child.on('exit', (code, signal) => {
      if (late) settle(`${command} took longer than ${STEP_LIMIT_MS / 60_000} minutes`);
      else settle(code === 0 ? null : `${command} ended with ${signal ?? `code ${code}`}`);
    });
  });
}

/** Ends a process group, if anything of it is left. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      for (const pid of children) endGroup(pid);
      process.exit(1);
    });
  }
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const { name, run } of steps) {
    console.log(`\n=== ${name}`);
    const startMs = performance.now();
    const outcome = await run();
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    passed += outcome.passed;
    failed += outcome.failed;
    lines.push(
      `${outcome.failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${seconds} s`,
    );
    for (const note of outcome.notes) lines.push(`       ${note}`);
  }
  console.log(`\n=== summary\n${lines.join('\n')}\n`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
