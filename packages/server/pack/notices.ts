// The licences of what is in the bundle, which ask to go with every copy.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly repository?: string | { readonly url: string };
}

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/** One section for each package that one of the files comes from. Throws when one of them says nothing of its licence. */
export function noticesOf(files: Iterable<string>): string {
  const folders = new Set([...files].filter((file) => file.includes('node_modules')).map(folderOf));
  const sections = new Map([...folders].map((folder) => sectionOf(folder)));
  return [...sections.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, text]) => `## ${title}\n\n${text}\n`)
    .join('\n');
}

/** The package's own folder: some have further manifests, without a name, below it. */
function folderOf(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) || !manifestOf(folder).name) folder = dirname(folder);
  return folder;
}

function manifestOf(folder: string): Partial<Manifest> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Partial<Manifest>;
}

function sectionOf(folder: string): [title: string, text: string] {
  const { name, version, license, repository } = manifestOf(folder);
  if (!license) throw new Error(`${name}: its package.json names no licence`);
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const source = typeof repository === 'string' ? repository : repository?.url;
  return [`${name} ${version}, ${license}`, [...(source ? [`Source: ${source}`] : []), ...texts].join('\n\n')];
}
