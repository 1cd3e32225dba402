// The line itself: a TCP relay of our own in front of the server that delivers every chunk when `line.ts` says.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Line, Stalls } from './line.ts';
import type { Shape } from './shape.ts';

export class Shaper {
  readonly url: string;
  /** TCP payload that has passed, WebSocket framing included. */
  bytesUp = 0;
  bytesDown = 0;
  private readonly server: Server;
  private readonly target: URL;
  private readonly shape: Shape;
  private readonly random: () => number;
  private readonly stalls: Stalls;
  private readonly sockets = new Set<Socket>();

  private constructor(server: Server, target: URL, shape: Shape, random: () => number) {
    this.server = server;
    this.target = target;
    this.shape = shape;
    this.random = random;
    this.stalls = new Stalls(shape, performance.now() + random() * shape.stallEveryMs);
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => this.relay(socket));
  }

  /** A line to the server at `url`. `random` decides jitter, loss, and when stalls begin. */
  static async to(url: string, shape: Shape, random: () => number): Promise<Shaper> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Shaper(server, new URL(url), shape, random);
  }

  /** Nothing arrives on either end for so long, from now on; after that the line stalls no more. */
  stall(ms: number): void {
    this.stalls.end(performance.now());
    this.stalls.add(performance.now(), ms);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    this.carry(near, far, (bytes) => {
      this.bytesUp += bytes;
    });
    this.carry(far, near, (bytes) => {
      this.bytesDown += bytes;
    });
  }

  private carry(from: Socket, to: Socket, count: (bytes: number) => void): void {
    const queue = new Queue(new Line(this.shape, this.stalls, this.random));
    this.sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      count(chunk.length);
      queue.pass(() => to.write(chunk));
    });
    from.on('end', () => queue.pass(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      queue.clear();
      to.destroy();
    });
  }
}

/** Runs what it is given when the line says, in order. */
class Queue {
  private readonly line: Line;
  private readonly waiting: { readonly dueMs: number; readonly deliver: () => void }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(line: Line) {
    this.line = line;
  }

  pass(deliver: () => void): void {
    this.waiting.push({ dueMs: this.line.dueMs(performance.now()), deliver });
    this.timer ??= this.wait();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.waiting.length = 0;
  }

  private wait(): NodeJS.Timeout | undefined {
    const [next] = this.waiting;
    if (!next) return undefined;
    return setTimeout(() => this.deliverDue(), Math.max(0, next.dueMs - performance.now()));
  }

  private deliverDue(): void {
    // Timers fire up to a millisecond early.
    while (this.waiting[0] && this.waiting[0].dueMs <= performance.now() + 1) this.waiting.shift()?.deliver();
    this.timer = this.wait();
  }
}
