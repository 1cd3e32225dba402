// A program of the system's own that tests drive: found, or installed through apt where we may.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

interface WantedProgram {
  /** Environment variable with a path, which wins over what is found. */
  readonly variable: string;
  /** Programs to look for in PATH, then whole paths. */
  readonly names: readonly string[];
  readonly places: readonly string[];
  readonly debianPackage: string;
  /** For people, where nothing can be installed. */
  readonly instruction: string;
}

/** Asked by Debian's packages before they start their service; 101: no. */
const MAY_SERVICES_START = '/usr/sbin/policy-rc.d';

/** Finds the program, installing it when we are root on a Debian; throws the instruction otherwise. */
export function needProgram(wanted: WantedProgram): string {
  const found = find(wanted);
  if (found) return found;
  const { variable, debianPackage, instruction } = wanted;
  if (process.env[variable]) throw new Error(`${variable}: no program at ${process.env[variable]}`);
  if (process.getuid?.() === 0 && withoutServices(() => installWithApt(debianPackage))) {
    const installed = find(wanted);
    if (installed) return installed;
  }
  throw new Error(instruction);
}

function find({ variable, names, places }: WantedProgram): string | undefined {
  const named = process.env[variable];
  if (named) return runnable(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places].find(runnable);
}

function installWithApt(name: string): boolean {
  const apt = (...args: string[]) => {
    console.log(`apt-get ${args.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
  };
  const install = () => apt('install', '-y', '--no-install-recommends', name);
  // The lists of a fresh image may be missing or old: then once more after an update.
  return install() || (apt('update') && install());
}

/** A server that is installed for a test must not take port 80 of the machine. */
function withoutServices<T>(work: () => T): T {
  if (existsSync(MAY_SERVICES_START)) return work();
  writeFileSync(MAY_SERVICES_START, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return work();
  } finally {
    rmSync(MAY_SERVICES_START);
  }
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
