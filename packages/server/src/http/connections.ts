// How long a connection may take its time, how many one household may have open, and what happens to one that floods. What flows
// through them is bounded where it belongs: streams in `feeds/sse.ts`, WebSockets in `http/received.ts` and `rooms/heartbeat.ts`.
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { isNear } from '../near.ts';
import { budgetKey, clientAddress, TrustedProxies } from './address.ts';
import { PlaceLimit, type PlaceRates } from './place-limit.ts';

/** Until the headers of a request are there; for a WebSocket that is all it has to say. */
const HEADERS_WITHIN_MS = 10_000;
/** Until a request is there with its body: a stadium over the slowest line. */
const REQUEST_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 2000;
/** Nothing came and nothing left for so long: the peer is gone, or reads nothing. Streams say something every 10 s. */
const IDLE_MS = 60_000;
/** A class or a club behind one router has a few for each of its browsers. */
const MOST_PER_HOUSEHOLD = 256;
/** Rather refused here than by the system, which refuses files, too. */
const MOST_CONNECTIONS = 16_384;
/** New ones: a class that opens the page at once. Each costs a tenth of a millisecond before a byte of it is read. */
const ARRIVALS: PlaceRates = {
  household: { burst: 400, refillMs: 50 },
  range: { burst: 2000, refillMs: 10 },
};
/** Requests, refused ones included: twice what the routes allow. Saying no costs nearly as much as an answer. */
const FLOOD: PlaceRates = {
  household: { burst: 4000, refillMs: 5 },
  range: { burst: 20_000, refillMs: 1 },
};
/** A household that floods is not listened to for so long. */
const SHUT_MS = 10_000;
const MOST_SHUT = 10_000;
const NO_PROXIES = new TrustedProxies([]);

/** Not listening yet. */
export function boundedServer(): Server {
  const http = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
  });
  // Not `http.timeout`: a WebSocket's connection would keep its clock, and start it anew with every frame.
  http.on('request', ({ socket }) => socket.setTimeout(IDLE_MS));
  http.maxConnections = MOST_CONNECTIONS;
  return http;
}

/**
 * Counts the open connections of each household, and shuts out those that flood; the connections of proxies and of the own
 * network are many people's.
 */
export class ConnectionLimit {
  private readonly trusted: Pick<TrustedProxies, 'has'>;
  private readonly most: number;
  private readonly open = new Map<string, Set<Pick<Socket, 'destroy'>>>();
  private readonly arrivals: PlaceLimit;
  private readonly requests: PlaceLimit;
  private readonly shutUntil = new Map<string, number>();

  constructor(
    trusted: Pick<TrustedProxies, 'has'>,
    most: number = MOST_PER_HOUSEHOLD,
    { arrivals = ARRIVALS, flood = FLOOD }: { readonly arrivals?: PlaceRates; readonly flood?: PlaceRates } = {},
  ) {
    this.trusted = trusted;
    this.most = most;
    this.arrivals = new PlaceLimit(arrivals);
    this.requests = new PlaceLimit(flood);
  }

  get households(): number {
    return this.open.size;
  }

  /** Counts a new connection until it closes; one too many, too soon, or of a household that is shut out is cut. */
  take(socket: Pick<Socket, 'remoteAddress' | 'once' | 'destroy'>, nowMs = performance.now()): void {
    const address = clientAddress(socket.remoteAddress, undefined, NO_PROXIES);
    if (isNear(address.split('%')[0]) || this.trusted.has(address)) return;
    const household = budgetKey(address);
    const others = this.open.get(household) ?? new Set();
    if (this.isShut(household, nowMs) || others.size >= this.most || this.arrivals.take(address, nowMs) > 0) {
      socket.destroy();
      return;
    }
    this.open.set(household, others.add(socket));
    socket.once('close', () => {
      others.delete(socket);
      if (others.size === 0) this.open.delete(household);
    });
  }

  /** Counts a request of whatever kind. False: there are too many, and no more shall be heard from there for a while. */
  takeRequest(address: string, nowMs = performance.now()): boolean {
    if (isNear(address)) return true;
    if (this.isShut(budgetKey(address), nowMs)) return false;
    if (this.requests.take(address, nowMs) === 0) return true;
    this.shutOut(address, nowMs);
    return false;
  }

  /** Cuts the connections of a household, and those that it opens in the next seconds. */
  shutOut(address: string, nowMs = performance.now()): void {
    if (isNear(address)) return;
    const household = budgetKey(address);
    this.shutUntil.delete(household);
    this.shutUntil.set(household, nowMs + SHUT_MS);
    if (this.shutUntil.size > MOST_SHUT) this.shutUntil.delete(this.shutUntil.keys().next().value as string);
    for (const socket of this.open.get(household) ?? []) socket.destroy();
  }

  private isShut(household: string, nowMs: number): boolean {
    const untilMs = this.shutUntil.get(household) ?? 0;
    if (untilMs > nowMs) return true;
    this.shutUntil.delete(household);
    return false;
  }
}
