// Tests speak football: a match that is told what people do, and remembers what happened and its own log.
import {
  apply,
  type Command,
  createState,
  KEY,
  type MatchEvent,
  type MatchState,
  type Player,
  type Refusal,
  step,
} from '@touchline/shared/match';
import { type Disc, getDisc } from '@touchline/shared/physics';
import { loadStadium, type Stadium, stockStadium } from '@touchline/shared/stadium';

export type Happening = MatchEvent & { readonly tick: number };
/** `'red 1'`, `'blue 2'`, `'spectator 1'`: side and place in the order of joining. */
export type Who = string;
/** `'right'`, `'up left kick'`; empty: hands off. */
export type Keys = string;

interface Sides {
  readonly red?: number;
  readonly blue?: number;
  readonly spectators?: number;
}
interface Settings {
  readonly scoreLimit?: number;
  readonly timeLimit?: number;
}

/** A running match on a stock stadium or an own one; without settings it goes on for ever. */
export function kickOff(stadium: string | Stadium = 'classic', sides: Sides = {}, settings: Settings = {}): Match {
  const match = room(stadium, sides, settings);
  match.do({ type: 'start', by: 0 });
  return match;
}

/** The same before the whistle. Order of joining: reds, blues, spectators; the list has the spectators first. */
export function room(stadium: string | Stadium = 'classic', sides: Sides = {}, settings: Settings = {}): Match {
  const { red = 1, blue = 1, spectators = 0 } = sides;
  const match = new Match(typeof stadium === 'string' ? stock(stadium) : stadium);
  const people = { red, blue, spectator: spectators };
  for (const [side, count] of Object.entries(people)) for (let i = 1; i <= count; i++) match.join(`${side} ${i}`);
  for (let i = 1; i <= red; i++) match.team(`red ${i}`, 1);
  for (let i = 1; i <= blue; i++) match.team(`blue ${i}`, 2);
  const { scoreLimit = 0, timeLimit = 0 } = settings;
  match.do({ type: 'limits', scoreLimit, timeLimit, by: 0 });
  return match;
}

export function stock(name: string): Stadium {
  const stadium = stockStadium(name);
  if (stadium === undefined) throw new Error(`no stock stadium ${name}`);
  return stadium;
}

/** A bare stadium with what the test needs in it, keys as in a `.hbs` file. */
export function stadiumOf(file: object): Stadium {
  const bare = { name: 'Test', width: 400, height: 200, bg: {}, vertexes: [], segments: [], goals: [], discs: [] };
  const loaded = loadStadium(JSON.stringify({ ...bare, planes: [], ...file }));
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium;
}

export class Match {
  readonly state: MatchState;
  readonly stadiums: Map<string, Stadium>;
  readonly events: Happening[] = [];
  /** The log so far: per tick the commands that applied. */
  readonly log: Command[][] = [];
  private pending: Command[] = [];

  constructor(stadium: Stadium) {
    this.state = createState(stadium);
    this.stadiums = new Map([[stadium.hash, stadium]]);
  }

  get tick(): number {
    return this.state.tick;
  }

  /** Applies a command and keeps it, unless it is refused. */
  try(command: Command): Refusal | null {
    const refusal = apply(this.state, command, this.stadiums);
    if (refusal === null) this.pending.push(command);
    return refusal;
  }

  /** Applies a command that must be possible. */
  do(command: Command): this {
    const refusal = this.try(command);
    if (refusal !== null) throw new Error(`${JSON.stringify(command)} is refused: ${refusal}`);
    return this;
  }

  join(name: Who): this {
    return this.do({ type: 'join', id: this.state.nextPlayerId, name, avatar: '', bot: false });
  }

  leave(who: Who): this {
    return this.do({ type: 'leave', id: this.id(who), by: 0, kicked: false, banned: false, reason: '' });
  }

  team(who: Who, team: 0 | 1 | 2): this {
    return this.do({ type: 'team', id: this.id(who), team, by: 0 });
  }

  pause(paused: boolean): Refusal | null {
    return this.try({ type: 'pause', paused, by: 0 });
  }

  kickRate(min: number, rate: number, burst: number): this {
    return this.do({ type: 'kickRate', min, rate, burst, by: 0 });
  }

  /** From now on these keys are down, and no others. */
  press(who: Who, keys: Keys): this {
    const bits = keys.split(' ').reduce((sum, key) => sum | (key === '' ? 0 : KEY[key as keyof typeof KEY]), 0);
    this.try({ type: 'input', id: this.id(who), keys: bits });
    return this;
  }

  /** Holds keys for so many ticks, then lets them go. */
  hold(who: Who, keys: Keys, ticks: number): this {
    return this.press(who, keys).run(ticks).press(who, '');
  }

  /** One tick with the kick key down. */
  kick(who: Who): this {
    return this.hold(who, 'kick', 1);
  }

  /** Puts the ball, a disc by index, or a player somewhere. Values go through float32, as a host's do. */
  put(what: Who | 'ball' | number, change: Partial<Disc>): this {
    if (what === 'ball') return this.do({ type: 'disc', index: 0, change });
    if (typeof what === 'number') return this.do({ type: 'disc', index: what, change });
    return this.do({ type: 'playerDisc', id: this.id(what), change });
  }

  run(ticks: number): this {
    for (let i = 0; i < ticks; i++) {
      const events: MatchEvent[] = [];
      this.log.push(this.pending);
      this.pending = [];
      step(this.state, events);
      for (const event of events) this.events.push({ ...event, tick: this.state.tick });
    }
    return this;
  }

  /** Runs until something of this kind happens; its tick. */
  until(type: MatchEvent['type'], atMost = 100_000): number {
    const before = this.events.length;
    for (let i = 0; i < atMost; i++) {
      this.run(1);
      if (this.events.slice(before).some((event) => event.type === type)) return this.tick;
    }
    throw new Error(`no ${type} within ${atMost} ticks`);
  }

  /** What happened, without touches. */
  told(): readonly Happening[] {
    return this.events.filter((event) => event.type !== 'touch');
  }

  ball(): Disc {
    return getDisc(this.state.world, 0);
  }

  player(who: Who): Player {
    const player = this.state.players.find(({ name }) => name === who);
    if (player === undefined) throw new Error(`nobody is called ${who}`);
    return player;
  }

  id(who: Who): number {
    return this.player(who).id;
  }

  disc(who: Who): Disc {
    const { disc } = this.player(who);
    if (disc < 0) throw new Error(`${who} has no disc`);
    return getDisc(this.state.world, disc);
  }

  /** Sends the ball over the line that `team` defends, on the next tick. */
  shootAt(team: 'red' | 'blue'): this {
    const side = team === 'red' ? -1 : 1;
    const x = side * (Math.abs(this.state.stadium.pitch.goals[0].p0x) - 1);
    return this.put('ball', { x, y: 20, vx: side * 4, vy: 0 });
  }

  /** From the kick-off into play, without anybody's touch: one tick. */
  setRolling(): this {
    return this.put('ball', { vx: 0.5 }).run(1);
  }
}
