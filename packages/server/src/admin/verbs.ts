// What whoever runs the server may do with it. The page and the command line do it through here, and nowhere else.
import { basename } from 'node:path';
import {
  type AdminAnswers,
  type AdminBan,
  type AdminPlayer,
  type AdminRoom,
  type AdminVerb,
  adminRequests,
} from '@touchline/shared/protocol';
import type { z } from 'zod';
import type { Audit } from '../audit.ts';
import { type Ban, type Bans, fits, rangeBeside, readRange } from '../bans.ts';
import type { LogTail } from '../logger.ts';
import type { ManagedRoom, PersonHere } from '../rooms/room.ts';
import type { Load } from './load.ts';

const MINUTE_MS = 60_000;
const SCRIPT_LINES = 20;

/** Who asks, by which way. */
export interface Actor {
  readonly via: 'page' | 'cli';
  /** For people: an address; empty for the one who sits at the machine. */
  readonly by: string;
}

export interface ManagedScript {
  /** Absolute. */
  readonly file: string;
  /** Null: its room is not open. */
  readonly room: { readonly id: string } | null;
  readonly lines: readonly string[];
  /** Resolves when it is on its way. */
  restart(): Promise<void>;
}

/** The server, as far as it can be administered. */
export interface Administered {
  rooms(): readonly ManagedRoom[];
  scripts(): readonly ManagedScript[];
  readonly bans: Bans;
  readonly audit: Audit;
  readonly load: Load;
  readonly logTail: LogTail;
  draining(): boolean;
  /** Is nobody new let in, for want of processor time? */
  busy(): boolean;
  /** Begins, and does not wait for the end. `seconds` undefined: as the settings say. Returns how many it will be at most. */
  drain(seconds: number | undefined): number;
}

/** Why it was not done: a code for programs, words for people. */
export class AdminProblem extends Error {
  readonly code: 'bad-request' | 'not-found';

