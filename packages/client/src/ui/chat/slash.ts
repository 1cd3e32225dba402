// `/`-commands: a line of chat → a message to the room, or a word to whoever typed it. Pure.
import type { Team } from '@touchline/shared/match';
import { MAX_MUTE_MINUTES, MAX_SLOW_SECONDS, type StadiumListing, type Verb } from '@touchline/shared/protocol';
import type { Params, TextKey } from '../i18n/t.ts';
import { LENGTHS } from '../remember.ts';
import type { RequestOf, RosterLine } from '../session.ts';

export interface SlashContext {
  readonly selfId: number;
  readonly roster: readonly Pick<RosterLine, 'id' | 'name'>[];
  /** Empty while the list is on its way. */
  readonly stadiums: readonly StadiumListing[];
  /** Kept by `/bots 3`. */
  readonly botLevel: number;
}

export type Spoken =
  | { readonly kind: 'send'; readonly request: RequestOf }
  | { readonly kind: 'tell'; readonly key: TextKey; readonly params?: Params }
  /** Nothing that the room needs to know: whose lines are wanted here. */
  | { readonly kind: 'ignore'; readonly id: number; readonly ignored: boolean }
  | { readonly kind: 'help' };

interface SlashCommand {
  readonly usage: string;
  readonly does: TextKey;
  /** The room obeys nobody else. */
  readonly forAdmins?: true;
  run(rest: string, context: SlashContext): Spoken | null;
}

const send = <V extends Verb>(request: RequestOf<V>): Spoken => ({ kind: 'send', request: request as RequestOf });
const tell = (key: TextKey, params?: Params): Spoken => ({ kind: 'tell', key, params });

const TEAMS: Readonly<Record<string, Team>> = {
  red: 1,
  r: 1,
  blue: 2,
  b: 2,
  bench: 0,
  spec: 0,
  spectators: 0,
  spectator: 0,
  s: 0,
};

const words = (rest: string): string[] => (rest === '' ? [] : rest.split(/\s+/));

/** All words of `rest` as whole numbers from 0; null unless there are exactly `count`. */
function wholes(rest: string, count: number): number[] | null {
  const all = words(rest);
  return all.length === count && all.every((word) => /^\d{1,3}$/.test(word)) ? all.map(Number) : null;
}

const bare =
  (run: (context: SlashContext) => Spoken): SlashCommand['run'] =>
  (rest, context) =>
    rest === '' ? run(context) : null;

function team(rest: string, { selfId }: SlashContext): Spoken | null {
  const wanted = TEAMS[rest.toLowerCase()];
  return wanted === undefined ? null : send({ verb: 'team', body: { id: selfId, team: wanted } });
}

/** A command about one player; `then` gets what follows his name, and may find that it is not how it is written. */
function about(then: (id: number, rest: string) => Spoken | null): SlashCommand['run'] {
  return (rest, { roster }) => {
    if (rest === '') return null;
    const found = findByName(rest, roster);
    if (found.kind === 'one') return then(found.id, found.rest);
    return tell(found.kind === 'none' ? 'slash.noPlayer' : 'slash.manyPlayers', { name: words(rest)[0] });
  };
}

const removal = (ban: boolean): SlashCommand['run'] =>
  about((id, rest) => send({ verb: 'kick', body: { id, reason: rest.slice(0, LENGTHS.reason), ban } }));

/** `/mute name`, or with minutes. */
function mute(id: number, rest: string): Spoken | null {
  if (rest === '') return send({ verb: 'mute', body: { id, minutes: null } });
  const minutes = /^\d{1,5}$/.test(rest) ? Number(rest) : 0;
  return minutes < 1 || minutes > MAX_MUTE_MINUTES ? null : send({ verb: 'mute', body: { id, minutes } });
}

const ignore = (ignored: boolean): SlashCommand['run'] =>
  about((id, rest) => (rest === '' ? { kind: 'ignore', id, ignored } : null));

type Found = { readonly kind: 'one'; readonly id: number; readonly rest: string } | { readonly kind: 'none' | 'many' };

