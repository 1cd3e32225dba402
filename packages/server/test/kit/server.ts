// A real Express server on a free port over hand-driven rooms, and readers for its streams.
import { randomBytes } from 'node:crypto';
import { type ClientRequest, createServer, type IncomingMessage, request, type Server } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Feeds } from '../../src/feeds/feeds.ts';
import { Door } from '../../src/gate/door.ts';
import { Gate } from '../../src/gate/gate.ts';
import type { WaitingRooms } from '../../src/gate/waiting-rooms.ts';
import { TrustedProxies } from '../../src/http/address.ts';
import { ArenaStore } from '../../src/http/arena-store.ts';
import { showMetrics } from '../../src/http/metrics.ts';
import { foreignTo } from '../../src/http/own-page.ts';
import { type HttpDeps, mountRoutes } from '../../src/http/routes.ts';
import { Traffic } from '../../src/http/traffic.ts';
import { createLogger } from '../../src/logger.ts';
import { UNMETERED } from '../../src/meter.ts';
import { Painter } from '../../src/pictures/painter.ts';
import type { Admitted } from '../../src/rooms/room.ts';
import type { RecordingShelf } from '../../src/store/store.ts';
import { HandDirectory } from './rooms.ts';

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly directory: HandDirectory;
  readonly arenas: ArenaStore;
  readonly feeds: Feeds;
  readonly queues: WaitingRooms;
  read(path: string, headers?: Record<string, string>): Promise<StreamReader>;
  stop(): Promise<void>;
}

const NO_CLIENT = fileURLToPath(new URL('no-such-dist', import.meta.url));

/** A server that has recorded nothing. */
class NoRecordings implements RecordingShelf {
  readonly publicKey = null;
  readonly health = { ok: true, saved: 0, failed: 0 };
  list = () => [];
  listing = () => null;
  matches = () => [];
  match = () => null;
  player = () => null;
  find = async () => null;
}

/** Nobody counts what happens. */
export const uncounted = (): Pick<HttpDeps, 'meter' | 'metrics' | 'traffic'> => ({
  meter: UNMETERED,
  metrics: showMetrics({ access: 'loopback', token: '' }, { contentType: 'text/plain', text: async () => '' }),
  traffic: new Traffic(),
});

