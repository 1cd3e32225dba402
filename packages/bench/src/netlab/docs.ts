// Puts a run's tables and plots into docs/netcode.md, between the two marks.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { plotsOf } from './plots.ts';
import { markdown } from './report.ts';
import type { Result } from './results.ts';
import type { Run } from './run.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/netcode.md', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../../../docs/netcode/', import.meta.url));

/** A run over all profiles, and where it comes from. */
export interface Told {
  readonly source: 'live' | 'model';
  readonly done: readonly { readonly result: Result; readonly run: Run }[];
}

/** Writes the tables of a run between its own two marks. The pictures are the model's: they change only when the code does. */
export function writeDocs({ source, done }: Told): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- netlab ${source} begins -->`, `<!-- netlab ${source} ends -->`];
  const from = page.indexOf(begin);
  const until = page.indexOf(end);
  if (from < 0 || until < from) throw new Error(`docs/netcode.md has lost its marks ${begin} and ${end}`);
  const tables = markdown(done.map(({ result }) => result));
  writeFileSync(PAGE, `${page.slice(0, from)}${begin}\n\n${headOf(source)}\n\n${tables}\n\n${page.slice(until)}`);
  if (source === 'live') return;
  mkdirSync(PICTURES, { recursive: true });
  for (const [name, picture] of plotsOf(done)) writeFileSync(PICTURES + name, picture);
}

function headOf(source: Told['source']): string {
  if (source === 'model') return 'On the counted clock, `--model`: the same on every machine.';
  const [first] = cpus();
  return `The real server and real clients: ${first?.model.trim() ?? 'unknown processor'} × ${cpus().length}, Node ${process.version}.`;
}
