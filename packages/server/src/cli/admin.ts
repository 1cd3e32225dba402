// `touchline admin`: words → a verb for the running server, by the socket in its data folder; its answer → lines for people.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AdminAnswers, AdminBan, AdminRequest, AdminVerb } from '@touchline/shared/protocol';
import { askServer, pathProblem, socketPath } from '../admin/socket.ts';
import { ConfigError } from '../config/faults.ts';
import { readConfig } from '../config.ts';
import type { Output } from './stadium.ts';

export const ADMIN_USAGE = `Looks after a running server, from the machine that it runs on and as the user that it runs as.

Usage: npx touchline admin <what> [--data-dir <folder>] [--json]

  status                                    how it is doing
  rooms                                     who plays where
  players [room]                            who is there: number, nick, identity, address
  kick <room> <number> [--reason <words>]   shows a player out; he may come back
  ban <room> <number>                       shows a player out and bans him from the whole server,
                                            by identity and address; --by identity or --by address for one of them
  ban <identity or address or range>        203.0.113.7, 203.0.113.0/24, 2001:db8::/48
      --room <room>  in that room only      --for <time>  30m, 12h, 7d; without it: until it is lifted
      --reason <words>
  bans                                      what is banned
  lift <ban>                                lifts a ban, by its number
  mute <room> <number> [--for <time>]       nobody sees what he writes, also when he comes back
  unmute <room> <number>
  announce <words> [--room <room>]          a line in the chat of all rooms, or of one
  script restart <room>                     begins the script of a room anew; the room goes on
  audit [--limit <n>]                       who did what to whom, the newest first
  log [--limit <n>]                         the last lines of the log
  drain [--for <time>]                      lets matches end so long, then stops the server;
                                            without it: drainSeconds of its settings

  --data-dir <folder>  data folder of the server (./data, or TOUCHLINE_DATA_DIR, or as in --config)
  --config <file>      config of the server, to find its data folder
  --json               the answer as the server gives it`;

/** Something is wrong with the words; the message says what. */
class Misused extends Error {}

type Asking = { readonly [V in AdminVerb]: { readonly verb: V; readonly body: AdminRequest<V> } }[AdminVerb];

const OPTIONS = {
  'data-dir': { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
  reason: { type: 'string' },
  room: { type: 'string' },
  for: { type: 'string' },
  by: { type: 'string' },
  limit: { type: 'string' },
} as const;

/** Returns the exit code. */
export async function adminCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  out: Output,
): Promise<number> {
  try {
    const { positionals, values } = readWords(argv);
    const asking = askingOf(positionals, values);
    const path = socketPath(dataDirOf(values, env));
    const reply = await ask(path, asking);
    if (reply.status !== 200) {
      out.error(reply.message ?? `The server answered ${reply.status}.`);
      return 1;
    }
    out.log(values.json ? JSON.stringify(reply.answer, null, 2) : inWords(asking.verb, reply.answer));
    return 0;
  } catch (error) {
    if (!(error instanceof Misused)) throw error;
    out.error(error.message);
    return 1;
  }
}

type Values = ReturnType<typeof readWords>['values'];

function readWords(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // What Node adds is about its own conventions.
    const [sentence] = String(error instanceof Error ? error.message : error).split('. ');
    throw new Misused(`${sentence}.\n\n${ADMIN_USAGE}`);
  }
}

/** As `host` finds it. */
function dataDirOf(values: Values, env: Readonly<Record<string, string | undefined>>): string {
  const said = values['data-dir'];
  if (said !== undefined) return resolve(said);
  try {
    return readConfig(values.config === undefined ? [] : ['--config', values.config], env).dataDir;
  } catch (error) {
    if (error instanceof ConfigError) throw new Misused(`Where is the server's data folder?\n${error.message}`);
    throw error;
  }
}

async function ask(path: string, { verb, body }: Asking): ReturnType<typeof askServer> {
  const problem = pathProblem(path);
  if (problem !== null) throw new Misused(`The server cannot be reached: ${problem}`);
  try {
    return await askServer(path, verb, body);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED')
      throw new Misused(
        `No server runs with the data folder ${path.replace(/\/[^/]*$/, '')}.\nStart one, or name its folder: --data-dir <folder>`,
      );
    if (code === 'EACCES' || code === 'EPERM')
      throw new Misused(
        `Only the user that the server runs as may use ${path}. Try: sudo -u <that user> npx touchline admin …`,
      );
    throw error;
  }
}

