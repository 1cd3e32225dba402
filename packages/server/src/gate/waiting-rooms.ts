// The queues of all rooms, with a clock: looks what has become free, and tells everybody who waits when his standing changes.
import type { QueueEnd, QueueShut } from '@touchline/shared/protocol';
import { type Comer, SeatQueue, type Seats, type Standing } from './queue.ts';

/** What one who waits is told: at once, at every change, and at the end. */
export type Told = NonNullable<Standing> | { readonly kind: 'end'; readonly reason: QueueEnd['reason'] };

interface Watcher {
  readonly tell: (told: Told) => void;
  last: string;
}

interface Waiting {
  readonly queue: SeatQueue;
  /** Open streams by ticket. */
  readonly watchers: Map<string, Watcher>;
}

export interface Surroundings {
  seatsOf(roomId: string): Seats | QueueShut;
  /** Random, not to be guessed. */
  newTicket(): string;
  /** Milliseconds that never go back. */
  now(): number;
}

const LOOK_MS = 200;

export class WaitingRooms {
  private readonly rooms = new Map<string, Waiting>();
  private readonly around: Surroundings;
  private readonly timer: NodeJS.Timeout;

  constructor(around: Surroundings) {
    this.around = around;
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
  }

  /** People in all queues. */
  get size(): number {
    let size = 0;
    for (const { queue } of this.rooms.values()) size += queue.size;
    return size;
  }

  /** May this one have a seat of the room now? */
  admits(roomId: string, comer: Comer): boolean {
    const seats = this.around.seatsOf(roomId);
    if (typeof seats === 'string') return false;
    // Without a queue there is nobody to be remembered.
    const queue = this.rooms.get(roomId)?.queue ?? new SeatQueue();
    return queue.admits(comer, seats, this.around.now());
  }

  /** Queues up; the ticket, or null when the queue is full. */
  enter(roomId: string, comer: Comer): string | null {
    const waiting = this.rooms.get(roomId) ?? { queue: new SeatQueue(), watchers: new Map() };
    this.rooms.set(roomId, waiting);
    return waiting.queue.enter(comer, this.around.newTicket(), this.around.now());
  }

  /** Places and kept seats of one household in the room's queue, without those of `but`. */
  heldBy(roomId: string, address: string, but: string): number {
    return this.rooms.get(roomId)?.queue.heldBy(address, but) ?? 0;
  }

  /** Is a freed seat of the room kept for him? */
  keepsSeat(roomId: string, key: string): boolean {
    return this.rooms.get(roomId)?.queue.keepsSeat(key) ?? false;
  }

  /** He has passed the gate and is on his way to his seat. */
  pass(roomId: string, key: string): void {
    this.rooms.get(roomId)?.queue.pass(key, this.around.now());
  }

  /** He sits. */
  seated(roomId: string, key: string): void {
    const waiting = this.rooms.get(roomId);
    if (!waiting) return;
    waiting.queue.seated(key);
    this.tellAll(waiting, 'seated');
  }

  /** `ticket`: what somebody says that he has. */
  has(roomId: string, ticket: string): boolean {
    return this.rooms.get(roomId)?.queue.has(ticket) ?? false;
  }

  /**
   * A stream for the ticket is open: `tell` is called now and whenever its standing changes, for the last time with `end`.
   * Returns what to do when the stream is closed. The ticket's newest stream counts; the one before is ended.
   */
  watch(roomId: string, ticket: string, tell: (told: Told) => void): () => void {
    const waiting = this.rooms.get(roomId);
    if (!waiting?.queue.connect(ticket)) {
      tell({ kind: 'end', reason: 'missed' });
      return () => {};
    }
    waiting.watchers.get(ticket)?.tell({ kind: 'end', reason: 'elsewhere' });
    const watcher: Watcher = { tell, last: '' };
    waiting.watchers.set(ticket, watcher);
    this.review(roomId, waiting);
    return () => {
      if (waiting.watchers.get(ticket) !== watcher) return;
      waiting.watchers.delete(ticket);
      waiting.queue.disconnect(ticket, this.around.now());
    };
  }

  /** Whoever waits is told that the server ends: his page asks again when it is back. */
  stop(): void {
    clearInterval(this.timer);
    for (const [roomId, waiting] of this.rooms) this.dissolve(roomId, waiting, 'server-closing');
  }

  private look(): void {
    for (const [roomId, waiting] of this.rooms) this.review(roomId, waiting);
  }

  private review(roomId: string, waiting: Waiting): void {
    const seats = this.around.seatsOf(roomId);
    if (typeof seats === 'string') return this.dissolve(roomId, waiting, seats);
    waiting.queue.settle(seats, this.around.now());
    this.tellAll(waiting, 'missed');
    if (waiting.queue.size === 0) this.rooms.delete(roomId);
  }

  private dissolve(roomId: string, { watchers }: Waiting, reason: QueueShut): void {
    this.rooms.delete(roomId);
    for (const { tell } of watchers.values()) tell({ kind: 'end', reason });
    watchers.clear();
  }

  /** `why`: the reason for those who are no longer in the queue. */
  private tellAll({ queue, watchers }: Waiting, why: QueueEnd['reason']): void {
    for (const [ticket, watcher] of watchers) {
      const told: Told = queue.standing(ticket) ?? { kind: 'end', reason: why };
      const text = JSON.stringify(told);
      if (text === watcher.last) continue;
      watcher.last = text;
      if (told.kind === 'end') watchers.delete(ticket);
      watcher.tell(told);
    }
  }
}
