// The connections of a room's players: how far away each is, and which are no use and only cost memory.
import { randomBytes } from 'node:crypto';
import { type Client, ClientState } from '@colyseus/core';
import type { WebSocket } from 'ws';
import type { CutReason, Meter } from '../meter.ts';

const BEAT_EVERY_MS = 2000;
/** Bytes that may wait for one who does not read. */
const MAX_UNREAD_BYTES = 1 << 20;
/** A client has so long to say that it has joined; until then all that is sent to it is kept. */
const JOIN_WITHIN_MS = 10_000;

type Connected = Pick<Client, 'sessionId' | 'state' | 'ref'>;

export interface HeartbeatOptions {
  clients(): readonly Connected[];
  /** When this connection began; performance.now() time. */
  sinceMs(sessionId: string): number;
  readonly meter: Meter;
}

export class Heartbeat {
  private readonly options: HeartbeatOptions;
  private readonly timer: NodeJS.Timeout;
  private ping = { payload: randomBytes(8), sentMs: 0 };

  constructor(options: HeartbeatOptions) {
    this.options = options;
    this.timer = setInterval(() => {
      this.dropDead();
      this.pingAll();
    }, BEAT_EVERY_MS);
  }

  /** Round trips are measured here: a client is not asked how far away it is, and must echo this round's number. */
  measure(client: Connected, heard: (pingMs: number) => void): void {
    socketOf(client).on('pong', (data: Buffer) => {
      if (data.equals(this.ping.payload)) heard(performance.now() - this.ping.sentMs);
    });
  }

  /** A connection that is no use is cut; the seat is held as for any that is lost. */
  cut(client: Connected, reason: CutReason): void {
    this.options.meter.connectionCut(reason);
    socketOf(client).terminate();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private pingAll(): void {
    this.ping = { payload: randomBytes(8), sentMs: performance.now() };
    for (const client of this.options.clients()) {
      const socket = socketOf(client);
      if (socket.readyState === socket.OPEN) socket.ping(this.ping.payload);
    }
  }

  private dropDead(): void {
    const nowMs = performance.now();
    for (const client of [...this.options.clients()]) {
      const joining = client.state === ClientState.JOINING;
      if (joining && nowMs - this.options.sinceMs(client.sessionId) > JOIN_WITHIN_MS) this.cut(client, 'never-joined');
      else if (socketOf(client).bufferedAmount > MAX_UNREAD_BYTES) this.cut(client, 'never-reads');
    }
  }
}

/** The transport's own socket: `ws`, as `main.ts` chose it. */
function socketOf(client: Connected): WebSocket {
  return client.ref as unknown as WebSocket;
}
