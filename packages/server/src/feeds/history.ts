// The recent messages of a feed, by position. Bounded; a reader whose position has fallen out of it is told so.
import type { Message } from './message.ts';

/** What a remembered message costs beside its data: its objects, its id. */
const OVERHEAD_BYTES = 220;

interface Entry {
  readonly at: number;
  readonly message: Message;
}

/** Stands where one was: the array is shortened now and then only, the memory must be free at once. */
const FORGOTTEN: Entry = { at: Number.NEGATIVE_INFINITY, message: { event: '', id: '', data: '', json: false } };

/** Positions are numbers that only grow: a tick, a count. */
export class History {
  /** Whoever has read up to here, or further, can be served without a gap. */
  floor: number;
  bytes = 0;
  private entries: Entry[] = [];
  private first = 0;

  constructor(floor: number) {
    this.floor = floor;
  }

  push(at: number, message: Message): void {
    this.entries.push({ at, message });
    this.bytes += cost(message);
  }

  /** All after position `at`, oldest first; null when some of it is no longer known. */
  since(at: number): Message[] | null {
    if (at < this.floor) return null;
    let low = this.first;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.entries[middle].at <= at) low = middle + 1;
      else high = middle;
    }
    return this.entries.slice(low).map((entry) => entry.message);
  }

  /** Forgets everything up to position `at`. */
  forget(at: number): void {
    while (this.first < this.entries.length && this.entries[this.first].at <= at) {
      this.drop();
    }
    this.floor = Math.max(this.floor, at);
    this.compact();
  }

  /** Forgets the oldest until no more than `maxBytes` are kept. */
  trim(maxBytes: number): void {
    while (this.bytes > maxBytes && this.first < this.entries.length) {
      this.floor = this.drop().at;
    }
    this.compact();
  }

  private drop(): Entry {
    const oldest = this.entries[this.first];
    this.entries[this.first++] = FORGOTTEN;
    this.bytes -= cost(oldest.message);
    return oldest;
  }

  private compact(): void {
    if (this.first < 1024 && this.first < this.entries.length) return;
    this.entries = this.entries.slice(this.first);
    this.first = 0;
  }
}

function cost(message: Message): number {
  return message.data.length + OVERHEAD_BYTES;
}
