// The composition root: builds the services and connects them. Nothing else constructs a service.
import { randomBytes } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { defineRoom, defineServer, matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { type JoinRefusal, MAX_SEATS, type ProblemCode, ROOM_TYPE } from '@touchline/shared/protocol';
import type { Express, Request, Response } from 'express';
import { Load } from './admin/load.ts';
import { openAdminSocket } from './admin/socket.ts';
import type { Administered } from './admin/verbs.ts';
import type { Audit } from './audit.ts';
import type { Bans } from './bans.ts';
import type { Config } from './config.ts';
import type { Feeds } from './feeds/feeds.ts';
import { Door } from './gate/door.ts';
import { Gate } from './gate/gate.ts';
import { reservedNicks } from './gate/reserved-nicks.ts';
import { House } from './house.ts';
import { budgetKey, clientAddress, TrustedProxies } from './http/address.ts';
import { ArenaStore } from './http/arena-store.ts';
import { boundedServer, ConnectionLimit } from './http/connections.ts';
import { showMetrics } from './http/metrics.ts';
import { foreignTo, type IsForeign } from './http/own-page.ts';
import { PlaceLimit, type PlaceRates, SEAT_RATES } from './http/place-limit.ts';
import { guard } from './http/policy.ts';
import { mountRoutes } from './http/routes.ts';
import { Traffic } from './http/traffic.ts';
import { createLogger, type Logger, LogTail } from './logger.ts';
import type { Meter } from './meter.ts';
import { Metrics } from './metrics.ts';
import { Painter } from './pictures/painter.ts';
import { RateLimit } from './rate-limit.ts';
import { makeChange } from './reload.ts';
import { afterReload, planReload } from './reload-plan.ts';
import { Rooms } from './rooms/directory.ts';
import { FootballRoom } from './rooms/football-room.ts';
import { randomSlug } from './rooms/slug.ts';
import { markOf } from './scripts/script-host.ts';
import { Scripts } from './scripts/scripts.ts';
import { readBootId } from './store/boot-id.ts';
import { nodeDisk, timed } from './store/disk.ts';
import { openRecordings } from './store/recordings.ts';

/** A running server. */
export interface Running {
  readonly url: string;
  readonly port: number;
  readonly rooms: Rooms;
  /** The first of its own rooms; empty: the config has none but those of scripts. */
  readonly roomId: string;
  readonly ownRoomIds: readonly string[];
  readonly scripts: Scripts;
  readonly feeds: Pick<Feeds, 'historyBytes'>;
  readonly bans: Bans;
  readonly audit: Audit;
  /** Tells players and readers, then closes everything; matches are saved, and go on after the next start. */
  stop(): Promise<void>;
  /**
   * Lets running matches end for so many seconds, begins none and lets nobody new in; then stops. Without a number: as the
   * config has it.
   */
  drain(seconds?: number): Promise<void>;
  /** What `drain` without a number takes. */
  drainSeconds(): number;
  /** Resolves when the server has stopped, whoever asked for it. */
  readonly stopped: Promise<void>;
  /** Takes another config over, as far as a running server can; the log tells what needs a restart. */
  reload(config: Config): Promise<void>;
}

/** What only development and tests want. */
export interface Special {
  /** Puts routes before ours. */
  mount?(app: Express): void;
  /** A script that gives no sign for so long hangs. */
  readonly scriptHangsAfterMs?: number;
}

/** Largest frame that a client may send; an uploaded stadium comes by HTTP. */
const MAX_FRAME_BYTES = 4096;
const MAX_MATCHMAKE_BYTES = 2048;
/** Joins of one key that was proven, queueing included. */
const KEY_RATE = { burst: 12, refillMs: 4000 };
const SEAT_REQUEST = /^\/matchmake\/joinById\/([\w-]+)$/;
/** WebSockets, whatever comes of them: besides joins there are returns, and a browser whose network fails tries often. */
const SOCKET_RATES: PlaceRates = {
  household: { burst: 120, refillMs: 250 },
  range: { burst: 600, refillMs: 50 },
};
/** Statuses of refused joins; the others are 403. */
const REFUSED_STATUS: Partial<Record<JoinRefusal, number>> = {
  'not-found': 404,
  'too-many': 429,
  'server-closing': 503,
  'bad-nick': 400,
  'old-client': 400,
  'bad-proof': 400,
};
/** No token of the framework's looks like this. */
const UNPROVEN = '-';
const SEAT_SOCKET = /^\/[\w-]+\/([\w-]+)\?/;
const CLIENT_DIST = fileURLToPath(new URL('../../client/dist', import.meta.url));

/**
 * Starts everything on one port. Rejects with the system's error when the port cannot be had.
 */
export async function serve(initial: Config, special: Special = {}): Promise<Running> {
  let config = initial;
  const logTail = new LogTail(config.logLevel);
  const log = createLogger(config.logLevel, logTail);
  const arenas = new ArenaStore();
  const rooms = new Rooms(config.maxRooms);
  const bootId = readBootId();
  const { dataDir } = config;
  const traffic = new Traffic();
  const metrics: Metrics = new Metrics({
    rooms: () => rooms.list(),
    streams: () => feeds.streams,
    flow: (kind) => traffic.flow(kind),
    recordings: () => recordings.shelf.health,
    scripts: () => scripts?.hosts.map((host) => host.figures()) ?? [],
  });
  const disk = timed(nodeDisk, (bytes, ms) => metrics.logged(bytes, ms));
  const recordings = await openRecordings({ ...config.recordings, dataDir, bootId, log, slug: randomSlug, disk });
  const painter = new Painter();
  const trusted = new TrustedProxies(config.trustProxy);
  const isForeign = foreignTo(config.publicUrl, trusted);
  const adminKeys = new Set(config.adminKeys);
  const { knownKeys, joinWork, ...admission } = config.admission;
  const door = new Door({
    ...admission,
    knownKeys: new Set([...knownKeys, ...adminKeys]),
    room: (id) => rooms.get(id),
    newTicket: () => randomBytes(16).toString('base64url'),
  });
  const gate = new Gate({
    room: (id) => rooms.get(id),
    publicHost: config.publicUrl === undefined ? undefined : new URL(config.publicUrl).host,
    reservedNicks: reservedNicks(config.reservedNicks),
    joinWork,
    isKnown: (auth) => door.isKnown(auth),
    keyLimit: new RateLimit(KEY_RATE),
    queue: door,
  });
  let stopping = false;
  let feeds!: Feeds;
  let scripts: Scripts | undefined;
  let site: Express | undefined;
  const { bans, audit } = recordings;
  const services = {
    rooms,
    arenas,
    log,
    meter: metrics,
    bootId,
    door,
    bans,
    audit,
    adminKeys,
    stopping: () => stopping,
  };
  const house = new House({
    ...services,
    stopping: () => stopping || rooms.draining,
    abandon: (unfinished) => recordings.abandon(unfinished),
  });
  arenas.keepUsedBy(() => rooms.arenasInUse());

  const load = new Load();
  const administered: Administered = {
    rooms: () => rooms.list(),
    scripts: () => scripts?.hosts ?? [],
    ...{ bans, audit, load, logTail },
    draining: () => stopping || rooms.draining,
    drain: (seconds) => void drain(seconds).catch((error) => log.error({ err: error }, 'the drain failed')),
  };

  class ServedRoom extends FootballRoom {
    override services = services;
  }

  const transport = new LateTransport(async () => {
    recordings.record(rooms);
    rooms.reserve(idsOf(config));
    await house.begin(config.rooms, new Set(config.scripts.rooms.map(markOf)), recordings.unfinished);
  });
  // Rooms are opened by our own API only, seats are returned to by key or by the socket that lost one; and a browser of
  // another site has no business with the matchmaker.
  matchMaker.controller.exposedMethods = ['joinById'];
  matchMaker.controller.DEFAULT_CORS_HEADERS = {} as typeof matchMaker.controller.DEFAULT_CORS_HEADERS;
  matchMaker.controller.getCorsHeaders = () => ({});
  const server = defineServer({
    greet: false,
    gracefullyShutdown: false,
    transport,
    logger: frameworkLogger(log),
    rooms: { [ROOM_TYPE]: defineRoom(ServedRoom) },
    express: (app) => {
      site = app as Express;
      special.mount?.(site);
      feeds = mountRoutes(site, {
        directory: rooms.publicSide,
        arenas,
        gate,
        queues: door.queues,
        recordings: recordings.shelf,
        log,
        meter: metrics,
        metrics: showMetrics(config.metrics, metrics),
        traffic,
        trusted,
        isForeign,
        painter,
        draining: () => rooms.draining,
        clientDist: CLIENT_DIST,
        limits: { rewindBytes: config.rewindMb * 2 ** 20 },
        admin: config.adminSecret === undefined ? undefined : { secret: config.adminSecret, server: administered },
      });
    },
  });
  const http = transport.server as HttpServer;
  const connections = new ConnectionLimit(trusted);
  http.on('connection', (socket) => {
    traffic.add(socket);
    connections.take(socket);
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    server.listen(config.port, config.address).then(() => {
      http.off('error', reject);
      resolve();
    }, reject);
  });
  guardFramework(http, site as unknown as RequestListener, trusted, { gate, meter: metrics, traffic, isForeign });
  const { port } = http.address() as AddressInfo;
  const started = new Scripts({
    ...config.scripts,
    ...(special.scriptHangsAfterMs === undefined ? {} : { hangsAfterMs: special.scriptHangsAfterMs }),
    folder: join(dataDir, 'scripts'),
    maxSeats: MAX_SEATS,
    addArena: (stadium) => arenas.add(stadium),
    linkOf: ({ id }) => `${config.publicUrl ?? `http://localhost:${port}`}/r/${id}`,
    open: (settings, origin, id) => rooms.create(settings, origin, id),
    reopened: (mark) => house.roomOfScript(mark),
    // What a script prints is for whoever runs it, at the usual level, too.
    log: log.child({}, { level: config.logLevel === 'warn' ? 'info' : config.logLevel }),
  });
  scripts = started;
  for (const script of config.scripts.rooms) await started.start(script);
  log.info({ event: 'server.listening', port, rooms: house.ids }, 'listening');

  let tellStopped!: () => void;
  const stopped = new Promise<void>((resolve) => {
    tellStopped = resolve;
  });
  const stop = async () => {
    if (stopping) return stopped;
    stopping = true;
    closeSocket();
    load.stop();
    await scripts?.stop();
    feeds?.stop();
    painter.stop();
    door.queues.stop();
    rooms.stop();
    await server.gracefullyShutdown(false);
    http.closeAllConnections();
    await recordings.stop();
    log.info({ event: 'server.stopped' }, 'stopped');
    tellStopped();
  };
  const drain = async (seconds = config.drainSeconds) => {
    if (seconds > 0 && !stopping) {
      log.info({ event: 'server.draining', seconds }, 'draining: no match begins any more');
      await rooms.drain(seconds);
    }
    await stop();
  };
  const closeSocket = await openAdminSocket(config.dataDir, administered, log);
  if (config.reservedNicks.length > 0 && config.publicUrl === undefined) {
    log.warn(
      'nicks are reserved, but publicUrl is not set: a proof of identity made for another site would be believed here',
    );
  }
  return {
    url: `http://localhost:${port}`,
    port,
    rooms,
    get roomId() {
      return house.ids[0] ?? '';
    },
    get ownRoomIds() {
      return house.ids;
    },
    scripts: started,
    feeds,
    bans,
    audit,
    stopped,
    stop,
    drainSeconds: () => config.drainSeconds,
    drain,
    reload: async (next) => {
      if (stopping || rooms.draining) return;
      const changes = planReload(config, next);
      config = afterReload(config, next);
      rooms.reserve(idsOf(config));
      const surroundings = { config, house, scripts: started, rooms, recordings, trusted, log };
      for (const change of changes) await makeChange(change, surroundings);
      log.info({ event: 'config.reloaded', changes: changes.length }, 'config reloaded');
    },
  };
}

/** Listens when what was there before the last stop is there again: whoever comes back finds his room, not an empty house. */
class LateTransport extends WebSocketTransport {
  private readonly prepare: () => Promise<void>;

  constructor(prepare: () => Promise<void>) {
    super({ server: boundedServer(), maxPayload: MAX_FRAME_BYTES });
    this.prepare = prepare;
  }

  override listen(...args: Parameters<WebSocketTransport['listen']>): this {
    this.prepare().then(
      () => super.listen(...args),
      (error: unknown) => (this.server as HttpServer).emit('error', error),
    );
    return this;
  }
}

/** Links that the config gives to rooms of its own. */
function idsOf({ rooms, scripts }: Config): string[] {
  return [...rooms, ...scripts.rooms].flatMap(({ id }) => id ?? []);
}

interface FrameworkGuards {
  readonly gate: Gate;
  readonly meter: Meter;
  readonly traffic: Traffic;
  readonly isForeign: IsForeign;
}

/**
 * The framework reads bodies of any size and shape, believes any `x-forwarded-for`, throws at a strange `Host`, and answers
 * without our headers. So it sees only what it is there for, and only well-formed: requests for a seat, and WebSockets that
 * take one. Everything else is ours. And it reserves a seat as soon as it is asked for one: the gate is asked first, and what
 * the seat is reserved with are the gate's words.
 */
function guardFramework(
  http: HttpServer,
  site: RequestListener,
  trusted: TrustedProxies,
  { gate, meter, traffic, isForeign }: FrameworkGuards,
): void {
  /** The framework's "address" is what rooms ban: a household, not one of its 2^64 IPv6 addresses. */
  const believe = (req: IncomingMessage): string => {
    const address = clientAddress(req.socket.remoteAddress, req.headers['x-forwarded-for'], trusted);
    req.headers['x-real-ip'] = budgetKey(address);
    return address;
  };
  const limit = new PlaceLimit(SEAT_RATES);
  const seats = http.listeners('request') as RequestListener[];
  http.removeAllListeners('request');
  http.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const roomId = req.method === 'POST' ? SEAT_REQUEST.exec(req.url ?? '')?.[1] : undefined;
    if (roomId === undefined) return site(req, res);
    guard(req as Request, res as Response, async () => {
      const turnAway = (status: number, code: 'too-large' | 'too-many' | 'bad-request') => {
        meter.requestRefused(code);
        refuse(res, status, code);
      };
      const refuseJoin = (why: JoinRefusal) => {
        meter.joinRefused(why);
        refuse(res, REFUSED_STATUS[why] ?? 403, why);
      };
      if (isForeign(req)) return refuseJoin('wrong-host');
      if (!(Number(req.headers['content-length']) <= MAX_MATCHMAKE_BYTES)) return turnAway(413, 'too-large');
      const address = believe(req);
      if (limit.take(address) > 0) return turnAway(429, 'too-many');
      const asked = await readJson(req);
      if (asked === null) return turnAway(400, 'bad-request');
      const body = gate.check(asked, { roomId, address: budgetKey(address) });
      if (typeof body === 'string') return refuseJoin(body);
      req.headers.host = 'localhost';
      delete req.headers['x-forwarded-proto'];
      for (const listener of seats) listener.call(http, Object.assign(req, { body }), res);
    });
  });

  const turnAway = (socket: Duplex, code: ProblemCode, status: string) => {
    meter.requestRefused(code);
    refuseSocket(socket, status);
  };
  const socketLimit = new PlaceLimit(SOCKET_RATES);
  const sockets = http.listeners('upgrade') as ((req: IncomingMessage, socket: Duplex, head: Buffer) => void)[];
  http.removeAllListeners('upgrade');
  http.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const roomId = SEAT_SOCKET.exec(req.url ?? '')?.[1];
    if (roomId === undefined) return turnAway(socket, 'bad-request', '400 Bad Request');
    if (isForeign(req)) return turnAway(socket, 'forbidden', '403 Forbidden');
    if (socketLimit.take(believe(req)) > 0) return turnAway(socket, 'too-many', '429 Too Many Requests');
    req.url = provenReturn(req.url ?? '', roomId, gate);
    traffic.becomes(req.socket, 'websocket');
    for (const listener of sockets) listener.call(http, req, socket, head);
  });
}

