import { describe, expect, it } from 'vitest';
import { type Comer, QUEUE_LIMITS, SeatQueue, type Seats } from './queue.ts';

/** A room of two with a queue, a clock that a test moves, and people known by one letter; a capital letter is a known key. */
class Door {
  readonly queue = new SeatQueue();
  nowMs = 1000;
  seats: Seats = { max: 2, held: 0, taken: 2, strangers: 2 };

  comer = (name: string): Comer => ({ key: name, known: name !== name.toLowerCase(), address: `at ${name}` });
  enter = (name: string) => this.queue.enter(this.comer(name), `ticket ${name}`, this.nowMs);
  /** Queues up and opens his stream. */
  wait = (...names: string[]) => {
    for (const name of names) {
      this.enter(name);
      this.queue.connect(`ticket ${name}`);
    }
  };
  admits = (name: string) => this.queue.admits(this.comer(name), this.seats, this.nowMs);
  settle = () => this.queue.settle(this.seats, this.nowMs);
  later = (ms: number) => {
    this.nowMs += ms;
    this.settle();
  };
  free = (count: number) => {
    this.seats = { ...this.seats, taken: this.seats.max - count, strangers: this.seats.max - count };
    this.settle();
  };
  /** The place of everybody named; `seat` for one whom a seat is kept for. */
  places = (...names: string[]) =>
    names.map((name) => {
      const standing = this.queue.standing(`ticket ${name}`);
      return standing?.kind === 'waiting' ? standing.place : (standing?.kind ?? null);
    });
}