/** The player that `text` opens with: `#id`, a whole nick (the longest that fits), or the start of just one. */
export function findByName(text: string, roster: SlashContext['roster']): Found {
  const byId = /^#(\d+)(?:\s+|$)(.*)$/s.exec(text);
  if (byId) {
    const id = Number(byId[1]);
    return roster.some((line) => line.id === id) ? { kind: 'one', id, rest: byId[2] } : { kind: 'none' };
  }
  const lower = text.toLowerCase();
  const whole = roster
    .filter(({ name }) => name !== '' && opensWith(lower, name.toLowerCase()))
    .sort((a, b) => b.name.length - a.name.length);
  if (whole.length > 0) {
    const [best, second] = whole;
    if (second && second.name.length === best.name.length) return { kind: 'many' };
    return { kind: 'one', id: best.id, rest: text.slice(best.name.length).trim() };
  }
  const [start] = words(lower);
  const partly = roster.filter(({ name }) => name.toLowerCase().replaceAll(' ', '_').startsWith(start));
  if (partly.length !== 1) return { kind: partly.length === 0 ? 'none' : 'many' };
  return { kind: 'one', id: partly[0].id, rest: text.slice(start.length).trim() };
}

const opensWith = (text: string, name: string): boolean =>
  text.startsWith(name) && (text.length === name.length || /\s/.test(text[name.length]));

const plain = (name: string): string => name.replaceAll(/\s+/g, '').toLowerCase();

function stadium(rest: string, { stadiums }: SlashContext): Spoken | null {
  if (rest === '') return null;
  if (/^[0-9a-f]{32}$/.test(rest)) return send({ verb: 'stadium', body: { hash: rest } });
  if (stadiums.length === 0) return tell('slash.stadiumsLoading');
  const found = stadiums.find(({ name }) => plain(name) === plain(rest));
  if (found) return send({ verb: 'stadium', body: { hash: found.hash } });
  return tell('slash.noStadium', { name: rest, names: stadiums.map(({ name }) => name).join(', ') });
}

/** `/colors red 60 FFFFFF AA0000 880000`: angle, text colour, up to three stripes. */
function colors(rest: string): Spoken | null {
  const [side, angle, ...hex] = words(rest);
  const wanted = TEAMS[side?.toLowerCase() ?? ''];
  if (wanted !== 1 && wanted !== 2) return null;
  if (!/^\d{1,3}$/.test(angle ?? '') || Number(angle) > 360) return null;
  if (hex.length < 1 || hex.length > 4 || !hex.every((one) => /^[0-9a-f]{6}$/i.test(one))) return null;
  const [textColor, ...stripes] = hex.map((one) => Number.parseInt(one, 16));
  return send({ verb: 'kit', body: { team: wanted, angle: Number(angle), textColor, stripes } });
}

