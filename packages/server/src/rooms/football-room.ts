// The Colyseus shell: join, drop, return, messages → commands; patches out. No rules of football, no rules of rooms.
import { type AuthContext, type Client, ClientState, CloseCode, Protocol, Room, ServerError } from '@colyseus/core';
import { Encoder } from '@colyseus/schema';
import { type CommandOf, clamp, findPlayer } from '@touchline/shared/match';
import {
  type ChatRules,
  CLOSE,
  type Farewell,
  type JoinRefusal,
  MAX_BACKLOG,
  messages,
  type Notice,
  type RoomSettings,
  RoomState,
  SEAT_HELD_SECONDS,
  type Verb,
  type Welcome,
} from '@touchline/shared/protocol';
import type { Stadium, Stadiums } from '@touchline/shared/stadium';
import type { Logger } from 'pino';
import type { Audit } from '../audit.ts';
import { type Bans, readRange } from '../bans.ts';
import type { Meter } from '../meter.ts';
import { sameSecret } from '../secret.ts';
import type { Rooms } from './directory.ts';
import { isFrame } from './frames.ts';
import { Heartbeat } from './heartbeat.ts';
import { decodeKeysOnly, KeptInput, SeatInputs } from './inputs.ts';
import { LiveRoom } from './live-room.ts';
import { Requests } from './requests.ts';
import type { Admitted, DoorKeeper, PlayerOrigin, RoomOrigin, Unfinished } from './room.ts';
import type { Seat } from './room-loop.ts';

/** What a room needs of the process, given once by `main.ts`. */
export interface RoomServices {
  readonly rooms: Rooms;
  readonly arenas: Stadiums & { find(nameOrHash: string): Stadium | undefined; add(stadium: Stadium): boolean };
  readonly log: Logger;
  readonly meter: Meter;
  readonly bootId: string;
  readonly door: DoorKeeper;
  readonly bans: Bans;
  readonly audit: Audit;
  /** Identities that are admin wherever no script runs the room. */
  readonly adminKeys: ReadonlySet<string>;
  stopping(): boolean;
}

/** What `Rooms.create` passes through the matchmaker. */
export interface FootballRoomOptions {
  readonly id: string;
  readonly settings: RoomSettings;
  readonly origin: RoomOrigin;
  readonly unfinished?: Unfinished;
}

type Joining = Admitted & { readonly address: string };
type RoomClient = Client<{ auth: Joining; userData: Person }>;

interface Person extends Pick<Joining, 'address' | 'key' | 'auth' | 'nick' | 'avatar'> {
  readonly seat: Seat;
  /** Is he in the room's list? Not before his client listens. */
  entered: boolean;
  /** When this connection began; performance.now() time. */
  sinceMs: number;
}

/** A lobby room that stays empty so long is closed. */
const EMPTY_ROOM_MS = 60_000;
/** Inputs (60 a second, and up to 80 that a silent line had held back), chat and some slack; a flood closes the connection. */
const MESSAGES_PER_SECOND = 170;
/** A keyframe of the largest stadium with a full roster fits; beyond it the framework allocates and complains each time. */
Encoder.BUFFER_SIZE = 64 * 1024;

export class FootballRoom extends Room<{ state: RoomState; input: KeptInput; client: RoomClient }> {
  override patchRate = null;
  override autoDispose = false;
  override maxMessagesPerSecond = MESSAGES_PER_SECOND;
  override state = new RoomState();
  override inputs = this.defineInput(KeptInput, { tickRate: 60, bufferMaxSize: MAX_BACKLOG + 4 });
  private live!: LiveRoom;
  private requests!: Requests;
  private heartbeat!: Heartbeat;
  /** Given by the subclass that `main.ts` registers. */
  protected services!: RoomServices;
  private readonly people = new Map<string, Person>();
  /** Of those who are away since a restart. */
  private readonly awayAddresses = new Map<number, string>();
  /** People who took a seat, come in or not. */
  private arrivals = 0;
  private emptyTimer: NodeJS.Timeout | undefined;

