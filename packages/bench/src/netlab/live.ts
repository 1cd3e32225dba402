// The laboratory for real: the whole server in a process of its own, SDK clients, and a shaped line between each and the server.
import { setTimeout as wait } from 'node:timers/promises';
import type { RoomState, Welcome } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import type { Room } from 'colyseus.js';
import { runOnGrid } from 'touchline/src/rooms/grid-loop.ts';
import { RoomLink } from '../../../client/src/net/room-link.ts';
import { Child } from '../load/child.ts';
import type { FootballServer } from '../load/football-server.ts';
import { quantile } from '../measure.ts';
import { dice } from './dice.ts';
import { takeSeat } from './join.ts';
import { longStalls, type Plan, REST_MS, type Run, STALLS_TAKE_MS, WARM_UP_MS } from './run.ts';
import { LabSeat } from './seat.ts';
import { Shaper } from './shaper.ts';
import type { Trace } from './trace.ts';

const FRAME_MS = 1000 / 60;
const SEATED_WITHIN_MS = 15_000;

/** Plays a plan through; it takes as long as it says. `brief`: a look, without the long stalls and with less to warm up. */
export async function runLive(plan: Plan, { brief = false }: { readonly brief?: boolean } = {}): Promise<Run> {
  const server = new Child<FootballServer>(new URL('../load/football-server.ts', import.meta.url));
  const players: LivePlayer[] = [];
  try {
    const { url, rooms } = await server.ask('open', { count: 1 });
    const seats = Array.from({ length: plan.players }, (_, i) => LivePlayer.join(url, rooms[0], i, plan));
    players.push(...(await Promise.all(seats)));
    await seated(players, plan.players);
    await server.ask('kickOff', null as never);
    await wait(brief ? WARM_UP_MS / 3 : WARM_UP_MS);

    const fromMs = performance.now();
    const before = players.map(({ bytes }) => bytes());
    const depths = await server.ask('depths', { ms: plan.seconds * 1000 });
    const untilMs = performance.now();
    const passed = players.map(({ bytes }, i) => ({
      up: bytes().up - before[i].up,
      down: bytes().down - before[i].down,
    }));
    const perSecond = (sum: number) => (sum * 1000) / (untilMs - fromMs) / plan.players;
    if (!brief) await wait(REST_MS);

    const stallsFromMs = performance.now();
    const long = brief ? [] : longStalls(plan.players);
    for (const { seat, ms } of long) players[seat].stall(ms);
    await wait(brief ? plan.shape.rttMs * 2 : STALLS_TAKE_MS);
    return {
      traces: players.map((player) => player.trace()),
      ...{ fromMs, untilMs, stalls: long, stallsFromMs, depths },
      bytesPerSecond: {
        up: perSecond(passed.reduce((sum, { up }) => sum + up, 0)),
        down: perSecond(passed.reduce((sum, { down }) => sum + down, 0)),
      },
      latenessMs: quantile(
        players.flatMap(({ latenesses }) => latenesses),
        0.99,
      ),
      divergences: players.reduce((sum, { divergences }) => sum + divergences, 0),
    };
  } finally {
    for (const player of players) await player.leave();
    await server.end();
  }
}

async function seated(players: readonly LivePlayer[], count: number): Promise<void> {
  const endMs = performance.now() + SEATED_WITHIN_MS;
  while (!players.every(({ seen }) => seen() === count)) {
    if (performance.now() > endMs) throw new Error(`not all of ${count} players found a seat`);
    await wait(20);
  }
}

/** Somebody at the far end of a line of his own. */
class LivePlayer {
  private readonly page: LabSeat;
  private readonly room: Room<unknown, RoomState>;
  private readonly line: Shaper;
  private readonly link: RoomLink;
  /** Of every frame, in ms. */
  readonly latenesses: number[] = [];
  private readonly stopDisplay: () => void;

  private constructor(room: Room<unknown, RoomState>, line: Shaper, seed: number) {
    this.room = room;
    this.line = line;
    this.link = new RoomLink(room);
    const classic = stockStadium('Classic');
    if (!classic) throw new Error('no Classic');
    const page = new LabSeat(this.link, new Map([[classic.hash, classic]]), seed);
    this.page = page;
    // A line that breaks ends the run: it has nothing to say about play.
    room.reconnection.enabled = false;
    room.onMessage<Welcome>('welcome', ({ playerId }) => page.welcome(playerId));
    // What else is told is for screens.
    room.onMessage('*', () => {});
    room.onStateChange(({ tick, batch, hash, keyframe }) =>
      page.patch({ tick, batch, hash, keyframe, ack: this.link.acked }, performance.now()),
    );
    // A display draws when it is due: what comes late is the machine's noise, and would be blamed on the line.
    this.stopDisplay = runOnGrid(60, (latenessMs) => {
      this.latenesses.push(latenessMs);
      page.frame(performance.now() - latenessMs);
    });
  }

  static async join(url: string, roomId: string, number: number, plan: Plan): Promise<LivePlayer> {
    const random = dice(plan.seed * 100 + number);
    const line = await Shaper.to(url, plan.shape, random);
    const room = await takeSeat(line.url, roomId, number + 1);
    const player = new LivePlayer(room, line, plan.seed * 100 + number);
    // Displays are not in step with each other.
    await wait(FRAME_MS * random());
    return player;
  }

  get divergences(): number {
    return this.page.divergences;
  }

  /** Players that he sees in the room, himself among them. */
  readonly seen = (): number => this.page.state?.players.length ?? 0;

  readonly bytes = (): { readonly up: number; readonly down: number } => {
    const { bytesUp: up, bytesDown: down } = this.line;
    return { up, down };
  };

  stall(ms: number): void {
    this.line.stall(ms);
  }

  trace(): Trace {
    const trace = this.page.trace();
    if (!trace) throw new Error('a player never saw the match');
    return trace;
  }

  async leave(): Promise<void> {
    this.stopDisplay();
    // What a shaped line still holds may never arrive: nobody waits for a farewell.
    void this.room.leave(false).catch(() => {});
    await this.line.close();
  }
}