export const SLASH_COMMANDS: Readonly<Record<string, SlashCommand>> = {
  help: { usage: '/help', does: 'command.help', run: bare(() => ({ kind: 'help' })) },
  team: { usage: '/team red|blue|bench', does: 'command.team', run: team },
  t: {
    usage: '/t message',
    does: 'command.t',
    run: (rest) => (rest === '' ? null : send({ verb: 'teamChat', body: { text: rest } })),
  },
  ignore: { usage: '/ignore name', does: 'command.ignore', run: ignore(true) },
  hear: { usage: '/hear name', does: 'command.hear', run: ignore(false) },
  avatar: {
    usage: '/avatar XY',
    does: 'command.avatar',
    run: (rest) => (rest.length > LENGTHS.avatar ? null : send({ verb: 'avatar', body: { avatar: rest } })),
  },
  admin: {
    usage: '/admin password',
    does: 'command.admin',
    run: (rest) =>
      rest === '' || rest.length > LENGTHS.password ? null : send({ verb: 'claimAdmin', body: { password: rest } }),
  },
  start: {
    usage: '/start',
    does: 'command.start',
    forAdmins: true,
    run: bare(() => send({ verb: 'start', body: {} })),
  },
  stop: { usage: '/stop', does: 'command.stop', forAdmins: true, run: bare(() => send({ verb: 'stop', body: {} })) },
  pause: {
    usage: '/pause',
    does: 'command.pause',
    forAdmins: true,
    run: bare(() => send({ verb: 'pause', body: { paused: true } })),
  },
  resume: {
    usage: '/resume',
    does: 'command.resume',
    forAdmins: true,
    run: bare(() => send({ verb: 'pause', body: { paused: false } })),
  },
  limits: {
    usage: '/limits goals minutes',
    does: 'command.limits',
    forAdmins: true,
    run: (rest) => {
      const numbers = wholes(rest, 2);
      if (!numbers?.every((n) => n <= 99)) return null;
      return send({ verb: 'limits', body: { scoreLimit: numbers[0], timeLimit: numbers[1] } });
    },
  },
  stadium: { usage: '/stadium Big', does: 'command.stadium', forAdmins: true, run: stadium },
  auto: {
    usage: '/auto',
    does: 'command.auto',
    forAdmins: true,
    run: bare(() => send({ verb: 'teams', body: { how: 'auto' } })),
  },
  random: {
    usage: '/random',
    does: 'command.random',
    forAdmins: true,
    run: bare(() => send({ verb: 'teams', body: { how: 'random' } })),
  },
  reset: {
    usage: '/reset',
    does: 'command.reset',
    forAdmins: true,
    run: bare(() => send({ verb: 'teams', body: { how: 'reset' } })),
  },
  lock: {
    usage: '/lock',
    does: 'command.lock',
    forAdmins: true,
    run: bare(() => send({ verb: 'lock', body: { locked: true } })),
  },
  unlock: {
    usage: '/unlock',
    does: 'command.unlock',
    forAdmins: true,
    run: bare(() => send({ verb: 'lock', body: { locked: false } })),
  },
  kick: { usage: '/kick name [reason]', does: 'command.kick', forAdmins: true, run: removal(false) },
  ban: { usage: '/ban name [reason]', does: 'command.ban', forAdmins: true, run: removal(true) },
  mute: { usage: '/mute name [minutes]', does: 'command.mute', forAdmins: true, run: about(mute) },
  unmute: {
    usage: '/unmute name',
    does: 'command.unmute',
    forAdmins: true,
    run: about((id, rest) => (rest === '' ? send({ verb: 'unmute', body: { id } }) : null)),
  },
  slow: {
    usage: '/slow seconds',
    does: 'command.slow',
    forAdmins: true,
    run: (rest) => {
      const [seconds] = wholes(rest, 1) ?? [MAX_SLOW_SECONDS + 1];
      return seconds > MAX_SLOW_SECONDS ? null : send({ verb: 'slow', body: { seconds } });
    },
  },
  clear_bans: {
    usage: '/clear_bans',
    does: 'command.clearBans',
    forAdmins: true,
    run: bare(() => send({ verb: 'clearBans', body: {} })),
  },
  bots: {
    usage: '/bots a-side [level 1-3]',
    does: 'command.bots',
    forAdmins: true,
    run: (rest, { botLevel }) => {
      const [perSide, level = botLevel] = wholes(rest, 2) ?? wholes(rest, 1) ?? [99];
      if (perSide > 6 || (level !== 1 && level !== 2 && level !== 3)) return null;
      return send({ verb: 'bots', body: { perSide, level } });
    },
  },
  password: {
    usage: '/password [word]',
    does: 'command.password',
    forAdmins: true,
    run: (rest) =>
      rest.length > LENGTHS.password ? null : send({ verb: 'password', body: { password: rest === '' ? null : rest } }),
  },
  kickrate: {
    usage: '/kickrate min rate burst',
    does: 'command.kickrate',
    forAdmins: true,
    run: (rest) => {
      const numbers = wholes(rest, 3);
      if (!numbers || numbers[0] > 255 || numbers[1] > 255 || numbers[2] > 100) return null;
      return send({ verb: 'kickRate', body: { min: numbers[0], rate: numbers[1], burst: numbers[2] } });
    },
  },
  colors: { usage: '/colors red|blue angle text stripe…', does: 'command.colors', forAdmins: true, run: colors },
};

const ALIASES: Readonly<Record<string, string>> = {
  '?': 'help',
  team_chat: 't',
  red: 'team red',
  blue: 'team blue',
  bench: 'team bench',
  spec: 'team bench',
  clearbans: 'clear_bans',
  kick_ratelimit: 'kickrate',
};

/** What a typed line means; null for an empty one. `//` opens a message that shall begin with a slash. */
export function parseLine(line: string, context: SlashContext): Spoken | null {
  const text = line.trim();
  if (text === '') return null;
  if (!text.startsWith('/')) return send({ verb: 'chat', body: { text } });
  if (text.startsWith('//')) return send({ verb: 'chat', body: { text: text.slice(1) } });
  const match = /^(\S*)\s*(.*)$/s.exec(text.slice(1));
  const word = (match?.[1] ?? '').toLowerCase();
  const rest = (match?.[2] ?? '').trim();
  const [name, ...preset] = (Object.hasOwn(ALIASES, word) ? ALIASES[word] : word).split(' ');
  if (!Object.hasOwn(SLASH_COMMANDS, name)) return tell('slash.unknown', { word });
  const command = SLASH_COMMANDS[name];
  return command.run([...preset, rest].join(' ').trim(), context) ?? tell('slash.usage', { usage: command.usage });
}
