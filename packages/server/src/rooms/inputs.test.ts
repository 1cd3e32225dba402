import { KEY } from '@touchline/shared/match';
import { describe, expect, it } from 'vitest';
import { BacklogShedder, HOLD_TICKS, type InputSource, KeptInput, SeatInputs, Stragglers } from './inputs.ts';

function queue(...frames: number[]): InputSource & { push(keys: number): void } {
  return {
    get size() {
      return frames.length;
    },
    next: () => {
      const keys = frames.shift();
      return keys === undefined ? undefined : { keys };
    },
    push: (keys) => frames.push(keys),
  };
}

describe('seat inputs', () => {
  it('takes one input a tick, in order', () => {
    const seat = new SeatInputs();
    const source = queue(KEY.up, KEY.down);
    expect(seat.take(source)).toEqual([KEY.up]);
    expect(seat.take(source)).toEqual([KEY.down]);
  });

  it('lets the last keys hold for a bounded time, then lets them go once', () => {
    const seat = new SeatInputs();
    const source = queue(KEY.right);
    seat.take(source);
    for (let i = 1; i < HOLD_TICKS; i++) expect(seat.take(source)).toEqual([]);
    expect(seat.take(source)).toEqual([0]);
    expect(seat.take(source)).toEqual([]);
  });

  it('masks a kick that was held over a reset until it is released', () => {
    const seat = new SeatInputs();
    const held = KEY.kick | KEY.right;
    const source = queue(held, held, KEY.right, held);
    expect(seat.take(source)).toEqual([held]);
    seat.settle(0); // the step was a line-up
    expect(seat.take(source)).toEqual([KEY.right]);
    seat.settle(KEY.right);
    expect(seat.take(source)).toEqual([KEY.right]);
    seat.settle(KEY.right);
    expect(seat.take(source)).toEqual([held]);
  });

  it('sheds a standing backlog, two inputs in one tick as two entries', () => {
    const seat = new SeatInputs();
    const source = queue();
    for (let i = 0; i < 10; i++) source.push(i % 2 === 0 ? KEY.kick : 0);
    let both = 0;
    for (let tick = 0; tick < 120; tick++) {
      source.push(tick % 2 === 0 ? KEY.kick : 0);
      if (seat.take(source).length === 2) both++;
    }
    expect(both).toBeGreaterThanOrEqual(8);
    expect(source.size).toBeLessThanOrEqual(2);
  });
});

describe('backlog shedder', () => {
  it('leaves jitter alone: a queue that runs dry once a window has no standing backlog', () => {
    const shedder = new BacklogShedder();
    let shed = 0;
    for (let tick = 0; tick < 600; tick++) if (shedder.shed(1 + (tick % 5))) shed++;
    expect(shed).toBe(0);
  });

  it('lets the last of those that wait go as well, once nobody has needed it for three windows', () => {
    const shedder = new BacklogShedder();
    let depth = 2;
    const sheds: number[] = [];
    for (let tick = 0; tick < 600; tick++) {
      if (!shedder.shed(depth)) continue;
      sheds.push(tick);
      depth--;
    }
    expect(sheds).toEqual([179]);
  });

  it('keeps it where the queue runs dry now and then', () => {
    const shedder = new BacklogShedder();
    let shed = 0;
    for (let tick = 0; tick < 1200; tick++) if (shedder.shed(tick % 150 === 0 ? 1 : 2)) shed++;
    expect(shed).toBe(0);
  });
});

describe('stragglers', () => {
  /** Ticks with so many inputs waiting before each; how many were passed over in each, -1 where there was none to use. */
  const play = (depths: readonly number[]) => {
    const stragglers = new Stragglers();
    return depths.map((depth) => (stragglers.ready(depth) ? stragglers.late(depth) : -1));
  };

  it('passes over what a tick was played without, so that what follows is not late as well', () => {
    expect(play([1, 1, 0, 2, 1])).toEqual([0, 0, -1, 1, 0]);
  });

  it('leaves one more to wait where ticks are missed again soon', () => {
    expect(play([1, 0, 2, 1, 1, 0, 2, 2])).toEqual([0, -1, 1, 0, 0, -1, 0, 0]);
  });

  it('passes over a stall as a whole, but never the newest', () => {
    expect(play([1, ...new Array(12).fill(0), 13, 1])).toEqual([0, ...new Array(12).fill(-1), 12, 0]);
    expect(play([1, ...new Array(60).fill(0), 10])).toEqual([0, ...new Array(60).fill(-1), 9]);
  });

  it('lets as many come in after a silence as used to wait before it', () => {
    const before = new Array(300).fill(3);
    const [first, second, third] = play([...before, 0, 0, 0, 0, 1, 2, 3]).slice(304);
    expect([first, second, third]).toEqual([-1, -1, 0]);
  });

  it('does not wait for ever for more to come', () => {
    const before = new Array(300).fill(3);
    expect(play([...before, 0, 0, 0, 0, ...new Array(7).fill(1)]).slice(304)).toEqual([...new Array(6).fill(-1), 0]);
  });
});

it('an input is kept as it came, whatever comes after it', () => {
  const arriving = new KeptInput();
  arriving.keys = KEY.up;
  const kept = arriving.clone();
  arriving.keys = KEY.kick;
  expect(kept.keys).toBe(KEY.up);
});
