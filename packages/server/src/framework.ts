// What the framework may hear of and say: requests for a seat and the sockets that take one, when they have passed the gate.
import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import type { JoinRefusal, ProblemCode } from '@touchline/shared/protocol';
import type { Request, Response } from 'express';
import type { WebSocket } from 'ws';
import type { Gate } from './gate/gate.ts';
import { budgetKey, clientAddress, type TrustedProxies } from './http/address.ts';
import { boundedServer, type ConnectionLimit } from './http/connections.ts';
import type { IsForeign } from './http/own-page.ts';
import { PlaceLimit, type PlaceRates, SEAT_RATES } from './http/place-limit.ts';
import { guard } from './http/policy.ts';
import { ReceiveLimit } from './http/received.ts';
import type { Traffic } from './http/traffic.ts';
import type { Logger } from './logger.ts';
import type { Meter } from './meter.ts';

/** Largest frame that a client may send; an uploaded stadium comes by HTTP. */
const MAX_FRAME_BYTES = 4096;
/** Pieces of a message; a client of ours sends each whole. */
const MAX_FRAGMENTS = 16;
const MAX_MATCHMAKE_BYTES = 2048;
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
  'server-busy': 503,
  'bad-nick': 400,
  'old-client': 400,
  'bad-proof': 400,
};
/** No token of the framework's looks like this. */
const UNPROVEN = '-';
const SEAT_SOCKET = /^\/[\w-]+\/([\w-]+)\?/;

/**
 * Rooms are opened by our own API only, seats are returned to by key or by the socket that lost one; and a browser of another
 * site has no business with the matchmaker.
 */
export function closeMatchmaker(): void {
  matchMaker.controller.exposedMethods = ['joinById'];
  matchMaker.controller.DEFAULT_CORS_HEADERS = {} as typeof matchMaker.controller.DEFAULT_CORS_HEADERS;
  matchMaker.controller.getCorsHeaders = () => ({});
}

/** Listens when what was there before the last stop is there again: whoever comes back finds his room, not an empty house. */
export class LateTransport extends WebSocketTransport {
  private readonly prepare: () => Promise<void>;

  constructor(prepare: () => Promise<void>) {
    super({
      ...{ server: boundedServer(), maxPayload: MAX_FRAME_BYTES, maxFragments: MAX_FRAGMENTS },
      // Pings are answered in `http/received.ts`.
      autoPong: false,
    });
    this.prepare = prepare;
  }

  /** `hear`: before the framework hears of a new WebSocket. */
  beforeSockets(hear: (socket: WebSocket, req: IncomingMessage) => void): void {
    this.wss.prependListener('connection', hear);
  }

  override listen(...args: Parameters<WebSocketTransport['listen']>): this {
    this.prepare().then(
      () => super.listen(...args),
      (error: unknown) => (this.server as HttpServer).emit('error', error),
    );
    return this;
  }
}

interface FrameworkGuards {
  readonly transport: LateTransport;
  readonly connections: ConnectionLimit;
  readonly gate: Gate;
  readonly meter: Meter;
  readonly traffic: Traffic;
  readonly isForeign: IsForeign;
  readonly trusted: TrustedProxies;
}

/**
 * The framework reads bodies of any size and shape, believes any `x-forwarded-for`, throws at a strange `Host`, and answers
 * without our headers. So it sees only what it is there for, and only well-formed: requests for a seat, and WebSockets that
 * take one. Everything else is ours. And it reserves a seat as soon as it is asked for one: the gate is asked first, and what
 * the seat is reserved with are the gate's words.
 */
export function guardFramework(
  site: RequestListener,
  { transport, connections, gate, meter, traffic, isForeign, trusted }: FrameworkGuards,
): void {
  const http = transport.server as HttpServer;
  const addressOf = (req: IncomingMessage) =>
    clientAddress(req.socket.remoteAddress, req.headers['x-forwarded-for'], trusted);
  /** The framework's "address" is what rooms ban: a household, not one of its 2^64 IPv6 addresses. */
  const believe = (req: IncomingMessage): string => {
    const address = addressOf(req);
    req.headers['x-real-ip'] = budgetKey(address);
    return address;
  };
  const limit = new PlaceLimit(SEAT_RATES);
  const seats = http.listeners('request') as RequestListener[];
  http.removeAllListeners('request');
  /** Connections with a request that is not answered yet. */
  const asking = new WeakSet<Duplex>();
  /** Is it to be answered? Whoever floods is not, or in as few words as his proxy understands. */
  const admits = (req: IncomingMessage, res: ServerResponse): boolean => {
    const { socket } = req;
    // What is left of a piece of the network's that has been taken apart already.
    if (socket.destroyed) return false;
    // No browser and no proxy asks again before it has its answer. A thousand requests in one piece would all be begun at once.
    if (asking.has(socket)) {
      connections.shutOut(addressOf(req));
      socket.destroy();
      return false;
    }
    if (!connections.takeRequest(addressOf(req))) {
      meter.requestRefused('too-many');
      if (!socket.destroyed) res.writeHead(429, { 'content-length': 0 }).end();
      return false;
    }
    asking.add(socket);
    res.once('close', () => asking.delete(socket));
    return true;
  };
  http.on('request', (req: IncomingMessage, res: ServerResponse) => {
    if (!admits(req, res)) return;
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
  const received = new ReceiveLimit();
  transport.beforeSockets((socket, req) => {
    const address = addressOf(req);
    received.watch(socket, req.socket, address, () => {
      meter.connectionCut('floods');
      connections.shutOut(address);
    });
  });
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
export function frameworkLogger(
  log: Logger,
): Record<'debug' | 'info' | 'warn' | 'error', (...words: unknown[]) => void> {
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
