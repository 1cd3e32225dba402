// `npm run netlab -- --profile cable`, or `-- --rtt 120 --jitter 30 --stall 200@5s --loss 2`: how the game feels on a line, in
// figures, beside three other ways of showing it. `-- --all --write-docs` makes the tables and plots of docs/netcode.md.
import { parseArgs } from 'node:util';
import { type Told, writeDocs, writeLimits } from './docs.ts';
import { limitsOf } from './limits.ts';
import { runLive } from './live.ts';
import { runModel } from './model.ts';
import { print } from './report.ts';
import { type Result, resultOf } from './results.ts';
import { type Plan, QUIET_MS, type Run } from './run.ts';
import { isProfile, PROFILES, parseStall, type Shape } from './shape.ts';
import { judge, type Verdict } from './targets.ts';

const HELP = `Usage: npm run netlab -- [options]
  --profile <name>   ${Object.keys(PROFILES).join(', ')}; without it, and without a line of your own: cable
  --all              every profile, one after the other
  --rtt <ms> --jitter <ms> --stall <ms>@<s>s --loss <percent>     a line of your own
  --seconds <n>      of play that is scored (20)
  --players <n>      on two teams (6)
  --seed <n>         of everything that is random (1)
  --model            no server, no sockets, no waiting: the same code on a counted clock; the same seed, the same figures
  --json             a line of JSON per profile
  --write-docs       with --all: writes the tables and pictures of docs/netcode.md, the model's as well`;

const OPTIONS = {
  profile: { type: 'string' },
  all: { type: 'boolean', default: false },
  rtt: { type: 'string' },
  jitter: { type: 'string' },
  stall: { type: 'string' },
  loss: { type: 'string' },
  seconds: { type: 'string', default: '20' },
  players: { type: 'string', default: '6' },
  seed: { type: 'string', default: '1' },
  model: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'write-docs': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const values = readOptions();

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    process.exit(1);
  }
}

/** The lines that were asked for, by name. */
function lines(): readonly (readonly [name: string, shape: Shape])[] {
  if (values.all) return Object.entries(PROFILES);
  if (values.profile !== undefined) {
    if (!isProfile(values.profile))
      throw new RangeError(`--profile ${values.profile}: there are ${Object.keys(PROFILES).join(', ')}`);
    return [[values.profile, PROFILES[values.profile]]];
  }
  const { rtt, jitter, stall, loss } = values;
  if ([rtt, jitter, stall, loss].every((value) => value === undefined)) return [['cable', PROFILES.cable]];
  const own: Shape = {
    rttMs: number('rtt', rtt ?? '0', 0, 2000),
    jitterMs: number('jitter', jitter ?? '0', 0, 2000),
    ...(stall === undefined ? { stallMs: 0, stallEveryMs: 0 } : parseStall(stall)),
    lossPercent: number('loss', loss ?? '0', 0, 50),
  };
  return [['own line', own]];
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most))
    throw new RangeError(`--${name} ${text}: a number from ${least} to ${most}`);
  return value;
}

function isQuiet({ latenessMs }: Result): boolean {
  return latenessMs <= QUIET_MS;
}

function tell(result: Result, verdicts: readonly Verdict[]): void {
  if (!isQuiet(result)) {
    const late = result.latenessMs.toFixed(0);
    console.log(`NOT JUDGED  the machine was busy: one frame in a hundred was ${late} ms late or more`);
    return;
  }
  for (const { met, promise, found } of verdicts) console.log(`${met ? 'met     ' : 'NOT MET '} ${promise}: ${found}`);
}

async function main(): Promise<void> {
  if (values.help) return console.log(HELP);
  const common = {
    seconds: number('seconds', values.seconds, 1, 600),
    players: number('players', values.players, 1, 12),
    seed: number('seed', values.seed, 0, 1e6),
  };
  const source = values.model ? 'model' : 'live';
  if (values['write-docs'] && !values.all)
    throw new RangeError('--write-docs needs --all: the tables have every profile');
  const done = await runAll(source, common);
  if (!values['write-docs']) return;
  writeDocs({ source: 'model', done: values.model ? done : await runAll('model', common) });
  writeLimits(lines().map(([profile, shape]) => limitsOf(profile, shape)));
  if (values.model) return;
  if (done.every(({ result }) => isQuiet(result))) writeDocs({ source: 'live', done });
  else {
    console.error(
      'The machine was too busy: the figures of the real server were not written. Leave it alone and run again.',
    );
    process.exitCode = 1;
  }
}

/** Plays every line that was asked for and prints what came out. */
async function runAll(source: Told['source'], common: Omit<Plan, 'shape'>): Promise<Told['done']> {
  const done: { readonly result: Result; readonly run: Run }[] = [];
  for (const [profile, shape] of lines()) {
    const plan: Plan = { shape, ...common };
    const run = source === 'model' ? runModel(plan) : await runLive(plan);
    const result = resultOf(profile, shape, run);
    done.push({ result, run });
    const verdicts = judge(result);
    if (values.json) console.log(JSON.stringify({ source, ...result, verdicts }));
    else {
      print(result);
      tell(result, verdicts);
    }
  }
  return done;
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(`${error.message}\n\n${HELP}`);
  process.exitCode = 1;
}
