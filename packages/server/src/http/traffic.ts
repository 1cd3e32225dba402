// Bytes over the wire, by what they were for. Every socket counts its own; they are added up when somebody asks.
import type { Socket } from 'node:net';

export const TRAFFIC_KINDS = ['http', 'sse', 'websocket'] as const;
/** `http`: requests and their answers, those that become streams or WebSockets included until they do. */
export type TrafficKind = (typeof TRAFFIC_KINDS)[number];

export interface Flow {
  readonly connections: number;
  /** Since the start, framing and headers included, TLS of a proxy not. */
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

interface Line {
  kind: TrafficKind;
  /** Counted for earlier kinds. */
  received: number;
  sent: number;
}

export class Traffic {
  private readonly lines = new Map<Socket, Line>();
  private readonly past: Record<TrafficKind, { received: number; sent: number }> = {
    http: { received: 0, sent: 0 },
    sse: { received: 0, sent: 0 },
    websocket: { received: 0, sent: 0 },
  };

  /** A new connection; it speaks plain HTTP until `becomes`. */
  add(socket: Socket): void {
    this.lines.set(socket, { kind: 'http', received: 0, sent: 0 });
    socket.once('close', () => {
      this.settle(socket);
      this.lines.delete(socket);
    });
  }

  /** From now on the bytes of this connection are of another kind. */
  becomes(socket: Socket, kind: TrafficKind): void {
    const line = this.settle(socket);
    if (line) line.kind = kind;
  }

  flow(kind: TrafficKind): Flow {
    let { received, sent } = this.past[kind];
    let connections = 0;
    for (const [socket, line] of this.lines) {
      if (line.kind !== kind) continue;
      connections++;
      received += socket.bytesRead - line.received;
      sent += socket.bytesWritten - line.sent;
    }
    return { connections, receivedBytes: received, sentBytes: sent };
  }

  private settle(socket: Socket): Line | undefined {
    const line = this.lines.get(socket);
    if (!line) return undefined;
    const past = this.past[line.kind];
    past.received += socket.bytesRead - line.received;
    past.sent += socket.bytesWritten - line.sent;
    line.received = socket.bytesRead;
    line.sent = socket.bytesWritten;
    return line;
  }
}
