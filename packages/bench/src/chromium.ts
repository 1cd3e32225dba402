// The browser that end-to-end tests drive: the system's own Chromium, installed through apt where we may.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const INSTRUCTION = `No Chromium on this machine. Install one and run this again:
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask chromium
or name one you have:  CHROMIUM_PATH=/path/to/chromium npm test`;

/** Path of a Chromium, or undefined. `CHROMIUM_PATH` wins over what is found. */
function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return runnable(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...MAC].find(runnable);
}

/** Finds a Chromium, installing one when we are root on a Debian; throws an instruction for people otherwise. */
export function needChromium(): string {
  const found = findChromium();
  if (found) return found;
  if (process.env.CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH: no program at ${process.env.CHROMIUM_PATH}`);
  if (process.getuid?.() === 0 && installWithApt()) {
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(INSTRUCTION);
}

function installWithApt(): boolean {
  const apt = (...args: string[]) => {
    console.log(`apt-get ${args.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  const install = () => apt('install', '-y', '--no-install-recommends', 'chromium');
  // The lists of a fresh image may be missing or old: then once more after an update.
  return install() || (apt('update') && install());
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