function askingOf([what = '', ...rest]: readonly string[], values: Values): Asking {
  const reason = values.reason ?? '';
  const limit = values.limit === undefined ? {} : { limit: wholeOf(values.limit, '--limit') };
  const room = values.room === undefined ? {} : { room: values.room };
  const minutes = values.for === undefined ? null : Math.ceil(secondsOf(values.for) / 60);
  switch (what) {
    case 'status':
    case 'rooms':
    case 'bans':
      return exactly(rest, 0, what, () => ({ verb: what, body: {} }));
    case 'players':
      return { verb: what, body: rest[0] === undefined ? room : { room: rest[0] } };
    case 'kick':
      return exactly(rest, 2, what, () => ({ verb: what, body: { ...seatOf(rest), reason } }));
    case 'mute':
      return exactly(rest, 2, what, () => ({ verb: what, body: { ...seatOf(rest), minutes } }));
    case 'unmute':
      return exactly(rest, 2, what, () => ({ verb: what, body: seatOf(rest) }));
    case 'ban': {
      const terms = { ...room, reason, minutes };
      if (rest.length === 1) return { verb: what, body: { ...targetOf(rest[0]), ...terms } };
      return exactly(rest, 2, what, () => ({
        verb: what,
        body: { who: { ...seatOf(rest), ...byOf(values.by) }, ...terms },
      }));
    }
    case 'lift':
      return exactly(rest, 1, what, () => ({ verb: what, body: { id: wholeOf(rest[0], 'The number of a ban') } }));
    case 'announce':
      if (rest.length === 0) throw misused(what);
      return { verb: what, body: { text: rest.join(' '), ...room } };
    case 'script':
      if (rest[0] !== 'restart') throw misused(what);
      return exactly(rest, 2, what, () => ({ verb: 'script restart', body: { room: rest[1] } }));
    case 'audit':
    case 'log':
      return exactly(rest, 0, what, () => ({ verb: what, body: limit }));
    case 'drain':
      return exactly(rest, 0, what, () => ({
        verb: what,
        body: values.for === undefined ? {} : { seconds: secondsOf(values.for) },
      }));
    default:
      throw new Misused(what === '' ? ADMIN_USAGE : `There is no ${JSON.stringify(what)}.\n\n${ADMIN_USAGE}`);
  }
}

function misused(what: string): Misused {
  const lines = ADMIN_USAGE.split('\n').filter((line) => line.startsWith(`  ${what} `) || line.trim() === what);
  return new Misused(`Write it like this, after npx touchline admin:\n${lines.join('\n')}`);
}

function exactly(rest: readonly string[], count: number, what: string, asking: () => Asking): Asking {
  if (rest.length !== count) throw misused(what);
  return asking();
}

