// The pages that the server hands out, built when their sources are newer: whoever runs `npm start` after `git pull`
// sees what was pulled.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Output } from './stadium.ts';

const PACKAGES = fileURLToPath(new URL('../../..', import.meta.url));
const SOURCES = [
  'client/src',
  'client/public',
  'client/index.html',
  'client/vite.config.ts',
  'client/package.json',
  'shared/src',
];

/** False, with the reason told, when there are no pages to serve and none can be built. */
export async function buildClientIfStale(out: Output, packages: string = PACKAGES): Promise<boolean> {
  const built = changedAt(join(packages, 'client/dist/index.html'));
  if (built > Math.max(...SOURCES.map((source) => changedAt(join(packages, source))))) return true;
  const vite = findVite(packages);
  // An installation without development tools serves what was built elsewhere, whatever its dates.
  if (vite === null && built > 0) return true;
  if (vite === null) {
    out.error('The client is not built, and vite is not installed. Run: npm install');
    return false;
  }
  out.log('Building the client…');
  const { code, text } = await run(vite, join(packages, 'client'));
  if (code === 0) return true;
  out.error(text.trim());
  out.error('The client could not be built; the lines above say why.');
  return false;
}

/** Milliseconds of the newest change of a file or of anything in a folder; 0 when there is none. Tests are not sources. */
function changedAt(path: string): number {
  if (!existsSync(path)) return 0;
  const info = statSync(path);
  if (!info.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : info.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((entry) => changedAt(join(path, entry))));
}

function findVite(packages: string): string | null {
  try {
    return join(createRequire(join(packages, 'client/package.json')).resolve('vite/package.json'), '../bin/vite.js');
  } catch {
    return null;
  }
}

function run(vite: string, folder: string): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: folder,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const keep = (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, text: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}
