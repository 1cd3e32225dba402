// Which discs touched which in one step: scratch memory of the stepper, read by `match/touches.ts`. It never feeds back.

/** Pairs of disc indices (earlier, later) in the order of contact. Grows to the largest step seen and stays. */
export class Contacts {
  count = 0;
  private pairs = new Uint16Array(64);

  clear(): void {
    this.count = 0;
  }

  add(earlier: number, later: number): void {
    const at = this.count * 2;
    if (at === this.pairs.length) {
      const wider = new Uint16Array(this.pairs.length * 2);
      wider.set(this.pairs);
      this.pairs = wider;
    }
    this.pairs[at] = earlier;
    this.pairs[at + 1] = later;
    this.count++;
  }

  earlier(i: number): number {
    return this.pairs[i * 2];
  }

  later(i: number): number {
    return this.pairs[i * 2 + 1];
  }
}