  override messages = Object.fromEntries(
    (Object.keys(messages) as Verb[]).map((verb) => [
      verb,
      (client: RoomClient, body: unknown) => this.onRequest(client, verb, body),
    ]),
  );

  override onCreate({ id, settings, origin, unfinished }: FootballRoomOptions): void {
    const { services } = this;
    this.refuseGarbage();
    this.roomId = id;
    for (const stadium of unfinished?.recording.stadiums.values() ?? []) services.arenas.add(stadium);
    const stadium = unfinished?.state.stadium ?? services.arenas.find(settings.stadium);
    if (!stadium) throw new ServerError(404, `unknown stadium ${settings.stadium}`);
    for (const { playerId, address } of unfinished?.file.seats ?? [])
      if (address) this.awayAddresses.set(playerId, address);
    // A room of the same name may have been here before; what was laid in it is not for this one.
    if (!unfinished && origin.openedBy !== 'host') services.bans.forgetRoom(id);
    for (const address of unfinished?.file.bannedAddresses ?? [])
      this.ban({ address, auth: null, nick: '' }, 0, '', '');
    this.live = new LiveRoom({
      id,
      settings,
      origin,
      stadium,
      stadiums: services.arenas,
      log: services.log,
      meter: services.meter,
      bootId: services.bootId,
      ...(unfinished ? { unfinished } : {}),
      shell: {
        connections: () => this.clients.length,
        flush: () => this.broadcastPatch(),
        // The standing room opens again: its players' pages keep trying, as after a restart.
        crashed: () => void this.disconnect(origin.standing ? CloseCode.SERVER_SHUTDOWN : CLOSE.roomClosed),
        dissolve: () => void this.disconnect(CLOSE.roomClosed),
        whisper: (to, whisper) => this.clientOf(to)?.send('whisper', whisper),
        clearBans: (id) => void services.bans.liftLaidIn(this.roomId, id),
        tellChatRules: () => this.tellChatRules(),
        notice: (to, notice) => this.clientOf(to)?.send('notice', notice),
        originOf: (playerId) => this.originOf(playerId),
        refuses: (who, address) => this.refuses(who, address),
        addressOf: (seat) => [...this.people.values()].find((person) => person.seat === seat)?.address ?? '',
        keyOf: (sessionId) => this.people.get(sessionId)?.key ?? null,
      },
    });
    this.requests = new Requests(this.live, {
      bans: services.bans,
      note: (...what) => this.note(...what),
      answer: (to, notice) => this.answer(to, notice),
      meter: services.meter,
    });
    this.heartbeat = new Heartbeat({
      clients: () => this.clients,
      sinceMs: (sessionId) => this.people.get(sessionId)?.sinceMs ?? 0,
      meter: services.meter,
    });
    this.state = this.live.loop.sync;
    this.live.listen({
      tick: (commands) => {
        for (const command of commands) {
          if (command.type === 'leave' && command.kicked) this.showOut(command);
          const comesBackMuted = command.type === 'join' && this.live.people.find(command.id)?.muted;
          if (command.type === 'admin' || comesBackMuted) this.tellChatRules();
        }
      },
      rest: () => {},
      close: () => {},
    });
    services.rooms.add(this.live);
    this.live.review();
    this.watchEmptiness();
  }

  /** The framework's own gate has no hook: its method is wrapped, once per room (`frames.ts` says why). */
  private refuseGarbage(): void {
    const framework = this as unknown as { _onMessage(client: RoomClient, frame: Uint8Array): void };
    const decode = framework._onMessage.bind(this);
    framework._onMessage = (client, frame) => {
      const joining = frame[0] === Protocol.JOIN_ROOM && client.state === ClientState.JOINING;
      if (isFrame(frame)) decode(client, frame);
      else this.heartbeat.cut(client, 'garbage');
      if (joining && client.state === ClientState.JOINED) this.enter(client);
    };
  }

