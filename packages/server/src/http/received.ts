// How many bytes may come over WebSockets. A frame costs its handling, whatever is in it, and those that are no messages (pings,
// pongs, pieces of messages) nobody else counts: sixty thousand of them come in one piece of the network's.
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { isNear } from '../near.ts';
import { type Rate, TokenBucket } from '../token-bucket.ts';
import { PlaceLimit, type PlaceRates } from './place-limit.ts';

/** Of one connection. A player sends 540 a second, and after a break what has piled up. */
const CONNECTION: Rate = { burst: 16_384, refillMs: 1 / 4 };
/** Thirty players of a class send 16,000 a second. */
const PLACES: PlaceRates = {
  household: { burst: 96 * 1024, refillMs: 1 / 40 },
  range: { burst: 512 * 1024, refillMs: 1 / 200 },
};
/** What a connection sends is charged in pieces of so many bytes: looking at the clock and at a place costs as much as a frame. */
const PIECE_BYTES = 2048;
/** Of several pings the last alone has to be answered (RFC 6455 §5.5.3). */
const PONG_EVERY_MS = 100;

export class ReceiveLimit {
  private readonly places = new PlaceLimit(PLACES);

  /** From now on `flooded` is called when more comes than may, and the connection is ended. Answers its pings. */
  watch(socket: WebSocket, line: Socket, address: string, flooded: () => void): void {
    const bucket = new TokenBucket(CONNECTION, performance.now());
    const isFree = isNear(address);
    let uncharged = 0;
    const tooMuch = (bytes: number): boolean => {
      uncharged += bytes;
      if (uncharged < PIECE_BYTES) return false;
      const charged = uncharged;
      uncharged = 0;
      const nowMs = performance.now();
      return bucket.take(nowMs, charged) > 0 || (!isFree && this.places.take(address, nowMs, charged) > 0);
    };
    // Before the frames are taken apart.
    line.prependListener('data', ({ length }: Buffer) => {
      if (!tooMuch(length)) return;
      if (socket.readyState === socket.OPEN) flooded();
      socket.terminate();
    });
    let answeredMs = Number.NEGATIVE_INFINITY;
    socket.on('ping', (data) => {
      const nowMs = performance.now();
      if (nowMs - answeredMs < PONG_EVERY_MS) return;
      answeredMs = nowMs;
      socket.pong(data);
    });
  }
}
