// The package as people get it: `npm pack`, installed into an empty folder, run on the oldest Node that it is for.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordingListing } from '@touchline/shared/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Guest, OPEN_ROOM, until } from './kit/boot.ts';
import { temporaryFolder } from './kit/temporary.ts';

/** `engines` of the package says the same. */
const OLDEST_NODE = '22.15.0';
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TOOLS = join(ROOT, 'node_modules/.cache/touchline', `node-${OLDEST_NODE}`);
const MAX_TARBALL_BYTES = 5_000_000;
const START_WITHIN_MS = 60_000;

const home = temporaryFolder('package');
/** The empty folder. */
const folder = join(home, 'club');
/** Set by `beforeAll`: with the old Node first in the path, and nothing of this repository. */
let env: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|TOUCHLINE_|PORT$|NODE_OPTIONS$)/i.test(name)),
);
let host: ChildProcess | undefined;
let said = '';

/** Resolves with what a command prints; rejects with all of it when the command fails. */
async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${text}`);
  return text;
}

/** The program alone, as a package of its own; kept between runs. Returns its folder. */
async function getOldNode(): Promise<string> {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const bin = join(TOOLS, 'node_modules', name, 'bin');
  if (existsSync(bin)) return bin;
  mkdirSync(TOOLS, { recursive: true });
  await run(TOOLS, 'npm', 'install', '--prefix', '.', '--no-save', '--no-package-lock', `${name}@${OLDEST_NODE}`);
  return bin;
}

let tarball: string;
let url: string;
beforeAll(async () => {
  await run(join(ROOT, 'packages/server'), 'npm', 'pack', '--pack-destination', home);
  const [name, ...more] = readdirSync(home);
  expect([name, more]).toEqual([expect.stringMatching(/^touchline-\d+\.\d+\.\d+\.tgz$/), []]);
  tarball = join(home, name);
  const bin = await getOldNode();
  const rest = (process.env.PATH ?? '').split(delimiter).filter((path) => !path.startsWith(ROOT));
  env = { ...env, PATH: [bin, ...rest].join(delimiter) };
  mkdirSync(folder);
  await run(folder, 'npm', 'install', tarball);
});
afterAll(async () => {
  if (host?.pid !== undefined && host.exitCode === null) process.kill(-host.pid, 'SIGKILL');
});

/** Everything that was installed, by its path in `node_modules`. */
const installed = (): string[] =>
  readdirSync(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'node_modules/').length));

describe('npm install <tarball>', () => {
  it('brings one package, which needs no other and no script of its own', async () => {
    expect((await run(folder, 'node', '--version')).trim()).toBe(`v${OLDEST_NODE}`);
    const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/touchline/package.json'), 'utf8'));
    for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies'])
      expect(Object.keys(manifest[kind] ?? {}), `${kind}: what is bundled belongs to devDependencies`).toEqual([]);
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['touchline']);
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script);
    expect(manifest.engines.node).toBe(`>=${OLDEST_NODE.replace(/\.0$/, '')}`);
  });

  it('brings what runs and is served, and nothing else', () => {
    const files = installed();
    expect(files.filter((name) => /\.map$|\.test\.|\/(?:test|src)\/|(?<!\.d)\.ts$|\.tsx$/.test(name))).toEqual([]);
    for (const name of ['README.md', 'LICENSE', 'dist/THIRD-PARTY.md', 'dist/client/dist/index.html'])
      expect(files).toContain(`touchline/${name}`);
    expect(statSync(tarball).size).toBeLessThan(MAX_TARBALL_BYTES);
  });

  it('names what others wrote, in server and pages', () => {
    const notices = readFileSync(join(folder, 'node_modules/touchline/dist/THIRD-PARTY.md'), 'utf8');
    for (const name of ['express', '@colyseus/core', '@resvg/resvg-wasm', 'inter-ui', 'phaser', 'preact'])
      expect(notices).toMatch(new RegExp(`^## ${name} `, 'm'));
  });

  it('tells whose Node is too old what to do', async () => {
    const command = join(folder, 'node_modules/touchline/bin/touchline.mjs');
    const pretend = `Object.defineProperty(process, 'versions', { value: { node: '22.14.0' } });
      await import(${JSON.stringify(command)});`;
    await expect(run(folder, 'node', '--input-type=module', '--eval', pretend)).rejects.toThrow(
      /ended with 1:\nTouchline needs Node 22\.15 or newer; this is 22\.14\.0\.\nGet one from/,
    );
  });
});

