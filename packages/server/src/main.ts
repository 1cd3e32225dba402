// The composition root: builds the services, connects them, opens the server's own room. Nothing else constructs a service.
import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { defineRoom, defineServer, matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { ROOM_TYPE } from '@touchline/shared/protocol';
import type { Express } from 'express';
import type { Config } from './config.ts';
import type { Feeds } from './feeds/feeds.ts';
import { budgetKey, clientAddress, TrustedProxies } from './http/address.ts';
import { ArenaStore } from './http/arena-store.ts';
import { RateLimit } from './http/rate-limit.ts';
import { mountRoutes } from './http/routes.ts';
import { createLogger, type Logger } from './logger.ts';
import { Rooms } from './rooms/directory.ts';
import { FootballRoom } from './rooms/football-room.ts';
import { randomSlug } from './rooms/slug.ts';
import { openRecordings } from './store/recordings.ts';

/** A running server. */
export interface Running {
  readonly url: string;
  readonly port: number;
  readonly rooms: Rooms;
  /** The server's own room. */
  readonly roomId: string;
  /** Tells players and readers, then closes everything. */
  stop(): Promise<void>;
}

/** Largest frame that a client may send; an uploaded stadium comes by HTTP. */
const MAX_FRAME_BYTES = 4096;
const MAX_MATCHMAKE_BYTES = 2048;
const MATCHMAKE_RATE = { burst: 40, perMinute: 60 };
const CLIENT_DIST = fileURLToPath(new URL('../../client/dist', import.meta.url));

/**
 * Starts everything on one port. Rejects with the system's error when the port cannot be had. `mount` puts routes of the
 * development server before ours.
 */
export async function serve(config: Config, mount?: (app: Express) => void): Promise<Running> {
  const log = createLogger(config.logLevel);
  const arenas = new ArenaStore();
  if (config.ownStadium) arenas.add(config.ownStadium);
  const rooms = new Rooms(config.maxRooms);
  const recordings = await openRecordings({ ...config.recordings, dataDir: config.dataDir, log, slug: randomSlug });
  let stopping = false;
  let feeds: Feeds | undefined;
  let site: Express | undefined;
  const services = { rooms, arenas, log, stopping: () => stopping };

  class ServedRoom extends FootballRoom {
    override services = services;
  }

  const transport = new WebSocketTransport({ maxPayload: MAX_FRAME_BYTES });
  // Rooms are opened by our own API only, and a browser of another site has no business with the matchmaker.
  matchMaker.controller.exposedMethods = ['joinById', 'reconnect'];
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
        directory: rooms,
        arenas,
        recordings: recordings.shelf,
        log,
        config,
        clientDist: CLIENT_DIST,
      });
    },
  });
  const http = transport.server as HttpServer;
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    server.listen(config.port, config.address).then(() => {
      http.off('error', reject);
      resolve();
    }, reject);
  });
  recordings.record(rooms);
  guardFramework(http, site, new TrustedProxies(config.trustProxy));
  const room = await rooms.create(config.room, {
    openedBy: 'host',
    standing: true,
    adminPassword: config.adminPassword,
  });

  const { port } = http.address() as AddressInfo;
  log.info({ port, room: room.id }, 'listening');
  return {
    url: `http://localhost:${port}`,
    port,
    rooms,
    roomId: room.id,
    stop: async () => {
      if (stopping) return;
      stopping = true;
      feeds?.stop();
      rooms.stop();
      await server.gracefullyShutdown(false);
      http.closeAllConnections();
      await recordings.stop();
      log.info('stopped');
    },
  };
}

/**
 * The framework believes any `x-forwarded-for`, and reads matchmaking bodies of any size. Both are settled before it looks:
 * it sees the address that we believe, and only small requests at a bounded rate.
 */
function guardFramework(http: HttpServer, site: RequestListener | undefined, trusted: TrustedProxies): void {
  const addressOf = (req: IncomingMessage) =>
    clientAddress(req.socket.remoteAddress, req.headers['x-forwarded-for'], trusted);
  const believe = (req: IncomingMessage) => {
    req.headers['x-real-ip'] = addressOf(req);
  };
  const limit = new RateLimit(MATCHMAKE_RATE);
  const inner = http.listeners('request') as RequestListener[];
  http.removeAllListeners('request');
  http.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (req.url?.startsWith('/matchmake/')) {
      if (!(Number(req.headers['content-length']) <= MAX_MATCHMAKE_BYTES)) return refuse(res, 413, 'too-large');
      if (limit.take(budgetKey(addressOf(req))) > 0) return refuse(res, 429, 'too-many');
      believe(req);
    }
    // The framework would answer every OPTIONS itself, without the streams' CORS headers.
    if (site && req.method === 'OPTIONS' && req.url?.startsWith('/api/')) return site(req, res);
    for (const listener of inner) listener.call(http, req, res);
  });
  http.prependListener('upgrade', believe);
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
