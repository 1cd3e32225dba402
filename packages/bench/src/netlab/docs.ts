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
const BEGIN = '<!-- netlab begins -->';
const END = '<!-- netlab ends -->';

/** Writes them. `model`: the figures are of the counted clock. */
export function writeDocs(done: readonly { readonly result: Result; readonly run: Run }[], model: boolean): void {
  const page = readFileSync(PAGE, 'utf8');
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/netcode.md has lost its marks ${BEGIN} and ${END}`);
  const where = model
    ? 'the model'
    : `the real server, ${cpus()[0]?.model.trim() ?? 'unknown processor'} × ${cpus().length}`;
  const told = `Made with \`npm run netlab -- ${process.argv.slice(2).join(' ')}\` on ${where}, Node ${process.version}.`;
  const tables = markdown(done.map(({ result }) => result));
  writeFileSync(PAGE, `${page.slice(0, begin)}${BEGIN}\n\n${told}\n\n${tables}\n\n${page.slice(end)}`);
  mkdirSync(PICTURES, { recursive: true });
  for (const [name, picture] of plotsOf(done)) writeFileSync(PICTURES + name, picture);
}
