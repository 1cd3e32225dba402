// A player without a screen, without the SDK and without decoding: a seat, a socket, sixty inputs a second, bytes counted.
import type { Socket } from 'node:net';
import { Protocol } from '@colyseus/core';
import { decode } from '@colyseus/schema';
import { InputEncoder } from '@colyseus/schema/input';
import { InputFrame } from '@touchline/shared/protocol';
import { WebSocket } from 'ws';
import { signedJoin } from '../../../server/test/kit/identity.ts';

/** The low bits of a frame's first byte say what it is. */
const CODE_MASK = 0x1f;

export class RawClient {
  patches = 0;
  private readonly socket: WebSocket;
  private readonly tcp: Socket;
  private readonly frame = new InputFrame();
  private readonly encoder = new InputEncoder(this.frame);

  private constructor(socket: WebSocket, tcp: Socket) {
    this.socket = socket;
    this.tcp = tcp;
  }

  /** `gated`: the room wants a key proven. `number` tells clients apart: each seems to come from an address of its own. */
  static async join(url: string, roomId: string, gated: boolean, number: number): Promise<RawClient> {
    // Neighbours in a range of addresses would share its budget.
    const address = `10.${number & 255}.${(number >> 8) & 255}.${(number >> 16) & 255}`;
    const from = { 'x-forwarded-for': address };
    const options = gated ? await signedJoin(url, roomId, { nick: `Player ${number}` }, from) : {};
    const response = await fetch(`${url}/matchmake/joinById/${roomId}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...from },
      body: JSON.stringify(options),
    });
    const seat = (await response.json()) as { processId?: string; sessionId?: string };
    if (!seat.sessionId) throw new Error(`no seat in ${roomId}: ${JSON.stringify(seat)}`);
    const origin = url.replace(/^http/, 'ws');
    const socket = new WebSocket(`${origin}/${seat.processId}/${roomId}?sessionId=${seat.sessionId}`, {
      headers: from,
    });
    return new Promise((resolve, reject) => {
      let client: RawClient | undefined;
      let refused = '';
      socket.on('error', reject);
      socket.on('close', (code) => reject(new Error(`${roomId} closed the connection: ${code} ${refused}`)));
      socket.on('upgrade', ({ socket: tcp }) => {
        client = new RawClient(socket, tcp);
      });
      socket.on('message', (data: Buffer) => {
        const code = data[0] & CODE_MASK;
        if (code === Protocol.ERROR) refused = refusalIn(data);
        if (client && code === Protocol.ROOM_STATE_PATCH) client.patches++;
        if (client && code === Protocol.JOIN_ROOM) {
          socket.send(Uint8Array.of(Protocol.JOIN_ROOM));
          resolve(client);
        }
      });
    });
  }

  /** Bytes received so far: TCP payload, framing included. */
  get bytesIn(): number {
    return this.tcp.bytesRead;
  }

  get bytesOut(): number {
    return this.tcp.bytesWritten;
  }

  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** One input, as the SDK sends it. */
  press(keys: number): void {
    this.frame.keys = keys;
    const body = this.encoder.encode();
    const message = new Uint8Array(body.length + 1);
    message[0] = Protocol.ROOM_INPUT_RELIABLE;
    message.set(body, 1);
    this.socket.send(message);
  }

  /** For good: nobody holds his seat. */
  leave(): void {
    this.socket.send(Uint8Array.of(Protocol.LEAVE_ROOM));
  }
}

/** A number, and why. */
function refusalIn(data: Buffer): string {
  const at = { offset: 1 };
  return `${decode.number(data, at)} ${decode.string(data, at)}`;
}