/**
 * The framework gives a seat back to whoever knows the token of its lost connection. Here it hears of a token only with a
 * signature by the key that the seat was taken with; without one it answers as to a token that is over.
 */
function provenReturn(url: string, roomId: string, gate: Gate): string {
  const [path] = url.split('?', 1);
  const query = new URLSearchParams(url.slice(path.length));
  const token = query.get('reconnectionToken');
  if (token !== null) {
    const proven = gate.mayReturn(roomId, query.get('sessionId') ?? '', token, query.get('signature') ?? '');
    query.set('reconnectionToken', proven ? token : UNPROVEN);
  }
  // Written anew: what was read here is what the framework reads.
  return `${path}?${query}`;
}

/** A small body that says it is JSON and is an object; null for any other, and when it is cut off. */
async function readJson(req: IncomingMessage): Promise<object | null> {
  if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) return null;
  try {
    const body: unknown = await json(req);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : null;
  } catch {
    return null;
  }
}

/** The framework's own messages, mostly about refused joins, are for debugging. */
function frameworkLogger(log: Logger): Record<'debug' | 'info' | 'warn' | 'error', (...words: unknown[]) => void> {
  const tell = (...words: unknown[]) => log.debug({ framework: words.map(String).join(' ') });
  return { debug: tell, info: tell, warn: tell, error: tell };
}

function refuseSocket(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  // A peer that does not close its side must not keep ours.
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}

function refuse(res: ServerResponse, status: number, code: string): void {
  res.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  res.end(JSON.stringify({ code: status, error: code, message: code }));
}
