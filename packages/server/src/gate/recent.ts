// How often something has happened lately, for many keys at once, in a map that cannot grow without end.

interface Slots {
  /** Number of the current slot of time. */
  slot: number;
  now: number;
  before: number;
}

/**
 * Counts per key over a window that slides: what happened in this slot of time, and of the one before as much as still lies
 * inside the window, taken as spread evenly. Exact enough to set a price by, and two numbers a key.
 */
export class Recent {
  private readonly windowMs: number;
  private readonly maxKeys: number;
  private readonly slots = new Map<string, Slots>();

  constructor(windowMs: number, maxKeys = 10_000) {
    this.windowMs = windowMs;
    this.maxKeys = maxKeys;
  }

  get size(): number {
    return this.slots.size;
  }

  add(key: string, nowMs: number): void {
    this.forgetPast(nowMs);
    const slots = this.at(key, nowMs);
    slots.now++;
    // Last used goes last, so the first of the map is the one that has rested longest.
    this.slots.delete(key);
    this.slots.set(key, slots);
    if (this.slots.size > this.maxKeys) this.slots.delete(this.slots.keys().next().value as string);
  }

  /** Happenings of the last window. */
  of(key: string, nowMs: number): number {
    const { now, before } = this.at(key, nowMs);
    return now + before * (1 - (nowMs % this.windowMs) / this.windowMs);
  }

  private forgetPast(nowMs: number): void {
    for (const key of this.slots.keys()) {
      if (this.of(key, nowMs) > 0) return;
      this.slots.delete(key);
    }
  }

  private at(key: string, nowMs: number): Slots {
    const slot = Math.floor(nowMs / this.windowMs);
    const slots = this.slots.get(key) ?? { slot, now: 0, before: 0 };
    if (slots.slot === slot) return slots;
    slots.before = slots.slot === slot - 1 ? slots.now : 0;
    slots.now = 0;
    slots.slot = slot;
    return slots;
  }
}
