// The input side of a seat's connection: keys out, acknowledgements in, and how long the way is. No screen, no browser: the
// network laboratory sits behind the same link.
import { ALL_KEYS } from '@touchline/shared/match';
import { MAX_BACKLOG, type RoomState } from '@touchline/shared/protocol';
import type { InputHandle, Room } from 'colyseus.js';
import type { InputLink } from './prediction.ts';

/** The SDK's input handle as prediction sees it, and the round trips that it shows. */
export class RoomLink implements InputLink {
  rttMs = 0;
  jitterMs = 0;
  private readonly room: Room<unknown, RoomState>;
  private handle: InputHandle<{ keys: number }> | null = null;
  private readonly sentMs = new Float64Array(256);
  private measured = 0;

  constructor(room: Room<unknown, RoomState>) {
    this.room = room;
  }

  get acked(): number {
    return Math.max(0, this.handle?.lastProcessed ?? 0);
  }

  send(keys: number): number {
    if (this.room.reconnection.isReconnecting || !this.room.connection.isOpen) return 0;
    this.handle ??= this.room.input<{ keys: number }>();
    if (this.handle.pendingCount >= MAX_BACKLOG) return 0;
    this.handle.data.keys = keys & ALL_KEYS;
    this.handle.send();
    const seq = this.handle.sentCount;
    this.sentMs[seq % this.sentMs.length] = performance.now();
    return seq;
  }

  /** From send to acknowledgement: what a player feels, the jitter buffer included. */
  measure(acked: number): void {
    if (acked <= this.measured) return;
    this.measured = acked;
    const sampleMs = performance.now() - this.sentMs[acked % this.sentMs.length];
    this.jitterMs += (Math.abs(sampleMs - this.rttMs) - this.jitterMs) / 16;
    this.rttMs += (sampleMs - this.rttMs) / (this.rttMs === 0 ? 1 : 8);
  }

  restart(): void {
    this.measured = 0;
  }
}
