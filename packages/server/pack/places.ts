// What stands beside the code when it is bundled. Sources name files and threads as `new URL('…', import.meta.url)` and files of
// packages as `import.meta.resolve('…')`; in the bundle both must still lead somewhere. What cannot be followed fails the build.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'rolldown';

const OWN = /new URL\(\s*'([^']+)'\s*,\s*import\.meta\.url\s*,?\s*\)/g;
const OF_A_PACKAGE = /import\.meta\.resolve\(\s*'([^']+)'\s*,?\s*\)/g;
const ANY = /import\.meta\.(?:url|resolve|dirname|filename)\b/;

export interface Places {
  readonly plugin: Plugin;
  /** What the bundle reads besides its code: absolute path → path in the bundle's folder. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * The bundle's folder stands for `root`, the folder of all packages: what is `client/dist` in one is `client/dist` in the other.
 * Its code lies flat in `code`, a folder directly below.
 */
export function followPlaces(root: string, code: string): Places {
  const files = new Map<string, string>();
  const fromCode = (path: string) => `new URL('../${path}', import.meta.url)`;

  const plugin: Plugin = {
    name: 'touchline-places',
    transform: {
      filter: { id: { include: `${root}**/*.ts`, exclude: '**/node_modules/**' }, code: ANY },
      handler(text, id) {
        const own = (_: string, name: string) => {
          const target = resolve(dirname(id), name);
          const path = relative(root, target).split(sep).join('/');
          if (path.startsWith('..') || !existsSync(target)) this.error(`${id}: ${name} is not in the package`);
          if (target.endsWith('.ts') && !target.endsWith('.d.ts')) {
            const fileName = `${code}/${basename(target, '.ts')}.js`;
            this.emitFile({ type: 'chunk', id: target, fileName });
            return fromCode(fileName);
          }
          // The folder of everything says only whose code it is.
          if (path !== '') files.set(target, path);
          return fromCode(statSync(target).isDirectory() && path !== '' ? `${path}/` : path);
        };
        const ofPackage = (_: string, name: string) => {
          const path = `${code}/assets/${basename(name)}`;
          files.set(createRequire(id).resolve(name), path);
          return `${fromCode(path)}.href`;
        };
        const placed = text.replace(OWN, own).replace(OF_A_PACKAGE, ofPackage);
        if (ANY.test(placed.replaceAll(OWN, '')))
          this.error(`${id}: name each file in full, as new URL('…', import.meta.url) or import.meta.resolve('…')`);
        return placed;
      },
    },
  };
  return { plugin, files };
}
