// The script's file → running code. One that was written for a browser page runs as a page's script does, in a realm of its
// own. One that imports or requires anything is a module of Node (room-scripts.md R6).
import { readFileSync } from 'node:fs';
import { createRequire, type LoadHookContext, registerHooks } from 'node:module';
import { dirname, extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withAdvice } from './missing-package.ts';
import type { Realm } from './realm.ts';
import { isOurs } from './stack.ts';
import { hasModuleSyntax, jsonModule, toNodeModule } from './typescript.ts';

/** The name under which modules know the headless host. */
const PACKAGE = 'haxball.js';
const STAND_IN = new URL('./headless-module.ts', import.meta.url).href;
const TYPESCRIPT = ['.ts', '.mts', '.cts'];
const MODULE_ENDINGS = ['.mjs', '.cjs', ...TYPESCRIPT];
/** A script that names a module, or exports something. Wrong only for one that has such a line in a comment, which then runs as a module all the same. */
const MODULE_WORDS = [
  /(?:^|[^.\w$])require\s*\(\s*['"`]/m,
  /^\s*import\b\s*[\w${*'"]/m,
  /(?:^|[^.\w$'"`])import\s*\(/m,
  // Also where everything stands on one line.
  /(?:^|[;}])\s*export\s*(?:[{*]|(?:default|const|let|var|function|class|async)\b)/m,
];
/** What compilers write: at the beginning of a line, while most bundles for a page have such names inside a function. */
const COMPILERS_WORDS = [
  /^(?:["']use strict["'];?\s*)?(?:module\.exports\b|exports\.\w|Object\.definePropert(?:y|ies)\(exports\b)/m,
  /[;,}]module\.exports=/,
];
/** Bundles for a page that bring `module` and `exports` themselves: webpack's; and `require`, too: browserify's. */
const BRINGS_EXPORTS = /\b__webpack_require__\b/;
const BRINGS_REQUIRE = /function\s*\(\s*require\s*,\s*module\s*,\s*exports\s*\)/;

export interface ScriptFile {
  readonly file: string;
  readonly text: string;
  readonly isModule: boolean;
}

/** Throws when there is no such file. */
export function readScript(file: string): ScriptFile {
  const text = readFileSync(file, 'utf8');
  return { file, text, isModule: isModule(file, text) };
}

/** Resolves when the script has run once; rejects with what it throws. `realm`: of a page script. */
export async function runScript({ file, text }: ScriptFile, realm: Realm | null): Promise<void> {
  if (realm) {
    await realm.run(text, file);
    return;
  }
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === PACKAGE) return { url: STAND_IN, shortCircuit: true };
      for (const name of namesOf(specifier)) {
        try {
          return next(name, context);
        } catch {
          // The fault that is told is that of the name as it was written.
        }
      }
      return next(specifier, context);
    },
    load(url, context, next) {
      if (url.startsWith('file:') && !isOurs(fileURLToPath(url))) {
        const loaded = loadPart(fileURLToPath(url), context);
        if (loaded) return { ...loaded, shortCircuit: true };
      }
      return next(url, context);
    },
  });
  try {
    await load(file);
  } catch (error) {
    throw withAdvice(error, dirname(file));
  }
}

/** Required, because `require` in a CommonJS file that was imported passes by the hooks of Node 22; only files that await have to be imported. */
async function load(file: string): Promise<void> {
  try {
    createRequire(file)(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    await import(pathToFileURL(file).href);
  }
}

/** What Node itself would not take, or not as it was meant. */
function loadPart(file: string, { conditions, importAttributes }: LoadHookContext) {
  if (TYPESCRIPT.includes(extname(file))) {
    const source = readFileSync(file, 'utf8');
    if (!hasModuleSyntax(source)) return { format: 'commonjs-typescript', source };
    return { format: 'module-typescript', source: toNodeModule(source, file) };
  }
  const isBareJson = extname(file) === '.json' && conditions.includes('import') && importAttributes.type === undefined;
  return isBareJson ? { format: 'module', source: jsonModule(readFileSync(file, 'utf8')) } : null;
}

/** A part's names, as TypeScript's own tools read them: endings are left out, and `.js` stands for `.ts`. */
function namesOf(specifier: string): readonly string[] {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return [];
  const bare = specifier.replace(/\.js$|\/$/, '');
  return [specifier, `${bare}.ts`, `${bare}/index.ts`, `${bare}.js`, `${bare}/index.js`];
}

function isModule(file: string, text: string): boolean {
  if (MODULE_ENDINGS.includes(extname(file))) return true;
  if (BRINGS_REQUIRE.test(text)) return false;
  const hasAny = (list: readonly RegExp[]) => list.some((words) => words.test(text));
  return hasAny(MODULE_WORDS) || (!BRINGS_EXPORTS.test(text) && hasAny(COMPILERS_WORDS));
}
