// Who waits for a seat of one room, in which order, and whom a freed seat is kept for. Knows no clock and no sockets: the shell
// (`waiting-room.ts`) brings both. Nothing here ever takes a seat from somebody who has one.
import { sameSecret } from '../secret.ts';

/** The seats of the room as they are taken now; one that waits for a player who lost his connection is taken. */
export interface Seats {
  readonly max: number;
  /** Kept free of strangers. */
  readonly held: number;
  readonly taken: number;
  /** Of those, by people whose keys are not known. */
  readonly strangers: number;
}

/** One who asks for a seat. `address`: what counts as one household. */
export interface Comer {
  readonly key: string;
  readonly known: boolean;
  readonly address: string;
}

/** What a ticket is worth now. Null: nothing, any more. */
export type Standing =
  /** `place`: 1 is next; `waiting`: people in the queue, himself included. */
  | { readonly kind: 'waiting'; readonly place: number; readonly waiting: number }
  /** A seat is kept for him; `untilMs`: no longer than this. */
  | { readonly kind: 'seat'; readonly untilMs: number }
  | null;

export const QUEUE_LIMITS = {
  /** People who may wait for one room. */
  most: 100,
  /** The place of one whose stream is closed is kept so long. */
  awayMs: 10_000,
  /** A freed seat is kept so long for the one whose turn it is; … */
  rightMs: 15_000,
  /** … after each that nobody took only half as long, but so long at least: people who do not come must not keep a seat empty. */
  leastRightMs: 4000,
  /** Once he has passed the gate he has so long to sit down. */
  sittingMs: 10_000,
} as const;

interface Entry extends Comer {
  readonly ticket: string;
  /** Since when his stream is closed; null: it is open. */
  awaySinceMs: number | null;
  /** A seat is kept for him until then; null: he waits. */
  rightUntilMs: number | null;
  passed: boolean;
}

export class SeatQueue {
  /** In the order of coming. */
  private entries: Entry[] = [];
  private rightMs: number = QUEUE_LIMITS.rightMs;

  get size(): number {
    return this.entries.length;
  }

  /** Places and kept seats of one address, without those of `but`. */
  heldBy(address: string, but: string): number {
    return this.entries.filter((entry) => entry.address === address && entry.key !== but).length;
  }

  /** Queues up, with `ticket` unless this key has one already: his ticket, or null when the queue is full. */
  enter(comer: Comer, ticket: string, nowMs: number): string | null {
    const entry = this.entries.find(({ key }) => key === comer.key);
    if (entry) return entry.ticket;
    if (this.entries.length >= QUEUE_LIMITS.most) return null;
    this.entries.push({ ...comer, ticket, awaySinceMs: nowMs, rightUntilMs: null, passed: false });
    return ticket;
  }

  /** His stream is open. False: the ticket is worth nothing. */
  connect(ticket: string): boolean {
    const entry = this.byTicket(ticket);
    if (entry) entry.awaySinceMs = null;
    return entry !== undefined;
  }

  disconnect(ticket: string, nowMs: number): void {
    const entry = this.byTicket(ticket);
    if (entry) entry.awaySinceMs = nowMs;
  }

  /** He has a seat. */
  seated(key: string): void {
    if (this.keepsSeat(key)) this.rightMs = QUEUE_LIMITS.rightMs;
    this.entries = this.entries.filter((entry) => entry.key !== key);
  }

  /** Is it anybody's? Asked with what a stranger sends, so how long it takes must not tell how near he came. */
  has(ticket: string): boolean {
    return this.entries.some((entry) => sameSecret(ticket, entry.ticket));
  }

  standing(ticket: string): Standing {
    const entry = this.byTicket(ticket);
    if (!entry) return null;
    if (entry.rightUntilMs !== null) return { kind: 'seat', untilMs: entry.rightUntilMs };
    const line = this.line();
    return { kind: 'waiting', place: line.indexOf(entry) + 1, waiting: line.length };
  }

  /** May this one have a seat now? Whoever waits goes before one who has only just come. */
  admits({ key, known }: Comer, seats: Seats, nowMs: number): boolean {
    this.settle(seats, nowMs);
    return this.keepsSeat(key) || this.free(seats, known) > 0;
  }

  /** Is a freed seat kept for this one? */
  keepsSeat(key: string): boolean {
    return this.entries.some((entry) => entry.key === key && entry.rightUntilMs !== null);
  }

  /** He is on his way from the gate to his seat: the right lasts until he can be there. Once: or it would last for ever. */
  pass(key: string, nowMs: number): void {
    const entry = this.entries.find((waiting) => waiting.key === key);
    if (!entry || entry.rightUntilMs === null || entry.passed) return;
    entry.passed = true;
    entry.rightUntilMs = Math.max(entry.rightUntilMs, nowMs + QUEUE_LIMITS.sittingMs);
  }

  /** Forgets those who went away and rights that nobody used; keeps freed seats for the next who are there. */
  settle(seats: Seats, nowMs: number): void {
    this.entries = this.entries.filter(({ awaySinceMs, rightUntilMs }) => {
      if (rightUntilMs === null) return awaySinceMs === null || nowMs - awaySinceMs < QUEUE_LIMITS.awayMs;
      if (nowMs < rightUntilMs) return true;
      this.rightMs = Math.max(this.rightMs / 2, QUEUE_LIMITS.leastRightMs);
      return false;
    });
    for (const entry of this.line()) {
      // One who is away keeps his place, but a seat would stay empty for him.
      if (entry.awaySinceMs !== null || this.free(seats, entry.known) <= 0) continue;
      entry.rightUntilMs = nowMs + this.rightMs;
    }
  }

  /** Those who wait, the next one first: known keys before strangers. */
  private line(): Entry[] {
    const waiting = this.entries.filter(({ rightUntilMs }) => rightUntilMs === null);
    return [...waiting.filter(({ known }) => known), ...waiting.filter(({ known }) => !known)];
  }

  /** Seats that nobody sits in and nobody has a right to. */
  private free({ max, held, taken, strangers }: Seats, known: boolean): number {
    const rights = this.entries.filter(({ rightUntilMs }) => rightUntilMs !== null);
    const free = max - taken - rights.length;
    const forStrangers = max - held - strangers - rights.filter((right) => !right.known).length;
    return known ? free : Math.min(free, forStrangers);
  }

  private byTicket(ticket: string): Entry | undefined {
    return this.entries.find((entry) => entry.ticket === ticket);
  }
}
