// The composition root: builds the services, connects them, opens the server's own room. Nothing else constructs a service.
import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { defineRoom, defineServer, matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { type JoinRefusal, MAX_SEATS, ROOM_TYPE, type RoomSettings } from '@touchline/shared/protocol';
import type { Express, Request, Response } from 'express';
import { Load } from './admin/load.ts';
import { openAdminSocket } from './admin/socket.ts';
import type { Administered } from './admin/verbs.ts';
import type { Audit } from './audit.ts';
import type { Bans } from './bans.ts';
import type { Config } from './config.ts';
import type { Feeds } from './feeds/feeds.ts';
import { Gate } from './gate/gate.ts';
import { reservedNicks } from './gate/reserved-nicks.ts';
import { budgetKey, clientAddress, TrustedProxies } from './http/address.ts';
import { ArenaStore } from './http/arena-store.ts';
import { showMetrics } from './http/metrics.ts';
import { guard } from './http/policy.ts';
import { RateLimit } from './http/rate-limit.ts';
import { mountRoutes } from './http/routes.ts';
import { Traffic } from './http/traffic.ts';
import { createLogger, type Logger, LogTail } from './logger.ts';
import type { Meter } from './meter.ts';
import { Metrics } from './metrics.ts';
import { Painter } from './pictures/painter.ts';
import { Rooms } from './rooms/directory.ts';
import { FootballRoom } from './rooms/football-room.ts';
import type { LiveRoom } from './rooms/live-room.ts';
import type { RoomOrigin } from './rooms/room.ts';
import { randomSlug } from './rooms/slug.ts';
import { Scripts } from './scripts/scripts.ts';
import { readBootId } from './store/boot-id.ts';
import { nodeDisk, timed } from './store/disk.ts';
import { openRecordings, type Recordings } from './store/recordings.ts';

/** A running server. */
export interface Running {
  readonly url: string;
  readonly port: number;
  readonly rooms: Rooms;
  /** The server's own room. */
  readonly roomId: string;
  readonly scripts: Scripts;
  readonly bans: Bans;
  readonly audit: Audit;
  /** Tells players and readers, then closes everything. */
  stop(): Promise<void>;
  /** A stop that somebody asks for from outside: what is played is saved and goes on after the next start. */
  drain(seconds?: number): Promise<void>;
  /** Resolves when the server has stopped, whoever asked for it. */
  readonly stopped: Promise<void>;
}

/** Largest frame that a client may send; an uploaded stadium comes by HTTP. */
const MAX_FRAME_BYTES = 4096;
const MAX_MATCHMAKE_BYTES = 2048;
const MATCHMAKE_RATE = { burst: 40, refillMs: 1000 };
const SEAT_REQUEST = /^\/matchmake\/joinById\/([\w-]+)$/;
/** Statuses of refused joins; the others are 403. */
const REFUSED_STATUS: Partial<Record<JoinRefusal, number>> = {
  'not-found': 404,
  'too-many': 429,
  'bad-nick': 400,
  'old-client': 400,
  'bad-proof': 400,
};
/** No token of the framework's looks like this. */
const UNPROVEN = '-';
const SEAT_SOCKET = /^\/[\w-]+\/([\w-]+)\?/;
const REOPEN_MS = 1000;
const CLIENT_DIST = fileURLToPath(new URL('../../client/dist', import.meta.url));

/**
 * Starts everything on one port. Rejects with the system's error when the port cannot be had. `mount` puts routes of the
 * development server before ours.
 */
export async function serve(config: Config, mount?: (app: Express) => void): Promise<Running> {
  const logTail = new LogTail(config.logLevel);
  const log = createLogger(config.logLevel, logTail);
  const arenas = new ArenaStore();
  if (config.ownStadium) arenas.add(config.ownStadium);
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
  const gate = new Gate({
    room: (id) => rooms.get(id),
    publicHost: config.publicUrl === undefined ? undefined : new URL(config.publicUrl).host,
    reservedNicks: reservedNicks(config.reservedNicks),
  });
  let stopping = false;
  let feeds!: Feeds;
  let scripts: Scripts | undefined;
  let site: Express | undefined;
  const { bans, audit } = recordings;
  const adminKeys = new Set(config.adminKeys);
  const services = { rooms, arenas, log, meter: metrics, bootId, bans, audit, adminKeys, stopping: () => stopping };
  arenas.keepUsedBy(() => rooms.arenasInUse());

  const load = new Load();
  const administered: Administered = {
    rooms: () => rooms.list(),
    scripts: () => scripts?.hosts ?? [],
    ...{ bans, audit, load, logTail },
    draining: () => stopping,
    drain: (seconds) => void drain(seconds).catch((error) => log.error({ err: error }, 'the drain failed')),
  };

  class ServedRoom extends FootballRoom {
    override services = services;
  }

  const origin = { openedBy: 'host', standing: true, adminPassword: config.adminPassword } as const;
  const openStandingRoom = () => rooms.create(config.room, origin);
  const transport = new LateTransport(async () => {
    recordings.record(rooms);
    room = (await reopenRooms(recordings, rooms, config.room, origin, log)) ?? (await openStandingRoom());
  });
  let room!: LiveRoom;
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
      mount?.(site);
      feeds = mountRoutes(site, {
        directory: rooms.publicSide,
        arenas,
        gate,
        recordings: recordings.shelf,
        log,
        meter: metrics,
        metrics: showMetrics(config.metrics, metrics),
        traffic,
        config,
        painter,
        clientDist: CLIENT_DIST,
        admin: config.adminSecret === undefined ? undefined : { secret: config.adminSecret, server: administered },
      });
    },
  });
  const http = transport.server as HttpServer;
  http.on('connection', (socket) => traffic.add(socket));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    server.listen(config.port, config.address).then(() => {
      http.off('error', reject);
      resolve();
    }, reject);
  });
  guardFramework(http, site as unknown as RequestListener, new TrustedProxies(config.trustProxy), {
    gate,
    meter: metrics,
    traffic,
  });
  // Its own room closes only when it broke. A moment later, or the matchmaker would take the new one for the old.
  rooms.publicSide.watch((change, { id }) => {
    if (change !== 'closed' || id !== room.id || stopping) return;
    setTimeout(() => void reopen(), REOPEN_MS).unref();
  });
  const reopen = async () => {
    if (stopping) return;
    try {
      room = await openStandingRoom();
    } catch (error) {
      log.error({ err: error }, "the server's own room could not be opened again");
    }
  };

  const { port } = http.address() as AddressInfo;
  scripts = await startScripts(config, {
    rooms,
    arenas,
    log,
    url: config.publicUrl ?? `http://localhost:${port}`,
  });
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
    rooms.stop();
    await server.gracefullyShutdown(false);
    http.closeAllConnections();
    await recordings.stop();
    log.info('stopped');
    tellStopped();
  };
  const drain = (_seconds?: number) => stop();
  const closeSocket = await openAdminSocket(config.dataDir, administered, log);
  if (config.reservedNicks.length > 0 && config.publicUrl === undefined) {
    log.warn(
      'nicks are reserved, but publicUrl is not set: a proof of identity made for another site would be believed here',
    );
  }
  log.info({ port, room: room.id }, 'listening');
  return {
    url: `http://localhost:${port}`,
    port,
    rooms,
    get roomId() {
      return room.id;
    },
    scripts,
    bans,
    audit,
    stopped,
    stop,
    drain,
  };
}

