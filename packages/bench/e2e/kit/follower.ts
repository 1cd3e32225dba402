// A room as anybody may follow it: the public feed as lines of JSON, replayed here with the shared step. What it says about
// positions, sides and goals is the server's truth, and owes nothing to the page under test.
import { decodeBatch, decodeKeyframe, keyframeArena, runBatch } from '@touchline/shared/log';
import {
  type Command,
  KEY,
  type MatchEvent,
  type MatchState,
  type Player,
  TICKS_PER_SECOND,
} from '@touchline/shared/match';
import { loadStadium, type Stadium } from '@touchline/shared/stadium';
import { type Line, linesOf } from './lines.ts';
import { until } from './until.ts';

type Goal = Extract<MatchEvent, { type: 'goal' }>;

export class Follower {
  readonly commands: Command[] = [];
  readonly events: MatchEvent[] = [];
  /** When each second on the clock began (Date.now()), as the server had it: told from the place in the batch. */
  readonly secondsAt = new Map<number, number>();
  fault: unknown = null;
  private newest: MatchState | null = null;
  private readonly origin: string;
  private readonly stadiums = new Map<string, Stadium>();
  private readonly gone = new AbortController();

  private constructor(origin: string) {
    this.origin = origin;
  }

  /** Resolves with the first state. `key`: of the watch link. */
  static async open(origin: string, roomId: string, key = ''): Promise<Follower> {
    const follower = new Follower(origin);
    const query = key === '' ? '' : `?k=${key}`;
    const response = await fetch(`${origin}/api/rooms/${roomId}/feed${query}`, {
      headers: { accept: 'application/x-ndjson' },
      signal: follower.gone.signal,
    });
    if (!response.ok || !response.body) throw new Error(`the feed of ${roomId} answers ${response.status}`);
    follower.read(response.body).catch((error: unknown) => {
      if (!follower.gone.signal.aborted) follower.fault = error;
    });
    await until('the first state', () => follower.newest ?? (follower.fault ? Promise.reject(follower.fault) : null));
    return follower;
  }

  get state(): MatchState {
    if (this.fault) throw this.fault;
    if (!this.newest) throw new Error('no state');
    return this.newest;
  }

  get goals(): readonly Goal[] {
    return this.events.filter((event): event is Goal => event.type === 'goal');
  }

  /** Everybody of that name. */
  called(name: string): readonly Player[] {
    return this.state.players.filter((player) => player.name === name);
  }

  player(name: string): Player | undefined {
    return this.called(name)[0];
  }

  /** Waits until he is in the room. */
  arrival(name: string): Promise<Player> {
    return until(`${name} in the room`, () => this.player(name));
  }

  /** Where the disc of a player is; undefined while he has none. */
  spot(name: string): { readonly x: number; readonly y: number } | undefined {
    const disc = this.player(name)?.disc ?? -1;
    const { world } = this.state;
    return disc < 0 ? undefined : { x: world.x[disc], y: world.y[disc] };
  }

  holds(name: string, key: keyof typeof KEY): boolean {
    return ((this.player(name)?.input ?? 0) & KEY[key]) !== 0;
  }

  close(): void {
    this.gone.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    for await (const line of linesOf(body)) await this.take(line);
  }

  private async take({ event, data }: Line): Promise<void> {
    if (event === 'keyframe') {
      const bytes = Buffer.from(data as string, 'base64');
      await this.fetch(keyframeArena(bytes));
      this.newest = decodeKeyframe(bytes, this.stadiums);
    }
    if (event !== 'batch' || !this.newest) return;
    const batch = decodeBatch(Buffer.from(data as string, 'base64'));
    for (const command of batch.ticks.flat()) if (command.type === 'stadium') await this.fetch(command.hash);
    const { newest, secondsAt } = this;
    const endMs = Date.now();
    const end = batch.from + batch.ticks.length;
    runBatch(newest, batch, this.stadiums, (commands, events) => {
      this.commands.push(...commands);
      this.events.push(...events);
      const seconds = Math.floor(newest.time);
      if (!secondsAt.has(seconds)) secondsAt.set(seconds, endMs - ((end - newest.tick) * 1000) / TICKS_PER_SECOND);
    });
  }

  private async fetch(hash: string): Promise<void> {
    if (this.stadiums.has(hash)) return;
    const loaded = loadStadium(await (await fetch(`${this.origin}/api/arenas/${hash}`)).text());
    if (!loaded.ok) throw new Error(loaded.problem.message);
    this.stadiums.set(hash, loaded.stadium);
  }
}
