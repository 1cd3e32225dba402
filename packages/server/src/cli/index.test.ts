import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/kit/temporary.ts';
import { buildClientIfStale } from './client-build.ts';
import { runCommand } from './index.ts';

function listener() {
  const said: string[] = [];
  const complained: string[] = [];
  return {
    said,
    complained,
    log: (line: string) => void said.push(line),
    error: (line: string) => void complained.push(line),
  };
}

test.each([
  [],
  ['help'],
  ['--help'],
  ['help', 'host'],
  ['host', '--help'],
  ['stadium', '-h'],
  ['help', 'simulate'],
  ['verify', '--help'],
  ['doctor', '--help'],
])('help: %s %s', async (...argv) => {
  const out = listener();
  expect(await runCommand(argv, out)).toBe(0);
  expect(out.said.join('\n')).toContain('npx touchline');
  expect(out.complained).toEqual([]);
});

test.each([
  [['frob'], 'frob'],
  [['help', 'frob'], 'frob'],
  [['stadium'], 'Usage'],
  [['stadium', 'a.hbs', 'b.hbs'], 'Usage'],
  [['simulate', '--speed', 'x.json'], 'Usage'],
  [['verify'], 'Usage'],
  [['host', '--seats', '4'], '--seats'],
  [['host', '--port', 'x'], '--port'],
  [['host', '--config'], '--config: needs a value'],
  [['host', '--config='], '--config: needs a value'],
])('%j is refused with exit code 1 and a word about it', async (argv, word) => {
  const out = listener();
  expect(await runCommand(argv, out)).toBe(1);
  expect(out.complained.join('\n')).toContain(word);
  expect(out.said).toEqual([]);
});

test('the client is built when its sources are newer, and only then', async () => {
  const packages = temporaryFolder('packages');
  for (const folder of ['client/src', 'client/dist', 'shared/src'])
    mkdirSync(join(packages, folder), { recursive: true });
  const file = (path: string, seconds: number) => {
    writeFileSync(join(packages, path), '{}');
    utimesSync(join(packages, path), seconds, seconds);
  };
  file('client/package.json', 100);
  file('client/src/main.ts', 100);
  file('shared/src/step.ts', 100);
  const bare = listener();
  expect(await buildClientIfStale(bare, packages)).toBe(false);
  expect(bare.complained.join('\n')).toContain('npm install');

  file('client/dist/index.html', 200);
  file('client/src/main.test.ts', 300);
  // A vite that says that it was asked, and succeeds or fails.
  mkdirSync(join(packages, 'client/node_modules/vite/bin'), { recursive: true });
  file('client/node_modules/vite/package.json', 100);
  const vite = join(packages, 'client/node_modules/vite/bin/vite.js');
  writeFileSync(vite, 'console.error("no such import"); process.exit(1);');
  const fresh = listener();
  expect(await buildClientIfStale(fresh, packages)).toBe(true);
  expect(fresh.said).toEqual([]);

  file('shared/src/step.ts', 300);
  const broken = listener();
  expect(await buildClientIfStale(broken, packages)).toBe(false);
  expect(broken.complained.join('\n')).toContain('no such import');

  writeFileSync(vite, '');
  const stale = listener();
  expect(await buildClientIfStale(stale, packages)).toBe(true);
  expect(stale.said).toEqual(['Building the client…']);
});
