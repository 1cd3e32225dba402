// `npm run build` of this package: everything that a server runs and serves, in dist/, without a dependency. `npm pack` puts that
// and the command into one file (docs/adr/0015-one-tarball.md).
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, rolldown } from 'rolldown';
import { noticesOf } from './notices.ts';
import { followPlaces } from './places.ts';

const PACKAGES = fileURLToPath(new URL('../../', import.meta.url));
const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const DEPLOY = fileURLToPath(new URL('../../../deploy/', import.meta.url));
/** Of those files: what makes the image, of the repository and not of the package. */
const OF_THE_IMAGE = ['Dockerfile', 'compose.yaml'];
const CODE = 'server';
/** Of the pages, which Vite bundles. */
const PAGES_NOTICES = join(PACKAGES, 'client/dist/licences.md');
/** Asked for by others when they are installed, and done without when not. */
const OPTIONAL = ['@pm2/io', '@colyseus/redis-driver', '@colyseus/redis-presence', 'msgpackr-extract'];

const places = followPlaces(PACKAGES, CODE);
const bundle = await rolldown({
  input: { cli: join(PACKAGES, 'server/src/cli/index.ts') },
  platform: 'node',
  external: OPTIONAL,
  plugins: [places.plugin],
});
rmSync(DIST, { recursive: true, force: true });
const { output } = await bundle.write({
  dir: DIST,
  format: 'esm',
  entryFileNames: `${CODE}/[name].js`,
  chunkFileNames: `${CODE}/[name]-[hash].js`,
});
await bundle.close();
for (const [from, to] of places.files) cpSync(from, join(DIST, to), { recursive: true });
cpSync(DEPLOY, join(DIST, 'deploy'), { recursive: true, filter: (path) => !OF_THE_IMAGE.includes(basename(path)) });

const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');
const own = new Set(chunks.map(({ fileName }) => fileName));
const outside = chunks
  .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
  .filter((name) => !own.has(name) && !isBuiltin(name) && !OPTIONAL.includes(name));
if (outside.length > 0) throw new Error(`not in the bundle: ${outside.join(', ')}`);

const notices = noticesOf([...chunks.flatMap(({ moduleIds }) => moduleIds), ...places.files.keys()]);
writeFileSync(
  join(DIST, 'THIRD-PARTY.md'),
  `# What others wrote\n\nThe server contains these packages; those in its pages follow below.\n\n${notices}\n${readFileSync(PAGES_NOTICES, 'utf8')}`,
);