export async function startServer(more: Partial<HttpDeps> = {}): Promise<TestServer> {
  const arenas = new ArenaStore();
  const directory = new HandDirectory(arenas);
  const app = express();
  const trusted = new TrustedProxies([]);
  const recordings = new NoRecordings();
  const painter = new Painter();
  const log = createLogger('silent');
  const { gate, queues } = gateOfFullRooms((id) => directory.get(id) !== undefined);
  const deps = {
    directory,
    arenas,
    gate,
    queues,
    recordings,
    painter,
    log,
    trusted,
    isForeign: foreignTo(undefined, trusted),
    clientDist: NO_CLIENT,
    ...uncounted(),
  };
  const feeds = mountRoutes(app, { ...deps, ...more });
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const readers: StreamReader[] = [];
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    directory,
    arenas,
    feeds,
    queues,
    read: async (path, headers = {}) => {
      const reader = await StreamReader.open(port, path, headers);
      readers.push(reader);
      return reader;
    },
    stop: async () => {
      for (const reader of readers) reader.close();
      feeds.stop();
      painter.stop();
      queues.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The gate of rooms that have no seat free, and their queues. `has`: is there such a room? */
export function gateOfFullRooms(has: (id: string) => boolean): { gate: Gate; queues: WaitingRooms } {
  const full = {
    maxPlayers: 0,
    closing: 'no',
    origin: { openedBy: 'host' },
    awake: () => true,
    holders: () => [],
  } as const;
  const door = new Door({
    room: (id) => (has(id) ? full : undefined),
    ...{
      capacity: { busy: false, expect: () => {} },
      knownKeys: new Set<string>(),
      heldSeats: 0,
      maxPerAddress: 8,
      newTicket: () => randomBytes(16).toString('base64url'),
    },
  });
  const gatedRoom = (id: string) => ({
    refuses: ({ auth }: Admitted, address: string) => door.refuses(id, auth, address),
    ...{ hasSeat: () => false, guarded: false, keyOf: () => null },
  });
  const gate = new Gate({
    room: (id) => (has(id) ? gatedRoom(id) : undefined),
    ...{
      publicHost: undefined,
      reservedNicks: new Map(),
      joinWork: true,
      isKnown: () => false,
      keyLimit: { take: () => 0 },
      queue: door,
    },
  });
  return { gate, queues: door.queues };
}

export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** Reads a stream as EventSource does, and fails on anything that EventSource would silently ignore. */
export class StreamReader {
  readonly events: StreamEvent[] = [];
  readonly retries: number[] = [];
  readonly response: IncomingMessage;
  text = '';
  ended = false;
  private readonly req: ClientRequest;
  private rest = '';
  private waiters: (() => void)[] = [];

  private constructor(req: ClientRequest, response: IncomingMessage) {
    this.req = req;
    this.response = response;
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => this.take(chunk));
    const end = () => {
      this.ended = true;
      this.wake();
    };
    response.on('end', end).on('close', end).on('error', end);
  }

  static open(port: number, path: string, headers: Record<string, string>): Promise<StreamReader> {
    return StreamReader.openAt(`http://127.0.0.1:${port}${path}`, headers);
  }

  static openAt(url: string, headers: Record<string, string> = {}): Promise<StreamReader> {
    return new Promise((resolve, reject) => {
      const req = (url.startsWith('https:') ? secureRequest : request)(url, { headers, agent: false });
      req.on('error', reject);
      req.on('response', (response) => resolve(new StreamReader(req, response)));
      req.end();
    });
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  get lastId(): string {
    return this.events.at(-1)?.id ?? '';
  }

  of(name: string): StreamEvent[] {
    return this.events.filter(({ event }) => event === name);
  }

  json(name: string): Record<string, unknown>[] {
    return this.of(name).map(({ data }) => JSON.parse(data));
  }

  async until(condition: (reader: StreamReader) => boolean, timeoutMs = 3000): Promise<this> {
    const deadline = performance.now() + timeoutMs;
    while (!condition(this)) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0)
        throw new Error(`waited in vain; got ${JSON.stringify(this.events.map(({ event, id }) => [event, id]))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this;
  }

  has(name: string, count = 1): Promise<this> {
    return this.until((reader) => reader.of(name).length >= count);
  }

  close(): void {
    this.req.destroy();
  }

  private take(chunk: string): void {
    this.text += chunk;
    this.rest += chunk;
    const ndjson = this.response.headers['content-type'] === 'application/x-ndjson';
    const end = ndjson ? '\n' : '\n\n';
    for (let at = this.rest.indexOf(end); at >= 0; at = this.rest.indexOf(end)) {
      const block = this.rest.slice(0, at);
      this.rest = this.rest.slice(at + end.length);
      if (ndjson) {
        const { event, id, data } = JSON.parse(block);
        this.events.push({ event, id, data: typeof data === 'string' ? data : JSON.stringify(data) });
      } else this.parse(block);
    }
    this.wake();
  }

  private parse(block: string): void {
    if (/^retry: \d+$/.test(block)) {
      this.retries.push(Number(block.slice(7)));
      return;
    }
    const match = /^event: ([a-z-]+)\nid: ([a-z0-9.]+)\ndata: ([^\n\r]+)$/.exec(block);
    if (!match) throw new Error(`not an event: ${JSON.stringify(block)}`);
    this.events.push({ event: match[1], id: match[2], data: match[3] });
  }

  private wake(): void {
    for (const waiter of this.waiters.splice(0)) waiter();
  }
}