describe('npx touchline host', () => {
  beforeAll(async () => {
    await run(folder, 'npx', 'touchline', 'script', 'new', 'typed', '--ts');
    const open = "room.onRoomLink = (url) => console.log('module at ' + url)";
    writeFileSync(
      join(folder, 'module.js'),
      `require('haxball.js').then((init) => { const room = init(); ${open}; });`,
    );
    const scripts = ['--script', 'typed/bot.ts', '--script', 'module.js'];
    // A group of its own: npx, and the server below it.
    host = spawn('npx', ['touchline', 'host', '--port', '0', '--bots', '0', ...scripts], {
      ...{ cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
    });
    for (const stream of [host.stdout, host.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk));
    url = await until('an address', () => /is running: (\S+)/.exec(said)?.[1], START_WITHIN_MS).catch((error) => {
      throw new Error(`${error.message}\n${said}`);
    });
  });

  it('serves the pages, and the licences with them', async () => {
    const page = await fetch(url);
    const [, script] = /<script[^>]+src="([^"]+)"/.exec(await page.text()) ?? [];
    for (const path of [script, '/licences.md', '/healthz']) expect((await fetch(url + path)).status, path).toBe(200);
  });

  it('runs scripts, also of modules and in TypeScript', async () => {
    await until('both rooms', () => /module at http/.test(said) && /"Open: http/.test(said), 20_000).catch((error) => {
      throw new Error(`${error.message}\n${said}`);
    });
  });

  it('reads stadiums and draws pictures in its threads', async () => {
    const stadium = JSON.stringify({ name: 'Own', width: 420, height: 200, bg: { type: 'grass' } });
    const upload = { method: 'POST', body: stadium, headers: { 'content-type': 'text/plain' } };
    expect((await fetch(`${url}/api/arenas`, upload)).status).toBe(201);
    const picture = await fetch(`${url}/api/rooms/open-pitch/preview.png`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('plays a match and records it in ./data, and npx touchline verify finds it true', async () => {
    const headers = { 'content-type': 'application/json' };
    const opened = await fetch(`${url}/api/rooms`, { method: 'POST', headers, body: JSON.stringify(OPEN_ROOM) });
    const { id } = (await opened.json()) as { id: string };
    const guest = await (await Guest.join({ url }, id, { nick: 'Ann' })).seated();
    guest.ask('team', { id: guest.id, team: 1 });
    await until('a side', () => guest.self?.team === 1);
    guest.ask('start', {});
    const start = (await until('a match', () => guest.state?.phase === 'kickOff' && guest.state)).tick;
    guest.press(8);
    await until('some play', () => (guest.state?.tick ?? 0) > start + 60);
    guest.ask('stop', {});
    await until('the end', () => guest.state?.phase === 'none');
    expect(guest.divergences).toEqual([]);
    await guest.leave();

    let listed: readonly RecordingListing[] = [];
    while (listed.length === 0) listed = (await (await fetch(`${url}/api/recordings`)).json()) as RecordingListing[];
    expect(await run(folder, 'npx', 'touchline', 'verify', `${url}/api/recordings/${listed[0].id}`)).toContain(
      'VERIFIED',
    );
    expect(existsSync(join(folder, 'data/recordings', `${listed[0].id}.tlr`))).toBe(true);
  });

  it('ends when it is asked to', async () => {
    const { pid } = host ?? {};
    if (!host || pid === undefined) throw new Error('it does not run');
    // Of all who could still write to its output.
    const over = once(host, 'close');
    process.kill(-pid, 'SIGTERM');
    await over;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});
