import { expect, test } from 'vitest';
import { withAdvice } from './missing-package.ts';

test.each([
  [
    "Cannot find module 'mysql2/promise'\nRequire stack:\n- /bots/a.js",
    'it needs the package mysql2: cd /bots && npm install mysql2',
  ],
  [
    "Cannot find package '@keyv/sqlite' imported from /bots/a.js",
    'it needs the package @keyv/sqlite: cd /bots && npm install @keyv/sqlite',
  ],
  [
    "Cannot find package '@/types' imported from /bots/a.ts",
    'there is no package @/types: if tsconfig.json says where it is, build the script first',
  ],
  [
    "Cannot find package 'puppeteer' imported from /bots/a.js",
    'it drives a browser: give Touchline the script that it puts into the page',
  ],
  ["Cannot find module './store'", "Cannot find module './store'"],
  ["Cannot find module '/bots/b' imported from /bots/a.ts", "Cannot find module '/bots/b' imported from /bots/a.ts"],
  ['x is not defined', 'x is not defined'],
])('%s', (message, advice) => {
  expect(withAdvice(new Error(message), '/bots')).toMatchObject({ message: advice });
});
