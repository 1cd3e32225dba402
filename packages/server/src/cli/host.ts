// `npm start` and `touchline host`: settings, pages, server, one line with the address; until a signal ends it.
import { ConfigError } from '../config/faults.ts';
import { describeSettings } from '../config/help.ts';
import { type Config, readConfig } from '../config.ts';
import type { Running } from '../main.ts';
import { NewerData } from '../store/store.ts';
import { buildClientIfStale } from './client-build.ts';
import type { Output } from './stadium.ts';

/** A stop that takes longer is cut short. */
const STOP_WITHIN_MS = 10_000;

/** Runs a server until SIGINT or SIGTERM; returns the exit code. `argv`: what follows the command. */
export async function hostCommand(argv: readonly string[], out: Output, command = 'touchline host'): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    out.log(hostHelp(command));
    return 0;
  }
  let config: Config;
  try {
    config = readConfig(argv, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    out.error(error.message);
    out.error(`All settings: ${command === 'npm start' ? 'npm start --' : `npx ${command}`} --help`);
    return 1;
  }
  // Asked to reload before it is up: what it would read, it has just read.
  if (config.file !== undefined) process.on('SIGHUP', () => {});
  if (!(await buildClientIfStale(out))) return 1;
  // Not before the settings are good: loading the server takes a while.
  const { serve } = await import('../main.ts');
  let server: Running;
  try {
    server = await serve(config);
  } catch (error) {
    const reason = whyNot(error, config);
    if (reason === null) throw error;
    out.error(reason);
    return 1;
  }
  out.log(`Touchline is running: ${server.url}`);
  for (const line of linksOf(server)) out.log(line);
  if (config.file !== undefined) reloadOnHangup(server, argv, out);
  await Promise.race([untilSignal(server), server.stopped]);
  // A stop that hangs is cut short; running matches have their time before.
  const slow = setTimeout(() => process.exit(1), STOP_WITHIN_MS + server.drainSeconds() * 1000);
  await server.drain();
  clearTimeout(slow);
  return 0;
}

/** Links that no lobby shows: of rooms that are unlisted, and of matches that need a key to be watched. */
function linksOf({ url, rooms, ownRoomIds }: Running): string[] {
  return ownRoomIds.flatMap((id) => {
    const key = rooms.get(id)?.watchKey() ?? '';
    if (key === '') return [];
    return [`Play in its room:     ${url}/r/${id}`, `Watch without a seat: ${url}/watch/${id}?k=${key}`];
  });
}

/** SIGHUP reads the config again. A file with faults changes nothing; each is told. */
function reloadOnHangup(server: Running, argv: readonly string[], out: Output): void {
  let last = Promise.resolve();
  process.on('SIGHUP', () => {
    last = last.then(async () => {
      try {
        await server.reload(readConfig(argv, process.env));
        out.log('The config was read again.');
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        out.error('The config was read again and has faults; everything stays as it was.');
        out.error(error.message);
      }
    });
  });
}

export function hostHelp(command: string): string {
  const usage = command === 'npm start' ? 'npm start -- [settings]' : `npx ${command} [settings]`;
  return `Runs a server with a room of its own.\n\nUsage: ${usage}\n\n${describeSettings()}`;
}

/** What a person can do about a server that does not start; null when that is unknown. */
function whyNot(error: unknown, { port, address, dataDir }: Config): string | null {
  if (error instanceof NewerData) {
    return [
      `A newer Touchline has written to the data folder ${dataDir}, and this one could damage what it does not know.`,
      'Nothing was changed. Run the newer version again, or put back the backup from before the update.',
    ].join('\n');
  }
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return [
        `Port ${port} is already in use, perhaps by another Touchline.`,
        `Stop that program, or choose another port: --port ${port + 1} (or PORT=${port + 1}).`,
      ].join('\n');
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Choose one above 1023: --port 2567.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${address}. Leave --host out to listen on all its addresses.`;
    default:
      return null;
  }
}

/** Resolves at the first signal. A second one waits for no match any more; a third one ends the process where it is. */
function untilSignal(server: Running): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0;
    const onSignal = () => {
      asked++;
      if (asked === 1) resolve();
      else if (asked === 2) void server.stop();
      else process.exit(1);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
