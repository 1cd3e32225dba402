// The one-way rule (house style, "Who may know whom"), read off every import of the repository, types included; and what
// may not be written where the simulation must be exact.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const STAGES = ['physics', 'stadium', 'match', 'log', 'protocol'];

/** npm packages that a stage of `shared` may import; the others may import none. */
const STAGE_DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
  stadium: ['json5', '@noble/hashes'],
  protocol: ['@colyseus/schema', 'zod', '@noble/hashes', '@scure/base'],
};

/** Packages → what they may import of the others. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  shared: ['shared'],
  server: ['server', 'shared'],
  client: ['client', 'shared'],
  bench: ['bench', 'shared', 'server', 'client'],
};

/**
 * Folders of one package that meet only at a composition root, and what each may know of the others all the same:
 * the two interfaces of the client, what its screens ask over HTTP, the key that is exported and imported on one of them, the playback and the camera that a timeline is the hand on, and where one folder is made of another (bots live in
 * rooms, http serves feeds, pictures and the challenges of the gate, the store keeps the files of rooms).
 */
const APART: readonly {
  readonly within: string;
  readonly folders: readonly string[];
  readonly seams: readonly (readonly [from: string, to: string])[];
}[] = [
  {
    within: 'packages/client/src/',
    folders: ['net', 'game', 'ui'],
    seams: [
      ['', 'game/view.ts'],
      ['', 'ui/session.ts'],
      ['ui/', 'net/api.ts'],
      ['ui/identity/', 'net/identity'],
      ['ui/timeline/', 'net/playback.ts'],
      ['ui/timeline/', 'game/free-camera.ts'],
    ],
  },
  {
    within: 'packages/server/src/',
    folders: ['admin', 'gate', 'rooms', 'feeds', 'http', 'pictures', 'store', 'scripts', 'bots'],
    seams: [
      ['', 'rooms/room.ts'],
      ['store/', 'rooms/room-file.ts'],
      ['rooms/', 'bots/index.ts'],
      ['http/', 'admin/'],
      ['http/', 'feeds/'],
      ['http/', 'gate/gate.ts'],
      ['http/', 'pictures/'],
      ['http/', 'store/store.ts'],
    ],
  },
];

interface Import {
  readonly file: string;
  readonly name: string;
  /** A path from the root, or the name of an npm package or of a module of Node. */
  readonly target: string;
}

const files = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT, exclude: (name) => String(name).endsWith('node_modules') }).map((file) =>
    file.replaceAll('\\', '/'),
  );
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const everything = files('packages/*/{src,test,bin}/**/*.{ts,tsx,mjs}');
const sources = everything.filter((file) => /^packages\/[^/]+\/src\//.test(file) && !isTest(file));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Without comments; strings are kept or emptied. Templates stay: code can hide in them. */
function bare(text: string, strings: 'kept' | 'emptied'): string {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
  return text.replace(token, (found) => {
    if (found.startsWith('/')) return found.replace(/[^\n]/g, ' ');
    return strings === 'kept' ? found : "''";
  });
}

/** Imports, re-exports, dynamic imports and `import('x').Type`. */
function namesIn(text: string): string[] {
  const code = bare(text, 'kept');
  const forms = [
    /\b(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*['"]([^'"]+)['"]/g,
    /\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g,
  ];
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1]));
}

function importsOf(file: string): Import[] {
  return namesIn(read(file)).map((name) => ({ file, name, target: resolve(file, name) }));
}

function resolve(file: string, name: string): string {
  if (name.startsWith('.')) return join(dirname(file), name).replaceAll('\\', '/');
  const own = /^@touchline\/shared\/(\w+)$/.exec(name);
  if (own) return `packages/shared/src/${own[1]}/index.ts`;
  if (name === 'touchline' || name.startsWith('touchline/')) return 'packages/server/src/main.ts';
  return /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;
}

const packageOf = (path: string): string | undefined => /^packages\/([^/]+)\//.exec(path)?.[1];
const stageOf = (path: string): string | undefined => /^packages\/shared\/src\/([^/]+)\//.exec(path)?.[1];
const isOurs = (path: string): boolean => packageOf(path) !== undefined;
const tell = ({ file, name }: Import): string => `${file} imports ${name}`;
const sourceImports = sources.flatMap(importsOf);
const ofStages = sourceImports.filter(({ file }) => packageOf(file) === 'shared');

