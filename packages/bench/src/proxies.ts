// The proxies that people put before their server: the system's own, installed through apt where we may.
import { needProgram } from './debian.ts';

const NAMES = ['nginx', 'caddy', 'openssl'] as const;

/** All of them, as the environment variables by which they are found again. */
export function needProxies(): Record<string, string> {
  return Object.fromEntries(NAMES.map((name) => [variableOf(name), needProxy(name)]));
}

/** Path of the program; throws an instruction for people where there is none and none can be installed. */
export function needProxy(name: (typeof NAMES)[number]): string {
  const variable = variableOf(name);
  return needProgram({
    variable,
    names: [name],
    // Debian keeps servers where only root looks.
    places: [`/usr/sbin/${name}`],
    debianPackage: name,
    instruction: `No ${name} on this machine. Install it and run this again:
  Debian, Ubuntu   sudo apt-get install ${name}
  Fedora           sudo dnf install ${name}
  macOS            brew install ${name}
or name one you have:  ${variable}=/path/to/${name} npm test`,
  });
}

function variableOf(name: string): string {
  return `${name.toUpperCase()}_PATH`;
}
