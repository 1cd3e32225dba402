// The command line: which command, and what follows it.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hostCommand, hostHelp } from './host.ts';
import type { Output } from './stadium.ts';

const HELP = `Touchline: football with round players, on a server you own.

  npx touchline host [settings]                              run a server with a room of its own
  npx touchline stadium <file.hbs>                           what is in a stadium, or why it is refused
  npx touchline simulate <scenario.json> [--stadium-dir <folder>]
                                                             run a scenario and print its trace
  npx touchline verify <file or address> [--key <hex>]       is the result of a recording true?
  npx touchline script new <folder> [--ts]                   begin a room script
  npx touchline doctor [--url <address>] [settings]          what is wrong with this machine, its settings, its proxy
  npx touchline admin <what>                                 look after the server that runs here
  npx touchline version                                      which version this is
  npx touchline help [command]                               this text, or more about a command`;

const USAGE: Readonly<Record<string, string>> = {
  stadium: `Prints a summary of a stadium, or why it is refused (exit code 1).

Usage: npx touchline stadium <file.hbs>`,
  simulate: `Runs a scenario and prints its trace to standard output.

Usage: npx touchline simulate <scenario.json> [--stadium-dir <folder>]

  --stadium-dir <folder>  where <sha256>.hbs files lie that the scenario names by hash`,
  verify: `Runs a recording again: do the hashes agree, does the result follow, is the signature right? (exit code 1: no)

Usage: npx touchline verify <file or address> [--key <hex>]

  --key <hex>  the public key that must have signed it (\`curl https://<server>/api/key\`); an address is asked by itself`,
};

const SCRIPT_USAGE = `Begins a room script: a bot to start from, and type declarations for an editor's help.

Usage: npx touchline script new <folder> [--ts]

  --ts  in TypeScript

Run it with: npx touchline host --script <folder>/bot.js`;

const DOCTOR_USAGE = `Looks whether this machine, its settings and the way to the server are as they should be, and says what to fix.

Usage: npx touchline doctor [--url <address>] [--json] [settings of touchline host]

  --url <address>  where people reach the server; publicUrl of the settings when left out
  --json           for programs

The exit code is 1 when something fails. Run it where the server runs, as its user, with its settings: --config <file>.`;

/** Runs the command line; returns the exit code. */
export async function runCommand(argv: readonly string[], out: Output): Promise<number> {
  const [command = 'help', ...rest] = argv;
  const asksHelp = rest.includes('--help') || rest.includes('-h');
  switch (command) {
    case 'host':
      return hostCommand(rest, out);
    case 'stadium':
    case 'simulate':
    case 'verify':
      return asksHelp ? help(command, out) : FILE_COMMANDS[command](rest, out);
    case 'doctor':
      return asksHelp ? help(command, out) : doctor(rest, out);
    case 'script':
      return asksHelp ? help(command, out) : script(rest, out);
    case 'admin': {
      const { ADMIN_USAGE, adminCommand } = await import('./admin.ts');
      if (!asksHelp) return adminCommand(rest, process.env, out);
      out.log(ADMIN_USAGE);
      return 0;
    }
    case 'version':
    case '--version':
      out.log(versionOf());
      return 0;
    case 'help':
    case '--help':
    case '-h':
      return rest[0] === 'admin' ? runCommand(['admin', '--help'], out) : help(rest[0], out);
    default:
      out.error(`There is no command ${JSON.stringify(command)}.\n\n${HELP}`);
      return 1;
  }
}

function help(command: string | undefined, out: Output): number {
  if (command === undefined) out.log(HELP);
  else if (command === 'host') out.log(hostHelp('touchline host'));
  else if (command === 'script') out.log(SCRIPT_USAGE);
  else if (command === 'doctor') out.log(DOCTOR_USAGE);
  else if (Object.hasOwn(USAGE, command)) out.log(USAGE[command]);
  else {
    out.error(`There is no command ${JSON.stringify(command)}.\n\n${HELP}`);
    return 1;
  }
  return 0;
}

async function stadium(argv: readonly string[], out: Output): Promise<number> {
  const read = readArguments(argv, {});
  if (!read) return misused('stadium', out);
  const { stadiumCommand } = await import('./stadium.ts');
  return stadiumCommand(read.file, out);
}

async function simulate(argv: readonly string[], out: Output): Promise<number> {
  const read = readArguments(argv, { 'stadium-dir': { type: 'string' } });
  if (!read) return misused('simulate', out);
  const { simulateCommand } = await import('./simulate.ts');
  return simulateCommand(read.file, { stadiumDir: read.values['stadium-dir'] as string | undefined }, out);
}

async function verify(argv: readonly string[], out: Output): Promise<number> {
  const read = readArguments(argv, { key: { type: 'string' } });
  if (!read) return misused('verify', out);
  const { verifyCommand } = await import('./verify.ts');
  return verifyCommand(read.file, { key: read.values.key as string | undefined }, out);
}

async function script([what, ...rest]: readonly string[], out: Output): Promise<number> {
  const typed = rest.includes('--ts');
  const [folder, ...more] = rest.filter((word) => word !== '--ts');
  if (what !== 'new' || folder === undefined || folder.startsWith('-') || more.length > 0) {
    out.error(SCRIPT_USAGE);
    return 1;
  }
  const { newScript } = await import('./script.ts');
  return newScript(folder, typed, out);
}

async function doctor(argv: readonly string[], out: Output): Promise<number> {
  const { doctorCommand } = await import('./doctor.ts');
  return doctorCommand(argv, out);
}

/** The built file lies as deep as this one. */
function versionOf(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

const FILE_COMMANDS = { stadium, simulate, verify };

/** Exactly one file and the options that the command knows; else null. */
function readArguments(argv: readonly string[], options: Record<string, { type: 'string' }>) {
  try {
    const { positionals, values } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return positionals.length === 1 ? { file: positionals[0], values } : null;
  } catch {
    return null;
  }
}

function misused(command: string, out: Output): number {
  out.error(USAGE[command]);
  return 1;
}
