// Nobody gets anything out of a bad line, or out of making his own bad: a room loop, and two people at lines of any kind.
import { createState, findPlayer, KEY } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { describe, expect, it } from 'vitest';
import { SeatInputs } from './inputs.ts';
import { RoomLoop } from './room-loop.ts';

const classic = stockStadium('Classic') as Stadium;
const TICK_MS = 1000 / 60;
const { acceleration } = classic.pitch.player;

/** Somebody in a match on Classic; `send` puts inputs into his buffer, as they arrive. */
class Person {
  readonly id: number;
  private readonly waiting: number[] = [];
  private readonly loop: RoomLoop;

  constructor(loop: RoomLoop, team: 1 | 2) {
    this.loop = loop;
    this.id = loop.reservePlayerId();
    loop.submit({ type: 'join', id: this.id, name: `p${this.id}`, avatar: '', bot: false });
    loop.submit({ type: 'team', id: this.id, team, by: 0 });
    const { waiting } = this;
    const source = {
      get size() {
        return waiting.length;
      },
      next: () => {
        const keys = waiting.shift();
        return keys === undefined ? undefined : { keys };
      },
    };
    loop.seats.set(this.id, { playerId: this.id, key: '', inputs: new SeatInputs(), source });
  }

  send(...keys: number[]): void {
    this.waiting.push(...keys);
  }

  get depth(): number {
    return this.waiting.length;
  }

  get x(): number {
    return this.loop.state.world.x[this.disc];
  }

  /** What the keys did in the last tick: the change of speed across the pitch but for damping. */
  push(before: number): number {
    const { vy, damping } = this.loop.state.world;
    return Math.abs(vy[this.disc] / damping[this.disc] - before);
  }

  /** Across the pitch. */
  get speed(): number {
    return this.loop.state.world.vy[this.disc];
  }

  private get disc(): number {
    return findPlayer(this.loop.state, this.id)?.disc ?? -1;
  }
}

function match(): { loop: RoomLoop; red: Person; blue: Person } {
  const loop = new RoomLoop(createState(classic), new Map([[classic.hash, classic]]));
  const red = new Person(loop, 1);
  const blue = new Person(loop, 2);
  loop.submit({ type: 'start', by: 0 });
  loop.tick(true);
  return { loop, red, blue };
}

describe('fairness', () => {
  it('gives a player with 250 ms nothing: the same keys take him as far, later', () => {
    const { loop, red, blue } = match();
    const lateTicks = Math.round(125 / TICK_MS);
    const start = red.x;
    const way: number[] = [];
    for (let tick = 0; tick < 60; tick++) {
      red.send(KEY.left);
      if (tick >= lateTicks) blue.send(KEY.right);
      else blue.send(0);
      loop.tick(true);
      way.push(start - red.x);
      // The pitch is a mirror, and so are the two.
      expect(blue.x + start).toBeCloseTo(tick >= lateTicks ? way[tick - lateTicks] : 0, 9);
    }
  });

  it('moves a tick by one input alone, however many have come', () => {
    const { loop, red } = match();
    let sent = 0;
    // To and fro, away from walls and ball.
    const next = () => ((sent++ >> 3) % 2 === 0 ? KEY.up : KEY.down);
    red.send(next());
    for (let tick = 0; tick < 240; tick++) {
      // Nothing for a while, then everything at once; and twice as many as there are ticks.
      const count = tick > 120 ? 2 : tick % 40 === 39 ? 40 : 0;
      red.send(...Array.from({ length: count }, next));
      const before = red.speed;
      loop.tick(true);
      expect(red.push(before)).toBeLessThan(acceleration + 1e-9);
    }
  });

  it('gains nothing by a switched line: what was held back moves nobody, and no delay is left of it', () => {
    const { loop, red } = match();
    const start = red.x;
    for (let tick = 0; tick < 30; tick++) {
      red.send(0);
      loop.tick(true);
    }
    for (let tick = 0; tick < 60; tick++) loop.tick(true);
    expect(red.x).toBe(start);
    red.send(...new Array(60).fill(KEY.left));
    loop.tick(true);
    // One tick of running, not sixty.
    expect(start - red.x).toBeLessThan(acceleration + 1e-9);
    expect(red.depth).toBe(0);
    // From now on he is where anybody is who begins to run now.
    const honest = match();
    honest.loop.tick(true);
    const from = honest.red.x;
    honest.red.send(KEY.left);
    honest.loop.tick(true);
    for (let tick = 0; tick < 60; tick++) {
      red.send(KEY.left);
      honest.red.send(KEY.left);
      loop.tick(true);
      honest.loop.tick(true);
      expect(start - red.x).toBeCloseTo(from - honest.red.x, 9);
    }
  });

  it('gains nothing by sending early: what waits is only played later', () => {
    const { loop, red } = match();
    let most = 0;
    for (let tick = 0; tick < 600; tick++) {
      red.send(KEY.left, ...(tick % 2 === 0 ? [KEY.left] : []));
      loop.tick(true);
      most = Math.max(most, red.depth);
    }
    // It is shed faster than it grows.
    expect(most).toBeLessThan(64);
  });
});