/** Listens when what was there before the last stop is there again: whoever comes back finds his room, not an empty house. */
class LateTransport extends WebSocketTransport {
  private readonly prepare: () => Promise<void>;

  constructor(prepare: () => Promise<void>) {
    super({ maxPayload: MAX_FRAME_BYTES });
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

/** Opens the rooms of an earlier process again. Returns the server's own, if it is among them and still wanted as it was. */
async function reopenRooms(
  recordings: Recordings,
  rooms: Rooms,
  own: RoomSettings,
  origin: RoomOrigin,
  log: Logger,
): Promise<LiveRoom | undefined> {
  let standing: LiveRoom | undefined;
  for (const unfinished of recordings.unfinished) {
    const { file } = unfinished;
    try {
      // Its script opens a new one, and knows nothing of the old.
      if (file.openedBy === 'script') recordings.abandon(unfinished);
      else if (!file.standing) await rooms.reopen(unfinished, { openedBy: file.openedBy, standing: false });
      else if (isDeepStrictEqual(file.settings, { ...own }) && !standing)
        standing = await rooms.reopen(unfinished, origin);
      else recordings.abandon(unfinished);
    } catch (error) {
      log.error({ err: error, room: file.id }, 'a room of an earlier process could not be opened again');
      recordings.abandon(unfinished);
    }
  }
  return standing;
}

interface ScriptSurroundings {
  readonly rooms: Rooms;
  readonly arenas: ArenaStore;
  readonly log: Logger;
  readonly url: string;
}

function startScripts(config: Config, { rooms, arenas, log, url }: ScriptSurroundings): Promise<Scripts> {
  return Scripts.start({
    ...config.scripts,
    folder: join(config.dataDir, 'scripts'),
    maxSeats: MAX_SEATS,
    addArena: (stadium) => arenas.add(stadium),
    linkOf: ({ id }) => `${url}/r/${id}`,
    open: (settings, origin) => rooms.create(settings, origin),
    // What a script prints is for whoever runs it, at the usual level, too.
    log: log.child({}, { level: config.logLevel === 'warn' ? 'info' : config.logLevel }),
  });
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
  { gate, meter, traffic }: { readonly gate: Gate; readonly meter: Meter; readonly traffic: Traffic },
): void {
  /** The framework's "address" is what rooms ban: a household, not one of its 2^64 IPv6 addresses. */
  const believe = (req: IncomingMessage): string => {
    const address = budgetKey(clientAddress(req.socket.remoteAddress, req.headers['x-forwarded-for'], trusted));
    req.headers['x-real-ip'] = address;
    return address;
  };
  const limit = new RateLimit(MATCHMAKE_RATE);
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
      if (!(Number(req.headers['content-length']) <= MAX_MATCHMAKE_BYTES)) return turnAway(413, 'too-large');
      const address = believe(req);
      if (limit.take(address) > 0) return turnAway(429, 'too-many');
      const asked = await readJson(req);
      if (asked === null) return turnAway(400, 'bad-request');
      const body = gate.check(asked, { roomId, address });
      if (typeof body === 'string') {
        meter.joinRefused(body);
        return refuse(res, REFUSED_STATUS[body] ?? 403, body);
      }
      req.headers.host = 'localhost';
      delete req.headers['x-forwarded-proto'];
      for (const listener of seats) listener.call(http, Object.assign(req, { body }), res);
    });
  });

  const sockets = http.listeners('upgrade') as ((req: IncomingMessage, socket: Duplex, head: Buffer) => void)[];
  http.removeAllListeners('upgrade');
  http.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const roomId = SEAT_SOCKET.exec(req.url ?? '')?.[1];
    if (roomId === undefined) {
      socket.on('error', () => socket.destroy());
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      return;
    }
    believe(req);
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

function refuse(res: ServerResponse, status: number, code: string): void {
  res.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  res.end(JSON.stringify({ code: status, error: code, message: code }));
}