describe('the queue', () => {
  it('counts places from one, and moves up when somebody leaves', () => {
    const door = new Door();
    door.wait('a', 'b', 'c');
    expect(door.places('a', 'b', 'c')).toEqual([1, 2, 3]);
    expect(door.queue.standing('ticket b')).toEqual({ kind: 'waiting', place: 2, waiting: 3 });
    door.queue.seated('a');
    expect(door.places('a', 'b', 'c')).toEqual([null, 1, 2]);
  });

  it('keeps a freed seat for the first, and lets nobody else have it', () => {
    const door = new Door();
    door.wait('a', 'b');
    door.free(1);
    expect(door.places('a', 'b')).toEqual(['seat', 1]);
    expect(['a', 'b', 'x'].map(door.admits)).toEqual([true, false, false]);
  });

  it('keeps a seat that is freed between two looks from one who has only just come', () => {
    const door = new Door();
    door.wait('a');
    door.seats = { ...door.seats, taken: 1, strangers: 1 };
    expect(door.admits('x')).toBe(false);
    expect(door.admits('a')).toBe(true);
  });

  it('passes the seat on when it is not taken in time, and the one who missed it is out', () => {
    const door = new Door();
    door.wait('a', 'b');
    door.free(1);
    door.later(QUEUE_LIMITS.rightMs - 1);
    expect(door.places('a', 'b')).toEqual(['seat', 1]);
    door.later(1);
    expect(door.places('a', 'b')).toEqual([null, 'seat']);
  });

  it('waits ever shorter for people who do not come, until one does', () => {
    const door = new Door();
    door.wait('a', 'b', 'c', 'd', 'e');
    const kept = (name: string) => {
      const standing = door.queue.standing(`ticket ${name}`);
      return standing?.kind === 'seat' ? standing.untilMs - door.nowMs : null;
    };
    door.free(1);
    const waits = ['a', 'b', 'c', 'd'].map((name) => {
      const ms = kept(name) ?? 0;
      door.later(ms);
      return ms;
    });
    expect(waits).toEqual([15_000, 7500, 4000, 4000]);
    door.queue.seated('e');
    door.seats = { ...door.seats, taken: 2, strangers: 2 };
    door.wait('f');
    door.free(1);
    expect(kept('f')).toBe(QUEUE_LIMITS.rightMs);
  });

  it('gives him who has passed the gate the time to sit down, once', () => {
    const door = new Door();
    door.wait('a', 'b');
    door.free(1);
    door.later(QUEUE_LIMITS.rightMs - 1);
    door.queue.pass('a', door.nowMs);
    door.later(QUEUE_LIMITS.sittingMs - 1);
    expect(door.admits('a')).toBe(true);
    door.queue.pass('a', door.nowMs);
    door.later(1);
    expect(door.places('a', 'b')).toEqual([null, 'seat']);
  });

  it('is over for him who sits, and the others keep theirs', () => {
    const door = new Door();
    door.wait('a', 'b');
    door.free(1);
    door.queue.seated('a');
    door.seats = { ...door.seats, taken: 2, strangers: 2 };
    door.settle();
    expect(door.places('a', 'b')).toEqual([null, 1]);
    expect(door.admits('b')).toBe(false);
  });

  it('keeps the place of one whose stream is closed for ten seconds', () => {
    const door = new Door();
    door.wait('a', 'b');
    door.queue.disconnect('ticket a', door.nowMs);
    door.later(QUEUE_LIMITS.awayMs - 1);
    expect(door.queue.connect('ticket a')).toBe(true);
    door.later(QUEUE_LIMITS.awayMs);
    expect(door.places('a', 'b')).toEqual([1, 2]);
    door.queue.disconnect('ticket a', door.nowMs);
    door.later(QUEUE_LIMITS.awayMs);
    expect(door.places('a', 'b')).toEqual([null, 1]);
    expect(door.queue.connect('ticket a')).toBe(false);
  });

  it('gives a freed seat to the next who is there, and the one who is away keeps his place', () => {
    const door = new Door();
    door.wait('a', 'b');
    door.queue.disconnect('ticket a', door.nowMs);
    door.free(1);
    expect(door.places('a', 'b')).toEqual([1, 'seat']);
  });

  it('has one place for a key, however often he asks', () => {
    const door = new Door();
    door.wait('a', 'b');
    expect(door.queue.enter(door.comer('a'), 'another ticket', door.nowMs)).toBe('ticket a');
    expect(door.queue.size).toBe(2);
  });

  it('is bounded, and counts what an address holds', () => {
    const door = new Door();
    for (let i = 0; i < QUEUE_LIMITS.most; i++) door.enter(String(i));
    expect(door.enter('a')).toBeNull();
    expect(door.queue.heldBy('at 7', '8')).toBe(1);
    expect(door.queue.heldBy('at 7', '7')).toBe(0);
    door.later(QUEUE_LIMITS.awayMs);
    expect(door.queue.size).toBe(0);
  });
});

describe('seats held for known keys', () => {
  const held = () => {
    const door = new Door();
    door.seats = { max: 4, held: 2, taken: 2, strangers: 2 };
    return door;
  };

  it('are for them alone', () => {
    expect(['a', 'A'].map(held().admits)).toEqual([false, true]);
  });

  it('leave a known key nothing to wait for, and strangers wait on', () => {
    const door = held();
    door.wait('a', 'A');
    door.settle();
    expect(door.places('a', 'A')).toEqual([1, 'seat']);
  });

  it('are no more than the room has: known keys fill it, then they wait before strangers', () => {
    const door = held();
    door.seats = { max: 4, held: 2, taken: 4, strangers: 2 };
    expect(door.admits('A')).toBe(false);
    door.wait('a', 'A', 'b', 'B');
    expect(door.places('A', 'B', 'a', 'b')).toEqual([1, 2, 3, 4]);
    door.seats = { ...door.seats, taken: 3, strangers: 1 };
    door.settle();
    expect(door.places('A', 'B', 'a', 'b')).toEqual(['seat', 1, 2, 3]);
  });

  it('do not stand in the way of a stranger when a stranger goes', () => {
    const door = held();
    door.wait('a', 'b');
    door.seats = { ...door.seats, taken: 1, strangers: 1 };
    door.settle();
    expect(door.places('a', 'b')).toEqual(['seat', 1]);
  });
});
