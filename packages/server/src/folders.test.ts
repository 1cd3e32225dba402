import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../test/kit/temporary.ts';
import { makeFolders } from './folders.ts';

const base = temporaryFolder('folders');

it('makes a folder and those above it, for their owner alone, once', () => {
  const [outer, inner] = ['outer', 'outer/inner'].map((path) => join(base, path));
  makeFolders(inner);
  makeFolders(inner);
  for (const path of [outer, inner]) expect(statSync(path).mode & 0o777).toBe(0o700);
});

it('says what is in the way', () => {
  const file = join(base, 'file');
  writeFileSync(file, '');
  for (const path of [file, join(file, 'below')]) expect(() => makeFolders(path)).toThrow('EEXIST');
});

it.runIf(process.platform === 'linux')('says that nothing can be made here, instead of trying for ever', () => {
  expect(() => makeFolders('/proc/none/below')).toThrow('ENOENT');
});