describe('[house style] who may know whom', () => {
  it('is asked of every file', () => {
    for (const stage of STAGES) expect(sources.some((file) => stageOf(file) === stage)).toBe(true);
    for (const name of ['server', 'client']) expect(sources.some((file) => packageOf(file) === name)).toBe(true);
    expect(sourceImports.length).toBeGreaterThan(sources.length);
    const sample = `import type { A } from './a.ts'; // from './no.ts'
      export * from "./b.ts"; import './c.ts'; const d = await import('./d.ts'); type E = import('./e.ts').E;
      import {
        f,
      } from 'f';`;
    expect(namesIn(sample).toSorted()).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', 'f']);
  });

  it('server and client know shared and never each other', () => {
    const wrong = sourceImports.filter(({ file, target }) => {
      const known = PACKAGES[packageOf(file) ?? ''];
      return isOurs(target) && !known.includes(packageOf(target) ?? '');
    });
    expect(wrong.map(tell)).toEqual([]);
  });

  it('everything of shared is inside a stage', () => {
    const strays = sources.filter((file) => packageOf(file) === 'shared' && !STAGES.includes(stageOf(file) ?? ''));
    expect(strays).toEqual([]);
  });

  it('a stage knows only the stages to its left', () => {
    const wrong = ofStages.filter(({ file, target }) => {
      const stage = stageOf(target);
      return stage !== undefined && STAGES.indexOf(stage) > STAGES.indexOf(stageOf(file) ?? '');
    });
    expect(wrong.map(tell)).toEqual([]);
  });

  it('a stage is entered by its index, and its own files never use it', () => {
    const wrong = sourceImports.filter(({ file, target }) => {
      const stage = stageOf(target);
      if (stage === undefined) return false;
      return (stageOf(file) === stage) === (target === `packages/shared/src/${stage}/index.ts`);
    });
    expect(wrong.map(tell)).toEqual([]);
  });

  it('a stage has no dependency but those named here', () => {
    const wrong = ofStages.filter(
      ({ file, target }) => !isOurs(target) && !STAGE_DEPENDENCIES[stageOf(file) ?? '']?.includes(target),
    );
    expect(wrong.map(tell)).toEqual([]);
  });

  it.each(APART)('the folders of $within meet only where they should', ({ within, folders, seams }) => {
    const folderOf = (path: string) => folders.find((folder) => path.startsWith(`${within}${folder}/`));
    const wrong = sourceImports.filter(({ file, target }) => {
      const [here, there] = [folderOf(file), folderOf(target)];
      if (here === undefined || there === undefined || here === there) return false;
      return !seams.some(([from, to]) => file.startsWith(within + from) && target.startsWith(within + to));
    });
    expect(wrong.map(tell)).toEqual([]);
  });

  // Benchmarks are no part of what is shipped: their crowds join as the guests of the tests do.
  it('no source imports a test or its kit', () => {
    const shipped = sourceImports.filter(({ file }) => packageOf(file) !== 'bench');
    const wrong = shipped.filter(({ target }) => isTest(target) || /^packages\/[^/]+\/test\//.test(target));
    expect(wrong.map(tell)).toEqual([]);
  });
});

/** What differs between engines, machines or runs, or leaves the order open. */
const FORBIDDEN: readonly (readonly [what: string, RegExp])[] = [
  ['**', /\*\*/],
  [
    'a function of Math that is not exact',
    /\bMath\s*(?:\?\.|\.)\s*(?!(?:sqrt|abs|min|max|floor|ceil|trunc|sign|imul|fround)\b)/,
  ],
  ['Math by another name', /\bMath\s*(?:\[|[;,)}=]|as\b)/],
  ['a clock', /\b(?:Date|performance|Temporal|hrtime)\b/],
  ['a timer', /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame)\b/],
  ['randomness', /\b(?:crypto|randomUUID|getRandomValues)\b/],
  ['for…in', /\bfor\s*\(\s*(?:const|let|var)\s+[\w$]+\s+in\b/],
  ['sort() without an order', /\.(?:sort|toSorted)\s*\(\s*\)/],
  ['the locale', /\b(?:toLocale\w+|localeCompare|Intl)\b/],
  ['waiting', /\b(?:async|await|Promise)\b/],
  ['the machine around it', /\b(?:process|globalThis|window|document|navigator|Buffer)\b/],
];

describe('[design] a step is pure', () => {
  const exact = sources.filter((file) => ['physics', 'match', 'log'].includes(stageOf(file) ?? ''));

  it.each(FORBIDDEN)('physics, match and log do without %s', (_, pattern) => {
    const wrong = exact.flatMap((file) =>
      bare(read(file), 'emptied')
        .split('\n')
        .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['x ** 2'],
    ['Math.sin(x)'],
    ['Math.hypot(x, y)'],
    ['Math.random()'],
    ['const { tan } = Math;'],
    ["Math['tan']"],
    ['Date.now()'],
    ['performance.now()'],
    ['setTimeout(f, 1)'],
    ['for (const key in object)'],
    ['list.sort()'],
    ['list.toSorted()'],
  ])('and would notice %s', (line) => {
    expect(FORBIDDEN.some(([, pattern]) => pattern.test(bare(line, 'emptied')))).toBe(true);
  });

  it('but allows what is exact', () => {
    const fine = 'Math.sqrt(x) + Math.imul(a, b) + Math.fround(c); list.sort((a, b) => a - b); // x ** 2';
    expect(FORBIDDEN.filter(([, pattern]) => pattern.test(bare(fine, 'emptied')))).toEqual([]);
  });
});
