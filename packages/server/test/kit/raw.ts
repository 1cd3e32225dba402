// Below every client library: bytes on a socket, for what no honest client would send.
import { connect, type Socket } from 'node:net';
import type { Running } from '../../src/main.ts';
import { signedJoin } from './identity.ts';

/** First bytes of frames that clients send. */
export const CODE = { join: 10, leave: 12, data: 13, ping: 18 } as const;

/** Sends text, and resolves to all that comes back until the server closes or `ms` are over. */
export function exchange(port: number, text: string, ms = 2000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const timer = setTimeout(() => socket.destroy(), ms);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
    socket.write(text);
  });
}

let strangers = 0;
/** Says that the request comes from an address that nobody has used yet; the server must trust `loopback`. */
export const fromAnywhere = () => ({ 'X-Forwarded-For': `10.${++strangers & 255}.${strangers >> 8}.1` });

/** Asks the matchmaker for a seat; the session id, or the refusal. */
export async function reserve(
  server: Pick<Running, 'url'>,
  roomId: string,
  options: unknown,
  headers: Record<string, string> = fromAnywhere(),
): Promise<string> {
  const answer = await fetch(`${server.url}/matchmake/joinById/${roomId}`, {
    method: 'POST',
    body: JSON.stringify(options),
    headers: { 'content-type': 'application/json', ...headers },
  });
  const { sessionId, error } = (await answer.json()) as { sessionId?: string; error?: string };
  if (sessionId === undefined) throw new Error(error);
  return sessionId;
}

/** A seat in a room, behind a bare WebSocket: nothing is answered or sent by itself. */
export class RawSeat {
  readonly socket: Socket;
  received = '';
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.received = (this.received + chunk.toString('latin1')).slice(-10_000);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
    });
  }

  static async take(
    server: Pick<Running, 'url' | 'port'>,
    roomId: string,
    nick = 'Raw',
    headers: Record<string, string> = fromAnywhere(),
  ): Promise<RawSeat> {
    const options = await signedJoin(server.url, roomId, { nick }, headers);
    return RawSeat.open(server.port, roomId, await reserve(server, roomId, options, headers), headers);
  }

  /** With a reservation in hand. */
  static open(port: number, roomId: string, sessionId: string, headers: Record<string, string>): RawSeat {
    const socket = connect(port, '127.0.0.1');
    const lines = Object.entries({
      Host: 'localhost',
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /x/${roomId}?sessionId=${sessionId} HTTP/1.1\r\n${lines.join('')}\r\n`);
    return new RawSeat(socket);
  }

  /** First byte of the first frame that came: what the room has said to the one who knocked; undefined before that. */
  get answer(): number | undefined {
    const frames = this.received.split('\r\n\r\n').slice(1).join('\r\n\r\n');
    const at = frames.charCodeAt(1) < 126 ? 2 : 4;
    return frames.length > at ? frames.charCodeAt(at) : undefined;
  }

  /** One whole masked frame; `opcode` 2 is binary. */
  send(bytes: Uint8Array, opcode = 2): void {
    if (this.closed) return;
    const length =
      bytes.length < 126
        ? [0x80 | bytes.length]
        : bytes.length < 65_536
          ? [0xfe, bytes.length >> 8, bytes.length & 255]
          : [0xff, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (bytes.length >> shift) & 255)];
    // A mask of zeros leaves the bytes as they are.
    this.socket.write(Buffer.concat([Buffer.from([0x80 | opcode, ...length, 0, 0, 0, 0]), bytes]));
  }

  end(): void {
    this.socket.destroy();
  }
}
