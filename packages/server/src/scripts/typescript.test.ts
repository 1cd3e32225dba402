import { expect, test } from 'vitest';
import { hasModuleSyntax, jsonModule, toNodeModule } from './typescript.ts';

test.each([
  ['a type alone', `import { A } from './a';\nlet x: A;`, `import type { A } from './a';\nlet x: A;`],
  [
    'a type beside a value',
    `import { A, b } from './a';\nlet x: A = b;`,
    `import { type A, b } from './a';\nlet x: A = b;`,
  ],
  [
    'a default that is a type',
    `import A, { b } from './a';\nlet x: A = b;`,
    `import {type default as A, b } from './a';\nlet x: A = b;`,
  ],
  [
    'a default and a name that are types',
    `import A, { B } from './a';\nlet x: A | B;`,
    `import type {default as A, B } from './a';\nlet x: A | B;`,
  ],
  [
    'types that are marked',
    `import { type A, B } from './a';\nlet x: A | B;`,
    `import type { A, B } from './a';\nlet x: A | B;`,
  ],
  [
    'other names',
    `import { A as B, c as d } from './a';\nlet x: B = d;`,
    `import { type A as B, c as d } from './a';\nlet x: B = d;`,
  ],
  [
    'lines and comments',
    `import {\n  A, // of\n  b,\n} from './a';\nlet x: A = b;`,
    `import {\n  type A, // of\n  b,\n} from './a';\nlet x: A = b;`,
  ],
  [
    'a name in a comment or of a field',
    `import { A } from './a';\n// A\nlet x: A = y.A;`,
    `import type { A } from './a';\n// A\nlet x: A = y.A;`,
  ],
  ['a value that is spread', `import { a } from './a';\nf(...a);`, `import { a } from './a';\nf(...a);`],
  ['all of a file', `import * as all from 'fs';\nimport {} from './a';\nimport './b';`, null],
  ['enums', `import { Side } from './a';\nenum E { A = Side.Red }`, null],
  ['its own names', `import { join } from 'path';\nconst __dirname = join('.');`, null],
])('imports: %s', (_, text, expected) => {
  expect(toNodeModule(text, '/bots/a.ts')).toBe(expected ?? text);
});

test('names of CommonJS are there, and lines keep their numbers', () => {
  const text = toNodeModule(`import './a';\nconst fs = require('fs');\nfs.readFileSync(__dirname);`, '/bots/a.ts');
  expect(text).toMatch(/^const require = .*; const __dirname = "\/bots"; import '\.\/a';\n/);
  expect(text.split('\n')).toHaveLength(3);
});

test.each([
  ['imports', true, `import a from 'a';`],
  ['types alone', true, `import type { A } from 'a';`],
  ['exports', true, 'export const a = 1;'],
  ['an await at its top', true, 'const a: number = await b();'],
  ['an await in a function', false, 'async function a(): Promise<void> { await b(); }'],
  ['what is required with =', false, `import a = require('a');\nexport = a;`],
  ['nothing of the kind', false, 'const important = 1, exported = 2;'],
])('what makes a file a module: %s', (_, isModule, text) => {
  expect(hasModuleSyntax(text)).toBe(isModule);
});

test('what is required and exported with = works beside imports', () => {
  const text = toNodeModule(`import './a';\nimport b = require('b');\nexport = b.c;`, '/bots/a.ts');
  expect(text.split('\n').slice(1)).toEqual([
    `const b = require('b');`,
    'const exportedByEquals = b.c;',
    "export { exportedByEquals as default, exportedByEquals as 'module.exports' };",
  ]);
  expect(text).toMatch(/^const require = /);
});

test('JSON is a module of its fields', async () => {
  const url = `data:text/javascript,${encodeURIComponent(jsonModule('{ "a": 1, "b-c": null, "default": 2 }'))}`;
  expect({ ...(await import(url)) }).toEqual({ a: 1, 'b-c': null, default: { a: 1, 'b-c': null, default: 2 } });
});