  /** `who`: what the gate reserved the seat with, and no word of whoever opened the socket. Meanwhile the room may have filled. */
  override onAuth(_client: RoomClient, who: Admitted, context: AuthContext): Joining {
    const address = context.ip ?? '';
    const code = this.refuses(who, address);
    if (code) throw this.refusal(code);
    return { ...who, address };
  }

  /** Who has a seat is in already: nothing but his key is asked of him. */
  private refuses({ auth, password, takeOver }: Admitted, address: string): JoinRefusal | null {
    const seat = this.live.seatOf(auth);
    if (seat) return seat.source && !takeOver ? 'in-other-tab' : null;
    if (this.services.bans.find({ room: this.roomId, auth, address })) return 'banned';
    if (this.live.closing !== 'no') return `${this.live.closing}-closing`;
    if (this.live.needsPassword() && !sameSecret(password ?? '', this.live.getPassword())) return 'wrong-password';
    return this.services.door.refuses(this.roomId, auth, address);
  }

  override onJoin(client: RoomClient): void {
    const { nick, avatar, address, key, auth } = client.auth as Joining;
    const known = this.live.seatOf(auth);
    const seat = known ?? this.newSeat(auth, address);
    if (known) this.vacate(known);
    seat.inputs = new SeatInputs();
    seat.source = this.inputs.get(client.sessionId);
    const entered = seat.playerId > 0;
    this.people.set(client.sessionId, {
      ...{ seat, address, key, auth, nick, avatar },
      ...{ entered, sinceMs: performance.now() },
    });
    if (entered) this.welcome(client, seat);
    this.greet(client, seat);
  }

  /** Its holder comes in by another connection: the old one has no claim to it any more. */
  private vacate(seat: Seat): void {
    for (const [sessionId, person] of this.people) {
      if (person.seat !== seat) continue;
      this.people.delete(sessionId);
      this.clients.find((client) => client.sessionId === sessionId)?.leave(CLOSE.seatMoved);
      if (seat.source && person.entered) this.live.loop.submit({ type: 'input', id: seat.playerId, keys: 0 });
    }
  }

  /** To be thrown. */
  private refusal(code: JoinRefusal): ServerError {
    this.services.meter.joinRefused(code);
    return new ServerError(526, code);
  }

  private newSeat(auth: string, address: string): Seat {
    const { loop } = this.live;
    // Two may have been let through for the last one; and one that is kept for the next in the queue is nobody else's.
    const code = this.services.door.refuses(this.roomId, auth, address);
    if (code || loop.seats.size >= this.live.maxPlayers) throw this.refusal(code ?? 'full');
    const playerId = -++this.arrivals;
    const seat: Seat = { playerId, key: auth, inputs: new SeatInputs(), source: undefined };
    loop.seats.set(playerId, seat);
    this.services.door.seated(this.roomId, auth);
    this.live.bots.makeRoom(this.live.maxPlayers);
    return seat;
  }

  /**
   * The client says that it listens: patches before this never reached it. Only now is somebody there, or what a script
   * says to greet him would be said to nobody (room-scripts.md R55); and only now is a keyframe of use.
   */
  private enter(client: RoomClient): void {
    const person = this.people.get(client.sessionId);
    if (!person) return;
    const { loop, origin, state } = this.live;
    loop.requestKeyframe();
    if (person.entered) return;
    person.entered = true;
    const { nick, avatar, seat, auth } = person;
    const playerId = loop.reservePlayerId();
    loop.seats.delete(seat.playerId);
    loop.seats.set(playerId, seat);
    seat.playerId = playerId;
    loop.submit({ type: 'join', id: playerId, name: nick, avatar, bot: false });
    const operator = origin.openedBy !== 'script' && auth !== null && this.services.adminKeys.has(auth);
    if (operator || (origin.openedBy === 'lobby' && !state.players.some((player) => player.admin))) {
      loop.submit({ type: 'admin', id: playerId, admin: true, by: 0 });
    }
    this.live.privateSideChanged();
    void this.live.saved().then(() => this.welcome(client, seat));
    this.services.meter.joined();
    this.services.log.info({ event: 'player.joined', room: this.roomId, player: playerId }, 'joined');
  }

