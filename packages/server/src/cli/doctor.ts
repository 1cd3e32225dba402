// `touchline doctor`: looks at the machine, the config and, from outside, at the way to the server; says what to fix.
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/faults.ts';
import { type Config, readConfig } from '../config.ts';
import { type Finding, fail, ok, warn } from '../doctor/finding.ts';
import {
  judgeClock,
  judgeDisk,
  judgeMemory,
  judgeNode,
  judgeOpenFiles,
  judgePort,
  judgeTimer,
} from '../doctor/machine.ts';
import {
  readAvailableMb,
  readDisk,
  readLateness,
  readOpenFiles,
  readPort,
  readSynchronised,
  watchClock,
} from '../doctor/read-machine.ts';
import { readCaller, readReach, readSocket, readStream } from '../doctor/read-site.ts';
import { judgeCaller, judgeReach, judgeSocket, judgeStream } from '../doctor/site.ts';
import type { Output } from './stadium.ts';

const TIMER_MS = 1500;
const SIGNS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

/** `argv`: what follows the command. Returns the exit code: 1 when a check fails. */
export async function doctorCommand(argv: readonly string[], out: Output): Promise<number> {
  const asked = readOptions(argv);
  const findings: Finding[] = [];
  const tell = (...found: readonly Finding[]) => {
    findings.push(...found);
    if (!asked.json) for (const finding of found) out.log(inWords(finding));
  };
  tell(judgeNode(process.versions.node));
  const config = readSettings(asked.settings, tell);
  const jumpedMs = watchClock();
  // Before anything else is busy.
  tell(judgeTimer(await readLateness(TIMER_MS)));
  tell(judgeMemory(readAvailableMb()), judgeOpenFiles(await readOpenFiles()));
  if (config) {
    await lookAtFile(config, tell);
    if (config.port !== 0) tell(judgePort(config.port, await readPort(config.port, config.address)));
    tell(...judgeDisk(await readDisk(config.dataDir), config.recordings.maxMb));
  }
  tell(judgeClock(await readSynchronised(), jumpedMs()));
  const url = asked.url?.replace(/\/+$/, '') ?? config?.publicUrl;
  if (url === undefined)
    tell(warn('address', 'Nobody has said where people reach the server', 'Ask again with --url https://your.name'));
  else await lookFromOutside(url, tell);
  if (asked.json) out.log(JSON.stringify({ ok: !findings.some(isFailure), findings }, null, 2));
  return findings.some(isFailure) ? 1 : 0;
}

type Tell = (...found: readonly Finding[]) => void;

function readSettings(settings: readonly string[], tell: Tell): Config | null {
  try {
    const config = readConfig(settings, process.env);
    const rooms = config.rooms.length + config.scripts.rooms.length;
    tell(ok('config', `${config.file ?? 'No config file'}: the settings are good; rooms of your own: ${rooms}`));
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { text } of error.faults) tell(fail('config', text, 'All settings: npx touchline host --help'));
    return null;
  }
}

/** Others of the machine must not read what is secret. */
async function lookAtFile({ file, rooms, adminSecret, metrics }: Config, tell: Tell): Promise<void> {
  if (file === undefined) return;
  const { mode } = await stat(file);
  const inRooms = rooms.some(({ adminPassword, settings }) => adminPassword ?? settings.password);
  const secret = inRooms || adminSecret !== undefined || metrics.token !== '';
  if (secret && (mode & 0o004) !== 0)
    tell(warn('config', `${file} holds passwords, and everybody on this machine can read it`, `chmod o= ${file}`));
}

async function lookFromOutside(url: string, tell: Tell): Promise<void> {
  const reached = judgeReach(url, await readReach(url));
  tell(...reached);
  if (reached.some(isFailure)) return;
  tell(judgeCaller(await readCaller(url)));
  tell(judgeSocket(await readSocket(url)));
  tell(judgeStream(await readStream(url)));
}

interface Asked {
  readonly url: string | undefined;
  readonly json: boolean;
  /** Those of `touchline host`. */
  readonly settings: readonly string[];
}

function readOptions(argv: readonly string[]): Asked {
  const options = { url: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  let url: string | undefined;
  let json = false;
  const own = new Set<number>();
  for (const token of tokens) {
    if (token.kind !== 'option' || (token.name !== 'url' && token.name !== 'json')) continue;
    own.add(token.index);
    if (token.name === 'json') json = true;
    else {
      url = token.value;
      if (token.value !== undefined && !token.inlineValue) own.add(token.index + 1);
    }
  }
  return { url, json, settings: argv.filter((_, i) => !own.has(i)) };
}

const isFailure = ({ level }: Finding): boolean => level === 'fail';

function inWords({ check, level, text, fix }: Finding): string {
  const line = `${SIGNS[level]}  ${check.padEnd(13)}  ${text}`;
  return fix === '' ? line : `${line}\n${' '.repeat(21)}→ ${fix}`;
}