  constructor(code: AdminProblem['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export const isAdminVerb = (name: string): name is AdminVerb => Object.hasOwn(adminRequests, name);

/** Checks `body` and does it. Throws AdminProblem. */
export async function perform<V extends AdminVerb>(
  server: Administered,
  actor: Actor,
  verb: V,
  body: unknown,
): Promise<AdminAnswers[V]> {
  const parsed = adminRequests[verb].safeParse(body);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new AdminProblem('bad-request', path.length > 0 ? `${path.join('.')}: ${message}` : message);
  }
  return DO[verb](server, parsed.data as Asked<V>, actor);
}

type Asked<V extends AdminVerb> = z.output<(typeof adminRequests)[V]>;
type Doing = {
  readonly [V in AdminVerb]: (
    server: Administered,
    asked: Asked<V>,
    actor: Actor,
  ) => AdminAnswers[V] | Promise<AdminAnswers[V]>;
};

const DO: Doing = {
  status(server) {
    const rooms = server.rooms();
    const sum = (count: (room: ManagedRoom) => number) => rooms.reduce((total, room) => total + count(room), 0);
    return {
      uptimeSeconds: Math.floor(process.uptime()),
      rooms: rooms.length,
      players: sum((room) => room.people.list().length),
      viewers: sum((room) => room.viewerCount),
      bans: server.bans.list().length,
      draining: server.draining(),
      busy: server.busy(),
      ...server.load.look(),
    };
  },

  rooms: (server) => server.rooms().map((room) => describeRoom(room, scriptOf(server, room.id))),

  players: (server, { room }) =>
    (room === undefined ? server.rooms() : [findRoom(server, room)]).flatMap((one) =>
      one.people.list().map((person) => describePlayer(one, person)),
    ),

  kick(server, { room, player, reason }, actor) {
    const { in: place, person } = findPerson(server, room, player);
    place.people.kick(player, reason, false);
    note(server, actor, 'kick', room, person.player.name, reason);
    return { name: person.player.name };
  },

  ban(server, asked, actor) {
    const { room, reason, minutes } = asked;
    if (room !== null) findRoom(server, room);
    const target = targetOf(server, asked);
    const createdMs = Date.now();
    const expiresMs = minutes === null ? null : createdMs + minutes * MINUTE_MS;
    const by = actor.by === '' ? actor.via : `${actor.via} ${actor.by}`;
    const ban = server.bans.lay({ ...target, room, reason, by, player: null, createdMs, expiresMs });
    note(server, actor, 'ban', room, wordsFor(ban), [reason, minutes === null ? '' : `${minutes} min`]);
    let kicked = 0;
    for (const place of server.rooms()) {
      if (room !== null && place.id !== room) continue;
      for (const { player, auth, address } of place.people.list()) {
        if (!fits(ban, { auth, address })) continue;
        place.people.kick(player.id, reason, true);
        kicked++;
      }
    }
    return { ban: describeBan(ban), kicked };
  },

  bans: (server) => server.bans.list().map(describeBan),

  lift(server, { id }, actor) {
    const ban = server.bans.lift(id);
    if (!ban) throw new AdminProblem('not-found', `There is no ban ${id}; it may have expired.`);
    note(server, actor, 'lift', ban.room, wordsFor(ban));
    return describeBan(ban);
  },

  mute(server, { room, player, minutes }, actor) {
    const { in: place, person } = findPerson(server, room, player);
    if (!place.people.mute(player, minutes))
      throw new AdminProblem('not-found', `${person.player.name} has not come back yet since the server started.`);
    note(server, actor, 'mute', room, person.player.name, minutes === null ? '' : `${minutes} min`);
    return { name: person.player.name };
  },

  unmute(server, { room, player }, actor) {
    const { in: place, person } = findPerson(server, room, player);
    if (!place.people.unmute(player)) throw new AdminProblem('not-found', `${person.player.name} is not muted.`);
    note(server, actor, 'unmute', room, person.player.name);
    return { name: person.player.name };
  },

  announce(server, { text, room }, actor) {
    const rooms = room === undefined ? server.rooms() : [findRoom(server, room)];
    for (const one of rooms) one.announce(text);
    note(server, actor, 'announce', room ?? null, '', text);
    return { rooms: rooms.length };
  },

  async 'script restart'(server, { room }, actor) {
    findRoom(server, room);
    const script = scriptOf(server, room);
    if (!script) throw new AdminProblem('not-found', `No script runs the room ${room}.`);
    const name = basename(script.file);
    note(server, actor, 'script restart', room, name);
    await script.restart();
    return { script: name };
  },

  drain(server, { seconds }, actor) {
    note(server, actor, 'drain', null, '', seconds === undefined ? '' : `${seconds} s`);
    return { draining: true, seconds: server.drain(seconds) };
  },

  audit: (server, { limit }) => server.audit.list(limit),

  log: ({ logTail }, { after, limit }) => ({ level: logTail.level, lines: logTail.since(after, limit) }),
};

function findRoom(server: Administered, id: string): ManagedRoom {
  const room = server.rooms().find((one) => one.id === id);
  if (!room) throw new AdminProblem('not-found', `There is no room ${id}.`);
  return room;
}

function findPerson(server: Administered, roomId: string, id: number): { in: ManagedRoom; person: PersonHere } {
  const room = findRoom(server, roomId);
  const person = room.people.find(id);
  if (!person) throw new AdminProblem('not-found', `There is no player ${id} in the room ${roomId}.`);
  return { in: room, person };
}

const scriptOf = (server: Administered, roomId: string): ManagedScript | undefined =>
  server.scripts().find(({ room }) => room?.id === roomId);

function targetOf(server: Administered, asked: Asked<'ban'>): Pick<Ban, 'auth' | 'range' | 'name'> {
  const { who, identity = null, address } = asked;
  if (who) {
    const { person } = findPerson(server, who.room, who.player);
    const auth = who.by === 'address' ? null : person.auth;
    const range = who.by === 'identity' ? null : rangeBeside(auth, person.address);
    if (auth === null && range === null)
      throw new AdminProblem('not-found', `Nothing is known of ${person.player.name} to ban him by.`);
    return { auth, range, name: person.player.name };
  }
  const range = address === undefined ? null : readRange(address);
  if (address !== undefined && range === null)
    throw new AdminProblem(
      'bad-request',
      `${address} is no identity of 43 characters, no address, nor a range from /8 (IPv6: /19) on.`,
    );
  if (identity === null && range === null)
    throw new AdminProblem('bad-request', 'Say who is banned: a player, an identity, or an address.');
  return { auth: identity, range, name: '' };
}

function note(
  server: Administered,
  { via, by }: Actor,
  what: string,
  room: string | null,
  target = '',
  detail: string | readonly string[] = '',
): void {
  const words = typeof detail === 'string' ? detail : detail.filter((one) => one !== '').join(', ');
  server.audit.note({ via, by, auth: null, what, room, target, detail: words });
}

/** Nick, identity and range, as far as they are there. */
const wordsFor = ({ name, auth, range }: Ban): string => [name, auth, range].filter((one) => one).join(' ');

function describeRoom(room: ManagedRoom, script: ManagedScript | undefined): AdminRoom {
  const { state, origin } = room;
  return {
    ...{ id: room.id, name: room.name(), openedBy: origin.openedBy, unlisted: room.unlisted, awake: room.awake() },
    watchKey: room.watchKey(),
    players: room.people.list().length,
    bots: state.players.filter(({ bot }) => bot).length,
    ...{ maxPlayers: room.maxPlayers, viewers: room.viewerCount, phase: state.phase },
    ...{ red: state.red, blue: state.blue, seconds: Math.floor(state.time), stadium: state.stadium.name },
    script: script ? basename(script.file) : null,
    scriptLines: script?.lines.slice(-SCRIPT_LINES) ?? [],
  };
}

function describePlayer(room: ManagedRoom, { player, auth, address, away, muted }: PersonHere): AdminPlayer {
  const { id, name, team, admin } = player;
  return { room: room.id, id, name, team, admin, away, muted, identity: auth, address };
}

function describeBan({ auth, range, player: _, ...rest }: Ban): AdminBan {
  return { ...rest, identity: auth, address: range };
}
