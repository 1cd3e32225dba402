// The network between a browser and the site, as a plug that can be pulled and a line that can freeze: a TCP relay on a port of its own.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Cable {
  readonly url: string;
  private readonly server: Server;
  private readonly target: URL;
  private readonly sockets = new Set<Socket>();
  private plugged = true;
  private frozen = false;

  private constructor(server: Server, target: URL) {
    this.server = server;
    this.target = target;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => this.relay(socket));
  }

  static async to(url: string): Promise<Cable> {
    const server = createServer().listen(0);
    await once(server, 'listening');
    return new Cable(server, new URL(url));
  }

  /** Every connection breaks, and no new one is made until `plug`. */
  pull(): void {
    this.plugged = false;
    for (const socket of this.sockets) socket.destroy();
  }

  plug(): void {
    this.plugged = true;
  }

  /** Nothing passes in either direction and nobody is told, until `thaw`: new connections are made, and are as silent. */
  freeze(): void {
    this.frozen = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** All that was held back arrives now. */
  thaw(): void {
    this.frozen = false;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.pull();
    this.server.close();
    await once(this.server, 'close');
  }

  private relay(near: Socket): void {
    if (!this.plugged) {
      near.destroy();
      return;
    }
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      this.sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (chunk) => to.write(chunk));
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.frozen) from.pause();
    }
  }
}
