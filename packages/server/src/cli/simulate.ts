// `npx touchline simulate <scenario.json>`: runs a scenario and prints its trace, for comparing implementations.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario, runScenario, ScenarioError, type StadiumRef, writeTrace } from '@touchline/shared/log';
import type { Output } from './stadium.ts';

export interface SimulateOptions {
  /** Folder with the files of `ref` stadiums, named `<sha256>.hbs`. */
  readonly stadiumDir?: string;
}

/** Prints the trace of the scenario in `file`; resolves to the exit code. */
export async function simulateCommand(file: string, options: SimulateOptions, out: Output): Promise<number> {
  try {
    const scenario = readScenario(parse(read(file, 'the scenario').toString('utf8')));
    // The trace ends its last line itself, and so does whoever prints it.
    out.log(writeTrace(runScenario(scenario, (ref) => readStadium(ref, options.stadiumDir))).trimEnd());
    return 0;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    out.error(`${file}: ${error.message}`);
    return 1;
  }
}

function read(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ScenarioError(`cannot read ${what}: ${(error as Error).message}`);
  }
}

function parse(text: string): unknown {
  try {
    // A byte-order mark is what some editors begin a file with.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ScenarioError(`no JSON: ${(error as Error).message}`);
  }
}

/** The bytes are checked: another file under that name would give another match. */
function readStadium(ref: StadiumRef, folder: string | undefined): string {
  const name = `${ref.sha256}.hbs`;
  if (folder === undefined) {
    throw new ScenarioError(`the stadium is ${ref.repo} ${ref.path}: give --stadium-dir <folder with ${name}>`);
  }
  const bytes = read(join(folder, name), 'the stadium');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== ref.sha256) throw new ScenarioError(`${name} has the SHA-256 ${sha256}`);
  return bytes.toString('utf8');
}
