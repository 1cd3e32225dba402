// Encode once, write to many. Readers are written to outside the tick that published, in slices, so that a thousand
// viewers delay no player.
import { encodeMessage, type Form, type Message } from './message.ts';
import type { Reader, Streams } from './sse.ts';

/** Writes between two looks at the event loop: about a millisecond. */
const SLICE = 64;

interface Delivery {
  readonly message: Message;
  readonly readers: readonly Reader[];
  next: number;
  readonly skipBusy: boolean;
  readonly bytes: Record<Form, () => Buffer>;
}

export class Channel {
  private readonly readers = new Set<Reader>();
  private readonly queue: Delivery[] = [];
  private scheduled: NodeJS.Immediate | undefined;
  private readonly leaveWheel: () => void;
  private readonly pingMessage: () => Message;
  private readonly onCount: (readers: number) => void;

  /** `pingMessage`: the heartbeat at this moment. `onCount` is told whenever readers come or go. */
  constructor(streams: Streams, pingMessage: () => Message, onCount: (readers: number) => void = () => undefined) {
    this.pingMessage = pingMessage;
    this.onCount = onCount;
    this.leaveWheel = streams.beat(this);
  }

  get size(): number {
    return this.readers.size;
  }

  /** From now on `reader` gets what is published; nothing published before reaches him through here, sent yet or not. */
  join(reader: Reader): void {
    this.readers.add(reader);
    reader.whenGone(() => {
      this.readers.delete(reader);
      this.onCount(this.readers.size);
    });
    this.onCount(this.readers.size);
  }

  /** `skipBusy`: a sample that the next one replaces; readers who lag are spared it. */
  publish(message: Message, skipBusy = false): void {
    if (this.readers.size === 0) return;
    const readers = [...this.readers];
    const bytes = { sse: once(message, 'sse'), ndjson: once(message, 'ndjson') };
    this.queue.push({ message, readers, next: 0, skipBusy, bytes });
    this.schedule();
  }

  /** The heartbeat. Readers who are still being sent the past have bytes flowing, and are not where its id says. */
  ping(): void {
    this.publish(this.pingMessage(), true);
  }

  /** Writes all that is published, now. */
  private flush(): void {
    while (this.queue.length > 0) this.slice(Number.POSITIVE_INFINITY);
    clearImmediate(this.scheduled);
    this.scheduled = undefined;
  }

  /** Ends every stream; readers come back at once, if they still may. */
  cut(): void {
    this.flush();
    for (const reader of [...this.readers]) reader.end('rotated');
  }

  /** Publishes a last message, ends every stream and leaves the wheel. */
  close(last: Message | null): void {
    if (last) this.publish(last);
    this.flush();
    for (const reader of [...this.readers]) reader.end('stopping');
    this.leaveWheel();
  }

  private schedule(): void {
    this.scheduled ??= setImmediate(() => {
      this.scheduled = undefined;
      this.slice(SLICE);
      if (this.queue.length > 0) this.schedule();
    });
  }

  private slice(most: number): void {
    let left = most;
    while (left > 0 && this.queue.length > 0) {
      const delivery = this.queue[0];
      const { readers, message, skipBusy, bytes } = delivery;
      while (left > 0 && delivery.next < readers.length) {
        const reader = readers[delivery.next++];
        if (!(skipBusy && reader.busy)) reader.deliver(message, bytes[reader.form]);
        left--;
      }
      if (delivery.next === readers.length) this.queue.shift();
    }
  }
}

function once(message: Message, form: Form): () => Buffer {
  let bytes: Buffer | undefined;
  return () => (bytes ??= Buffer.from(encodeMessage(message, form)));
}
