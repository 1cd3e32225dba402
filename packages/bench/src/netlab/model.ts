// The laboratory without processes, sockets and waiting: the server's own room loop and the client's own prediction on a
// clock that is only counted. The same plan gives the same run on every machine, which is what tests and tuning need.
import { createState } from '@touchline/shared/match';
import { MAX_BACKLOG } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import { SeatInputs } from 'touchline/src/rooms/inputs.ts';
import { RoomLoop, type Seat } from 'touchline/src/rooms/room-loop.ts';
import type { InputLink } from '../../../client/src/net/prediction.ts';
import { dice } from './dice.ts';
import { Line, Stalls } from './line.ts';
import { longStalls, type Plan, REST_MS, type Run, STALLS_TAKE_MS, WARM_UP_MS } from './run.ts';
import { LabSeat } from './seat.ts';
import type { Trace } from './trace.ts';

const STEP_MS = 1000 / 60;
/** As the server's transport buffers. */
const MAX_BUFFERED = MAX_BACKLOG + 4;
/** A quartz is right to so many parts in a million. */
const DRIFT_PPM = 100;

/** Plays a plan through; no time passes. */
export function runModel(plan: Plan): Run {
  const classic = stockStadium('Classic');
  if (!classic) throw new Error('no Classic');
  const stadiums = new Map([[classic.hash, classic]]);
  const events = new Timeline();
  const loop = new RoomLoop(createState(classic), stadiums);
  const random = dice(plan.seed);
  const depths: number[] = [];
  const seats: ModelSeat[] = [];
  const fromMs = WARM_UP_MS;
  const untilMs = fromMs + plan.seconds * 1000;
  const stallsFromMs = untilMs + REST_MS;
  const endMs = stallsFromMs + STALLS_TAKE_MS;
  const long = longStalls(plan.players);

  for (let i = 0; i < plan.players; i++) {
    const held = new Stalls(plan.shape, random() * plan.shape.stallEveryMs);
    held.end(stallsFromMs);
    held.add(stallsFromMs, long[i].ms);
    const id = loop.reservePlayerId();
    loop.submit({ type: 'join', id, name: `player ${id}`, avatar: '', bot: false });
    loop.submit({ type: 'team', id, team: i % 2 === 0 ? 1 : 2, by: 0 });
    const seat = new ModelSeat(id, plan.seed * 100 + i, events, loop, held, plan, random);
    seats.push(seat);
    loop.seats.set(id, seat.server);
  }
  loop.submit({ type: 'limits', scoreLimit: 0, timeLimit: 0, by: 0 });
  loop.submit({ type: 'start', by: 0 });

  const tick = (nowMs: number): void => {
    loop.tick(true);
    const { tick: number, batch, hash, keyframe } = loop.sync;
    for (const seat of seats) {
      seat.tell({ tick: number, batch, hash, keyframe: number === 1 ? keyframe : '' }, nowMs);
      if (nowMs >= fromMs && nowMs < untilMs) depths.push(seat.waiting.length);
    }
    if (nowMs < endMs) events.at(nowMs + STEP_MS, tick);
  };
  events.at(0, tick);
  seats.forEach((seat, i) => {
    // Displays are neither in step with the server nor with each other, and their quartzes run fast or slow.
    const periodMs = STEP_MS * (1 + (((i % 3) - 1) * DRIFT_PPM) / 1e6);
    const frame = (nowMs: number): void => {
      seat.page.frame(nowMs);
      if (nowMs < endMs) events.at(nowMs + periodMs, frame);
    };
    events.at(random() * STEP_MS, frame);
  });
  events.run();
  return {
    traces: seats.map(({ page }) => page.trace() as Trace),
    ...{ fromMs, untilMs, stalls: long, stallsFromMs, depths },
    bytesPerSecond: null,
    latenessMs: 0,
    divergences: seats.reduce((sum, { page }) => sum + page.divergences, 0),
  };
}

/** A page, a line, and the end of it on the server. */
class ModelSeat {
  readonly page: LabSeat;
  readonly server: Seat;
  readonly waiting: number[] = [];
  private readonly events: Timeline;
  private readonly down: Line;
  private used = 0;
  private acked = 0;

  constructor(
    playerId: number,
    seed: number,
    events: Timeline,
    loop: RoomLoop,
    stalls: Stalls,
    { shape }: Plan,
    random: () => number,
  ) {
    this.events = events;
    this.down = new Line(shape, stalls, random);
    const up = new Line(shape, stalls, random);
    const { waiting } = this;
    const take = (): { readonly keys: number } | undefined => {
      const keys = waiting.shift();
      if (keys === undefined) return undefined;
      this.used++;
      return { keys };
    };
    const source = {
      get size() {
        return waiting.length;
      },
      next: take,
    };
    this.server = { playerId, key: '', inputs: new SeatInputs(), source };
    let sent = 0;
    const seat = this;
    const link: InputLink = {
      send: (keys) => {
        if (sent - seat.acked >= MAX_BACKLOG) return 0;
        events.at(up.dueMs(events.nowMs), () => {
          if (waiting.length < MAX_BUFFERED) waiting.push(keys);
        });
        return ++sent;
      },
      get acked() {
        return seat.acked;
      },
    };
    this.page = new LabSeat(link, new Map([[loop.state.stadium.hash, loop.state.stadium]]), seed);
    this.page.welcome(playerId);
  }

  /** One patch, as it leaves the server. */
  tell(patch: { tick: number; batch: string; hash: string; keyframe: string }, nowMs: number): void {
    const ack = this.used;
    this.events.at(this.down.dueMs(nowMs), (atMs) => {
      this.acked = ack;
      this.page.patch({ ...patch, ack }, atMs);
    });
  }
}

type Happen = (nowMs: number) => void;

/** What happens when, in order; at the same moment in the order in which it was said. */
class Timeline {
  nowMs = 0;
  private readonly waiting: { readonly atMs: number; readonly happen: Happen }[] = [];

  at(atMs: number, happen: Happen): void {
    const { waiting } = this;
    let i = waiting.length;
    while (i > 0 && waiting[i - 1].atMs > atMs) i--;
    waiting.splice(i, 0, { atMs, happen });
  }

  run(): void {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      this.nowMs = next.atMs;
      next.happen(next.atMs);
    }
  }
}
