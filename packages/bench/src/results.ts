// What a run leaves behind: a table or JSON on the screen, a line per case in results/<question>.csv.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Comparison, compare } from './measure.ts';

const FOLDER = fileURLToPath(new URL('../results/', import.meta.url));
const COLUMNS =
  'date,commit,processor,node,command,case,unit,subject,subject_value,baseline,baseline_value,ratio,low,high';

/** Options of every question. `quick`: fewer rounds, for a look; its results are not kept. */
export interface BenchOptions {
  readonly json: boolean;
  readonly quick: boolean;
  /** Of the parts that watch something for long, where others than the usual ones are wanted. */
  readonly minutes?: number;
}

/** The answer to a question. `failed`: what was promised and not met; empty: all well. */
export interface Answer {
  readonly question: string;
  readonly comparisons: readonly Comparison[];
  readonly failed: readonly string[];
  /** What this run cannot say, and why; such a run is not kept. */
  readonly unjudged?: readonly string[];
}

/** Prints an answer and appends it to its file. */
export function report({ question, comparisons, failed, unjudged = [] }: Answer, { json, quick }: BenchOptions): void {
  const run = { processor: processor(), node: process.version, commit: commit(), command: command() };
  if (json) console.log(JSON.stringify({ question, ...run, comparisons, failed, unjudged }));
  else {
    console.log(`\n${question}: ${run.processor}, Node ${run.node}, commit ${run.commit}, ${run.command}`);
    console.table(
      comparisons.map((row) => ({
        case: row.case,
        [row.subject]: `${short(row.subjectValue)} ${row.unit}`,
        [row.baseline]: `${short(row.baselineValue)} ${row.unit}`,
        ratio: row.ratio.toFixed(2),
        'middle half': `${row.low.toFixed(2)} to ${row.high.toFixed(2)}`,
      })),
    );
    for (const line of failed) console.log(`NOT MET  ${line}`);
    for (const line of unjudged) console.log(`NOT JUDGED  ${line}`);
    if (failed.length === 0 && unjudged.length === 0) console.log('All targets met.');
  }
  if (!quick && unjudged.length === 0) keep(question, run, comparisons);
}

/** A figure that has a bound and no baseline: what it measures is a budget. */
export interface Budget {
  readonly case: string;
  readonly unit: string;
  readonly value: number;
  readonly most: number;
}

/** Prints figures beside their budgets and keeps them, as `report` does with comparisons. */
export function reportBudgets(question: string, budgets: readonly Budget[], options: BenchOptions): Answer {
  const comparisons = budgets.map(({ case: name, unit, value, most }) =>
    compare({ case: name, unit, subject: 'measured', baseline: 'budget' }, [[value, most]]),
  );
  const failed = budgets
    .filter(({ value, most }) => !(value <= most))
    .map(({ case: name, unit, value, most }) => `${name}: ${short(value)} ${unit}, more than ${most}`);
  const answer = { question, comparisons, failed };
  report(answer, options);
  return answer;
}

function keep(
  question: string,
  run: { processor: string; node: string; commit: string; command: string },
  comparisons: readonly Comparison[],
): void {
  mkdirSync(FOLDER, { recursive: true });
  const file = `${FOLDER}${question}.csv`;
  const lines = comparisons.map((row) => {
    const values = [row.subject, row.subjectValue, row.baseline, row.baselineValue, row.ratio, row.low, row.high];
    const start = [new Date().toISOString(), run.commit, run.processor, run.node, run.command, row.case, row.unit];
    return [...start, ...values].map(cell).join(',');
  });
  appendFileSync(file, `${existsSync(file) ? '' : `${COLUMNS}\n`}${lines.join('\n')}\n`);
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function short(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function processor(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? 'unknown processor'} × ${all.length}`;
}

/** Marked with `+` when the work tree has changes. */
function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}

function command(): string {
  return ['npm run bench --', ...process.argv.slice(2)].join(' ');
}
