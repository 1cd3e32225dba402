// Where tests write: one folder for a whole run, which goes with all that is in it, whatever became of the tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Vitest's, before the first test of a run: every process that it starts, and every one that those start, inherits the variable. */
export function setup(): () => void {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'touchline-tests-'));
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** A new one, empty, for as long as the run takes. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `touchline-${name}-`));
}