  /** Connection lost: the seat is held, the disc stands still. */
  override onDrop(client: RoomClient): void {
    const person = this.people.get(client.sessionId);
    if (!person || this.services.stopping()) return;
    const { seat } = person;
    seat.source = undefined;
    if (person.entered) this.live.loop.submit({ type: 'input', id: seat.playerId, keys: 0 });
    // A refusal means that the time is over; `onLeave` then follows by itself.
    this.allowReconnection(client, SEAT_HELD_SECONDS).catch(() => {});
  }

  /** Synchronous on purpose: inputs sent before the handshake ends would be lost (docs/adr/0002-grid-loop.md). */
  override onReconnect(client: RoomClient): void {
    const person = this.people.get(client.sessionId);
    // Kicked while away: the framework still held the connection's place.
    if (!person) return client.leave(CLOSE.kicked);
    const { seat } = person;
    person.sinceMs = performance.now();
    seat.inputs = new SeatInputs();
    seat.source = this.inputs.get(client.sessionId);
    if (person.entered) {
      client.send('welcome', { playerId: seat.playerId } satisfies Welcome);
      this.tellChatRules(client);
    }
    this.greet(client, seat);
  }

  override onLeave(client: RoomClient): void {
    const person = this.people.get(client.sessionId);
    // A server that stops sends everybody away, and nobody from his seat.
    if (!person || this.services.stopping()) return;
    const { playerId } = person.seat;
    this.people.delete(client.sessionId);
    this.live.loop.seats.delete(playerId);
    if (person.entered)
      this.live.loop.submit({ type: 'leave', id: playerId, by: 0, kicked: false, banned: false, reason: '' });
    this.live.privateSideChanged();
    this.live.review();
    this.watchEmptiness();
    this.services.log.info({ event: 'player.left', room: this.roomId, player: playerId }, 'left');
  }

  override onDispose(): void {
    this.heartbeat.stop();
    clearTimeout(this.emptyTimer);
    try {
      if (!this.services.stopping() && this.live.origin.openedBy !== 'host') this.services.bans.forgetRoom(this.roomId);
      this.live.close(this.services.stopping() ? 'server-stopping' : 'room-closed');
    } finally {
      this.services.rooms.remove(this.live);
    }
  }

  override onUncaughtException(error: Error, where: string): void {
    this.services.log.error({ event: 'room.failed', room: this.roomId, err: error, where }, 'room error');
  }

  private greet(client: RoomClient, seat: Seat): void {
    clearTimeout(this.emptyTimer);
    decodeKeysOnly(client);
    this.heartbeat.measure(client, (pingMs) => {
      const entry = this.state.players.get(String(seat.playerId));
      // None at all is what stands there before the first answer.
      if (entry) entry.ping = clamp(Math.round(pingMs), 1, 9999);
    });
    this.live.review();
  }

  /** A seat that is promised is one that a restart gives back: a new one is not told of before it is kept. */
  private welcome(client: RoomClient, { playerId }: Seat): void {
    if (this.people.get(client.sessionId)?.seat.playerId !== playerId) return;
    client.send('welcome', { playerId } satisfies Welcome);
    this.tellChatRules(client);
    this.live.loop.requestKeyframe();
  }

