// How long a connection may take its time, and how many one household may have open. What flows through them is bounded where it
// belongs: streams in `feeds/sse.ts`, WebSockets in `rooms/heartbeat.ts`.
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { isNear } from '../near.ts';
import { budgetKey, clientAddress, TrustedProxies } from './address.ts';

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
const NO_PROXIES = new TrustedProxies([]);

/** Not listening yet. */
export function boundedServer(): Server {
  const http = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    connectionsCheckingInterval: LOOK_EVERY_MS,
  });
  http.timeout = IDLE_MS;
  http.maxConnections = MOST_CONNECTIONS;
  return http;
}

/** Counts the open connections of each household; those of proxies and of the own network are many people's. */
export class ConnectionLimit {
  private readonly trusted: Pick<TrustedProxies, 'has'>;
  private readonly most: number;
  private readonly open = new Map<string, number>();

  constructor(trusted: Pick<TrustedProxies, 'has'>, most: number = MOST_PER_HOUSEHOLD) {
    this.trusted = trusted;
    this.most = most;
  }

  get households(): number {
    return this.open.size;
  }

  /** Counts a new connection until it closes; one too many is cut. */
  take(socket: Pick<Socket, 'remoteAddress' | 'once' | 'destroy'>): void {
    const address = clientAddress(socket.remoteAddress, undefined, NO_PROXIES);
    if (isNear(address.split('%')[0]) || this.trusted.has(address)) return;
    const household = budgetKey(address);
    const before = this.open.get(household) ?? 0;
    if (before >= this.most) {
      socket.destroy();
      return;
    }
    this.open.set(household, before + 1);
    socket.once('close', () => {
      const left = (this.open.get(household) ?? 1) - 1;
      if (left > 0) this.open.set(household, left);
      else this.open.delete(household);
    });
  }
}
