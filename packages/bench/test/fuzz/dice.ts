// Chance with a seed, and what it does to things that were whole: the same throws in every run.
import { Random } from 'touchline/src/bots/random.ts';

/** Bytes that decoders stumble over. */
const SORE = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

export class Dice extends Random {
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(part: number): boolean {
    return this.next() < part;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  bytes(most: number): Buffer {
    return Buffer.from(Array.from({ length: this.below(most) }, () => this.below(256)));
  }

  /** A few bytes changed, taken out, put in, said twice, or the end cut off. */
  damage(whole: Uint8Array): Buffer {
    let bytes = Buffer.from(whole);
    for (let faults = 1 + this.below(4); faults > 0; faults--) {
      // Faults near the beginning reach further.
      const at = this.below(Math.min(bytes.length, this.chance(0.5) ? 64 : bytes.length) + 1);
      const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
      const kind = this.below(6);
      if (kind < 2 && at < bytes.length) bytes[at] = kind === 0 ? this.pick(SORE) : this.below(256);
      else if (kind === 2) bytes = Buffer.concat([head, tail.subarray(1 + this.below(8))]);
      else if (kind === 3) bytes = Buffer.concat([head, this.bytes(9), tail]);
      else if (kind === 4) bytes = Buffer.concat([head, tail.subarray(0, this.below(40)), tail]);
      else if (kind === 5 && this.chance(0.3)) bytes = Buffer.from(head);
    }
    return bytes;
  }
}
