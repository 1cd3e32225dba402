// Puts a run's tables and plots into docs/netcode.md, each table between its own two marks.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Limits } from './limits.ts';
import { limitsPlot, plotsOf } from './plots.ts';
import { limitsTable, markdown } from './report.ts';
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
  writePart(source, `${headOf(source)}\n\n${markdown(done.map(({ result }) => result))}`);
  if (source === 'model') writePictures(plotsOf(done));
}

/** Writes how much of the contested ball's error could have been known. */
export function writeLimits(limits: readonly Limits[]): void {
  writePart('limits', limitsTable(limits));
  writePictures(new Map([['limits.svg', limitsPlot(limits)]]));
}

function writePart(name: string, text: string): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- netlab ${name} begins -->`, `<!-- netlab ${name} ends -->`];
  const from = page.indexOf(begin);
  const until = page.indexOf(end);
  if (from < 0 || until < from) throw new Error(`docs/netcode.md has lost its marks ${begin} and ${end}`);
  writeFileSync(PAGE, `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(until)}`);
}

function writePictures(pictures: ReadonlyMap<string, string>): void {
  mkdirSync(PICTURES, { recursive: true });
  for (const [name, picture] of pictures) writeFileSync(PICTURES + name, picture);
}

function headOf(source: Told['source']): string {
  if (source === 'model') return 'On the counted clock, `--model`: the same on every machine.';
  const [first] = cpus();
  return `The real server and real clients: ${first?.model.trim() ?? 'unknown processor'} × ${cpus().length}, Node ${process.version}.`;
}