  /** `to`: one client; without it, all. */
  private tellChatRules(to?: RoomClient): void {
    const { slowSeconds } = this.live.people.moderation;
    const muted = this.live.people.list().filter((person) => person.muted);
    for (const client of to ? [to] : this.clients) {
      const player = findPlayer(this.live.state, this.people.get(client.sessionId)?.seat.playerId ?? 0);
      const seen = muted.filter((person) => player?.admin || person.player.id === player?.id);
      client.send('chatRules', { slowSeconds, muted: seen.map((person) => person.player.id) } satisfies ChatRules);
    }
  }

  private onRequest(client: RoomClient, verb: Verb, body: unknown): void {
    const person = this.people.get(client.sessionId);
    const player = person && findPlayer(this.live.state, person.seat.playerId);
    if (!person || !player) return;
    this.requests.hear(player, person, verb, body);
  }

  /** To what a player has asked for, if he still has a connection. */
  private answer(to: number, notice: Notice): void {
    const client = this.clientOf(to);
    if (!client) return;
    this.services.meter.noticed(notice.code);
    client.send('notice', notice);
  }

  /** What an admin of the room did, for whoever runs the server. */
  private note(by: number, what: string, target = '', detail = ''): void {
    const name = findPlayer(this.live.state, by)?.name ?? '';
    const { auth } = this.originOf(by);
    this.services.audit.note({ via: 'room', by: name, auth, what, room: this.roomId, target, detail });
  }

  /** In the tick that took a player out: tell him why and close his connection. */
  private showOut({ id, by, banned, reason }: CommandOf<'leave'>): void {
    const admin = findPlayer(this.live.state, by)?.name ?? '';
    const found = [...this.people].find(([, { seat }]) => seat.playerId === id);
    const who = found?.[1] ?? { ...this.originOf(id), nick: '' };
    if (banned) this.ban(who, id, reason, admin);
    if (by !== 0) this.note(by, banned ? 'kick and ban' : 'kick', who.nick, reason);
    this.live.loop.seats.delete(id);
    // Away since a restart: there is nobody to tell.
    if (!found) return this.live.privateSideChanged();
    const [sessionId] = found;
    const client = this.clientOf(id);
    this.services.meter.showedOut(banned);
    this.people.delete(sessionId);
    this.live.privateSideChanged();
    client?.send('farewell', { banned, by: admin, reason } satisfies Farewell);
    client?.leave(banned ? CLOSE.banned : CLOSE.kicked);
    this.live.review();
    this.watchEmptiness();
  }

  /** For this room, until it is cleared or the room is gone; unless whoever runs the server has banned him already. */
  private ban(
    who: { address: string; auth: string | null; nick: string },
    player: number,
    reason: string,
    by: string,
  ): void {
    const { address, auth, nick } = who;
    const { bans } = this.services;
    const range = readRange(address);
    if ((auth === null && range === null) || bans.find({ room: this.roomId, auth, address })?.player === null) return;
    bans.lay({
      ...{ room: this.roomId, auth, range, name: nick, player, reason, by },
      ...{ createdMs: Date.now(), expiresMs: null },
    });
  }

  private originOf(playerId: number): PlayerOrigin {
    for (const { seat, address, key, auth } of this.people.values())
      if (seat.playerId === playerId) return { address, key, auth };
    return {
      address: this.awayAddresses.get(playerId) ?? '',
      key: null,
      auth: this.live.loop.seats.get(playerId)?.key || null,
    };
  }

  private clientOf(playerId: number): RoomClient | undefined {
    return this.clients.find((client) => this.people.get(client.sessionId)?.seat.playerId === playerId);
  }

  /** Rooms that a host or a script runs stay; one opened from the lobby closes when it has been empty for a while. */
  private watchEmptiness(): void {
    clearTimeout(this.emptyTimer);
    if (this.live.origin.openedBy !== 'lobby' || this.live.loop.seats.size > 0) return;
    this.emptyTimer = setTimeout(() => {
      if (this.live.deserted()) void this.disconnect(CLOSE.roomClosed);
      else this.watchEmptiness();
    }, EMPTY_ROOM_MS);
  }
}
