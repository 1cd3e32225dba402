import { expect, test } from 'vitest';
import { jsonModule, toNodeModule } from './typescript.ts';

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

test('JSON is a module of its fields', async () => {
  const url = `data:text/javascript,${encodeURIComponent(jsonModule('{ "a": 1, "b-c": null, "default": 2 }'))}`;
  expect({ ...(await import(url)) }).toEqual({ a: 1, 'b-c': null, default: { a: 1, 'b-c': null, default: 2 } });
});