function seatOf([room = '', player = '']: readonly string[]): { room: string; player: number } {
  return { room, player: wholeOf(player.replace(/^#/, ''), 'The number of a player') };
}

function targetOf(text: string): { identity: string } | { address: string } {
  return /^[\w-]{43}$/.test(text) ? { identity: text } : { address: text };
}

function byOf(by: string | undefined): { by?: 'both' | 'identity' | 'address' } {
  if (by === undefined) return {};
  if (by === 'both' || by === 'identity' || by === 'address') return { by };
  throw new Misused('--by is identity, address or both.');
}

function wholeOf(text: string | undefined, what: string): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  throw new Misused(`${what} is a whole number, not ${JSON.stringify(text ?? '')}.`);
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `90s`, `30m`, `12h`, `7d` → seconds. */
export function secondsOf(text: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  if (!match) throw new Misused(`--for is a time such as 90s, 30m, 12h or 7d, not ${JSON.stringify(text)}.`);
  return Number(match[1]) * UNIT_SECONDS[match[2] as keyof typeof UNIT_SECONDS];
}

// ---- answers

type Words = { readonly [V in AdminVerb]: (answer: AdminAnswers[V]) => string };

function inWords(verb: AdminVerb, answer: unknown): string {
  return (WORDS[verb] as (answer: unknown) => string)(answer);
}

const WORDS: Words = {
  status: (s) =>
    table([
      ['up', duration(s.uptimeSeconds)],
      ['rooms', s.rooms],
      ['players', s.players],
      ['viewers', s.viewers],
      ['bans', s.bans],
      ['processor', `${Math.round(s.cpu * 100)} % of a core`],
      ['memory', `${s.memoryMb} MB`],
      ['lateness', `${s.latenessMs.half} ms, worst 1 % ${s.latenessMs.worst1Percent} ms, most ${s.latenessMs.most} ms`],
      ...(s.busy ? [['busy', 'yes: nobody new is let in until the load falls']] : []),
      ...(s.draining ? [['draining', 'yes: it stops when matches have ended']] : []),
    ]),
  rooms: (rooms) =>
    table([
      ['ROOM', 'PEOPLE', 'BOTS', 'VIEWERS', 'MATCH', 'SCRIPT'],
      ...rooms.map((r) => [
        ...[r.id, `${r.players}/${r.maxPlayers}`, r.bots, r.viewers],
        ...[r.phase === 'none' ? '-' : `${r.red}:${r.blue} ${duration(r.seconds)}`, r.script ?? '-'],
      ]),
    ]),
  players: (players) =>
    players.length === 0
      ? 'Nobody is there.'
      : table([
          ['ROOM', 'NUMBER', 'NICK', 'TEAM', 'IDENTITY', 'ADDRESS', ''],
          ...players.map((p) => [
            ...[p.room, p.id, p.name, ['-', 'red', 'blue'][p.team], p.identity ?? '-', p.address || '-'],
            [p.admin ? 'admin' : '', p.muted ? 'muted' : '', p.away ? 'away' : ''].filter((w) => w !== '').join(' '),
          ]),
        ]),
  kick: ({ name }) => `${name} was kicked.`,
  ban: ({ ban, kicked }) => `Ban ${ban.id} is in force${kicked > 0 ? `; shown out: ${kicked}` : ''}. ${banWords(ban)}`,
  bans: (bans) =>
    bans.length === 0
      ? 'Nobody is banned.'
      : table([
          ['BAN', 'WHERE', 'WHO', 'UNTIL (UTC)', 'BY', 'REASON'],
          ...bans.map((b) => [
            ...[b.id, b.room ?? 'everywhere', whoOf(b), b.expiresMs === null ? 'lifted' : time(b.expiresMs)],
            ...[b.by || '-', b.reason || '-'],
          ]),
        ]),
  lift: (ban) => `Lifted: ${banWords(ban)}`,
  mute: ({ name }) => `${name} is muted.`,
  unmute: ({ name }) => `${name} may speak again.`,
  announce: ({ rooms }) => `Said in ${rooms === 1 ? '1 room' : `${rooms} rooms`}.`,
  'script restart': ({ script }) => `${script} begins anew.`,
  drain: ({ seconds }) =>
    seconds === 0
      ? 'The server stops: matches are saved, and go on when it is started again.'
      : `The server drains: it stops when matches have ended, in ${duration(seconds)} at the latest.`,
  audit: (entries) =>
    entries.length === 0
      ? 'Nothing was done yet.'
      : table([
          ['WHEN (UTC)', 'BY', 'WHAT', 'ROOM', 'TO', 'DETAIL'],
          ...entries.map((e) => [
            ...[time(e.atMs), e.by === '' ? e.via : `${e.via} ${e.by}`, e.what],
            ...[e.room ?? '-', e.target || '-', e.detail || '-'],
          ]),
        ]),
  log: ({ lines, level }) =>
    lines.length === 0 ? `The log is empty; its level is ${level}.` : lines.map(({ text }) => text).join('\n'),
};

const whoOf = ({ name, identity, address }: AdminBan): string =>
  [name, identity, address].filter((word) => word).join(' ');
const banWords = (ban: AdminBan): string => `${whoOf(ban)} (${ban.room ?? 'the whole server'})`;
const time = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

function duration(seconds: number): string {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** Nothing that a nick or a reason holds may move the cursor or colour the terminal. */
const harmless = (cell: string | number): string => String(cell).replace(/[\p{Cc}\p{Cf}]/gu, '?');

function table(rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map(harmless));
  const widths = cells.reduce<number[]>((wide, row) => row.map((cell, i) => Math.max(wide[i] ?? 0, cell.length)), []);
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
