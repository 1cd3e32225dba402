import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ScriptBench } from '../../test/kit/scripted.ts';
import { temporaryFolder } from '../../test/kit/temporary.ts';
import { createStorage, sessionShelf } from '../scripts/storage.ts';
import { runCommand } from './index.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = temporaryFolder('new');

async function run(...argv: string[]) {
  const [logs, errors]: string[][] = [[], []];
  const code = await runCommand(argv, { log: (text) => void logs.push(text), error: (text) => void errors.push(text) });
  return { code, log: logs.join('\n'), error: errors.join('\n') };
}

test.each([
  ['bot.js', 'jsconfig.json', [], '/** @type {RoomObject} */ const known = room;'],
  ['bot.ts', 'tsconfig.json', ['--ts'], 'const known: RoomObject = room;'],
])('a new script that runs, and that the compiler knows every word of: %s', async (bot, config, flags, known) => {
  const at = join(folder, bot);
  expect(await run('script', 'new', at, ...flags)).toMatchObject({ code: 0, log: expect.stringContaining('--script') });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const check = () =>
    execFileSync(process.execPath, [tsc, '--project', join(at, config)], { encoding: 'utf8', stdio: 'pipe' });
  const text = readFileSync(join(at, bot), 'utf8');
  writeFileSync(join(at, bot), `${text}${known}`);
  expect(check()).toBe('');
  writeFileSync(join(at, bot), text.replace('room.startGame()', 'room.startGaem()'));
  expect(check).toThrow();

  const bench = await ScriptBench.play(text, createStorage(sessionShelf()));
  const id = await bench.join();
  await bench.ticks();
  expect(bench.player(id).team).toBe(1);
  expect(await bench.host.keeper?.hears(id, '!start')).toBe(false);
  await bench.ticks();
  expect(bench.state.phase).toBe('kickOff');
});

test('nothing is written over, and mistakes are answered', async () => {
  const at = join(folder, 'mine');
  expect((await run('script', 'new', at)).code).toBe(0);
  writeFileSync(join(at, 'bot.js'), 'mine');
  expect((await run('script', 'new', at)).code).toBe(1);
  expect(readFileSync(join(at, 'bot.js'), 'utf8')).toBe('mine');
  for (const words of [[], ['new'], ['old', 'x'], ['new', 'a', 'b'], ['new', '--tsx']]) {
    expect(await run('script', ...words)).toMatchObject({ code: 1, error: expect.stringContaining('Usage') });
  }
  expect((await run('script', '--help')).log).toContain('Usage');
});
