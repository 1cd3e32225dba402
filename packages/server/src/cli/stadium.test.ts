// What the command says about good, bad, missing and hostile files, and with which exit code.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/kit/temporary.ts';
import { stadiumCommand } from './stadium.ts';

let folder: string;
beforeAll(async () => {
  folder = temporaryFolder('stadium');
});

async function run(text?: string) {
  const lines = { log: [] as string[], error: [] as string[] };
  const file = join(folder, text === undefined ? 'missing.hbs' : 'test.hbs');
  if (text !== undefined) await writeFile(file, text);
  const code = await stadiumCommand(file, { log: (l) => lines.log.push(l), error: (l) => lines.error.push(l) });
  return { code, log: lines.log.join('\n'), error: lines.error.join('\n') };
}

test('[stadium-format §2] a good file is summed up', async () => {
  const { code, log, error } = await run(`{
    name: 'Cage', width: 300, height: 150, bg: { type: 'grass' }, canBeStored: false,
    vertexes: [{ x: 0, y: 0 }, { x: 9 }], segments: [{ v0: 0, v1: 1, curve: 90 }, { v0: 0, v1: 1 }],
    discs: [{}], joints: [{ d0: 0, d1: 1 }], redSpawnPoints: [[1, 2]],
    playerPhysics: { kickStrength: 7, radius: 12 }, ballPhysics: { radius: 6, color: 'FFCC00' },
  }`);
  expect([code, error]).toEqual([0, '']);
  expect(log).toMatch(/^Cage\n {2}size +600 × 300, background grass\n/);
  expect(log).toMatch(/vertices +2\n.*segments +2 \(1 curved\)\n.*goals +0\n.*discs +2 .*\n.*planes +0\n.*joints +1\n/);
  expect(log).toMatch(/player +radius 12, kickStrength 7\n.*ball +radius 6, color FFCC00\n/);
  expect(log).toMatch(/spawn points +1 red, 0 blue\n/);
  expect(log).toMatch(/may be stored +no\n.*hash +[0-9a-f]{32}\nwarning: "y" of vertexes\[1\] /);
});

test('[stadium-format §7] a refused file: category, place, reason', async () => {
  const syntax = await run('{\n  name: ?\n}');
  expect([syntax.code, syntax.log]).toEqual([1, '']);
  expect(syntax.error).toMatch(/\(syntax, line 2, column 9\)\.\n/);
  const section = await run('{ bg: {}, discs: [{ radius: "5" }] }');
  expect(section.code).toBe(1);
  expect(section.error).toMatch(/\(section, discs 1, radius\)\.\n.*discs\[0\]/);
});

test('a file that is missing, a folder or huge', async () => {
  expect(await run()).toMatchObject({ code: 1, error: expect.stringContaining('no such file') });
  const error: string[] = [];
  expect(await stadiumCommand(folder, { log: () => {}, error: (line) => error.push(line) })).toBe(1);
  expect(error.join()).toMatch(/is a folder/);
  expect(await run('x'.repeat(5_000_000))).toMatchObject({ code: 1, error: expect.stringContaining('too large') });
});

test('control characters of a name do not reach the terminal', async () => {
  const { log } = await run('{ name: "\\u001b[2Jred\\u202Eeman", bg: {}, width: 1, height: 1 }');
  expect(log.split('\n')[0]).toBe('�[2Jred�eman');
});

test('many warnings are cut short', async () => {
  const { log } = await run(`{ name: "x", width: 1, height: 1, bg: {}, vertexes: [${'{},'.repeat(30)}] }`);
  expect(log.match(/^warning:/gm)).toHaveLength(20);
  expect(log).toMatch(/… and 40 more warnings\.$/);
});
