// A scenario, what to do, run into a trace, what happened, as in test/fixtures/traces. The same runner
// serves the tests, `touchline simulate` and the comparison between engines.
import {
  apply,
  type Command,
  clamp,
  createState,
  MAX_LIMIT,
  MAX_PLAYERS,
  type MatchEvent,
  type MatchState,
  PHASES,
  step,
} from '../match/index.ts';
import { loadStadium, type Stadium, stockStadium } from '../stadium/index.ts';

export const TRACE_FORMAT = 'hb-trace-1';

/** A stadium file in a public repository. `sha256`: 64 hex digits over its bytes. */
export interface StadiumRef {
  readonly repo: string;
  readonly path: string;
  readonly commit: string;
  readonly sha256: string;
}

type Timed = readonly [tick: number, ...rest: unknown[]];

/** What to do. Times are completed ticks; ids are the scenario's own and may come back after leaving. */
export interface Scenario {
  readonly format: typeof TRACE_FORMAT;
  readonly name: string;
  readonly description: string;
  readonly stadium: { readonly stock: string } | { readonly inline: object } | { readonly ref: StadiumRef };
  readonly settings: {
    readonly scoreLimit?: number;
    readonly timeLimit?: number;
    readonly kickRate?: readonly [min: number, rate: number, burst: number];
  };
  readonly players: readonly (readonly [id: number, team: 0 | 1 | 2])[];
  readonly ticks: number;
  readonly sampleEvery: number;
  readonly commands?: readonly (readonly [tick: number, name: string, ...args: unknown[]])[];
  readonly inputs: readonly (readonly [tick: number, id: number, bits: number])[];
}

/** A number as traces hold it; what JSON cannot say is a string. */
export type TraceNumber = number | 'NaN' | 'Infinity' | '-Infinity';
export type TraceDisc = readonly [x: TraceNumber, y: TraceNumber, vx: TraceNumber, vy: TraceNumber];
export type TraceSample =
  | readonly [tick: number, phase: number, red: number, blue: number, time: TraceNumber, discs: readonly TraceDisc[]]
  | readonly [tick: number, none: null];

/** A scenario and what happened in it. */
export interface Trace extends Scenario {
  readonly events: readonly (readonly [tick: number, kind: string, ...args: number[]])[];
  readonly samples: readonly TraceSample[];
}

/** A scenario that cannot be run; the message is for the person who wrote it. */
export class ScenarioError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ScenarioError';
  }
}

/** JSON value → scenario; events and samples of a recorded trace are passed over. Throws ScenarioError. */
export function readScenario(value: unknown): Scenario {
  const record = object(value, 'the scenario');
  check(record.format === TRACE_FORMAT, `"format" must be "${TRACE_FORMAT}"`);
  const { commands } = record;
  const scenario = {
    format: TRACE_FORMAT,
    name: text(record.name ?? '', '"name"'),
    description: text(record.description ?? '', '"description"'),
    stadium: readStadiumForm(record.stadium),
    settings: readSettings(record.settings ?? {}),
    players: list(record.players, '"players"').map(readPlayer),
    ticks: integer(record.ticks, '"ticks"', 0),
    sampleEvery: integer(record.sampleEvery ?? 30, '"sampleEvery"', 1),
    ...(commands === undefined ? {} : { commands: list(commands, '"commands"').map(readCommand) }),
    inputs: list(record.inputs ?? [], '"inputs"').map(readInput),
  } as const;
  check(scenario.players.length <= MAX_PLAYERS, `a room holds ${MAX_PLAYERS} players, not ${scenario.players.length}`);
  return scenario;
}

/** Runs a scenario from its first tick to its last. `loadRef` gives the text of a `ref` stadium. Throws ScenarioError. */
export function runScenario(scenario: Scenario, loadRef: (ref: StadiumRef) => string): Trace {
  const run = new Run(openStadium(scenario.stadium, loadRef));
  run.begin(scenario);
  const commands = byTick(scenario.commands ?? []);
  const inputs = byTick(scenario.inputs);
  const events: Trace['events'][number][] = [];
  const samples = [run.sample(0)];
  for (let tick = 0; tick < scenario.ticks; ) {
    for (const command of commands.get(tick) ?? []) run.command(command);
    for (const [, id, bits] of inputs.get(tick) ?? []) run.input(id, bits);
    tick++;
    for (const event of run.step()) events.push([tick, ...event]);
    if (tick % scenario.sampleEvery === 0 || tick === scenario.ticks) samples.push(run.sample(tick));
  }
  return { ...scenario, events, samples };
}

/** A trace as JSON text that reads back to the same doubles, the large lists a few lines long. */
export function writeTrace(trace: Trace): string {
  const lines = Object.entries(trace).map(([key, value]) => {
    const text = key === 'inputs' || key === 'events' || key === 'samples' ? listJson(value, key) : json(value);
    return `${json(key)}: ${text}`;
  });
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** A room that follows a scenario. A room never uses an id twice and a scenario may, so ids are translated. */
class Run {
  private readonly state: MatchState;
  private readonly stadiums: { get(): Stadium };
  private readonly roomIds = new Map<number, number>();
  private readonly ownIds = new Map<number, number>();

  constructor(stadium: Stadium) {
    this.state = createState(stadium);
    this.stadiums = { get: () => stadium };
  }

  begin({ players, settings }: Scenario): void {
    for (const [id] of players) this.join(id);
    for (const [id, team] of players) if (team !== 0) this.team(id, team);
    const { scoreLimit = this.state.scoreLimit, timeLimit = this.state.timeLimit, kickRate } = settings;
    const limits = { scoreLimit: clamp(scoreLimit, 0, MAX_LIMIT), timeLimit: clamp(timeLimit, 0, MAX_LIMIT) };
    this.apply({ type: 'limits', ...limits, by: 0 });
    if (kickRate !== undefined) this.kickRate(...kickRate);
    this.apply({ type: 'start', by: 0 });
  }

  command([, name, ...args]: readonly [number, string, ...unknown[]]): void {
    const numbers = args as number[];
    switch (name) {
      case 'join':
        return this.join(numbers[0]);
      case 'leave':
        this.apply({ type: 'leave', id: this.roomId(numbers[0]), by: 0, kicked: false, banned: false, reason: '' });
        this.roomIds.delete(numbers[0]);
        return;
      case 'team':
        return this.team(numbers[0], numbers[1]);
      case 'pause':
        return this.apply({ type: 'pause', paused: args[0] === true, by: 0 });
      case 'kickRate':
        return this.kickRate(numbers[0], numbers[1], numbers[2]);
      case 'stop':
        return this.apply({ type: 'stop', by: 0 });
      case 'start':
        return this.apply({ type: 'start', by: 0 });
    }
  }

  /** Higher bits than the five keys are ignored by every rule (physics.md §5.1). */
  input(id: number, bits: number): void {
    this.apply({ type: 'input', id: this.roomId(id), keys: bits & 255 });
  }

  step(): (readonly [kind: string, ...args: number[]])[] {
    const events: MatchEvent[] = [];
    step(this.state, events);
    return events.flatMap((event) => {
      const told = this.tell(event);
      return told === null ? [] : [told];
    });
  }

  sample(tick: number): TraceSample {
    const { phase, red, blue, time, world } = this.state;
    if (phase === 'none') return [tick, null];
    const discs: TraceDisc[] = [];
    for (let i = 0; i < world.count; i++) {
      discs.push([
        traceNumber(world.x[i]),
        traceNumber(world.y[i]),
        traceNumber(world.vx[i]),
        traceNumber(world.vy[i]),
      ]);
    }
    return [tick, PHASES.indexOf(phase) - 1, red, blue, traceNumber(time), discs];
  }

  private tell(event: MatchEvent): readonly [kind: string, ...args: number[]] | null {
    switch (event.type) {
      case 'kickOff':
        return ['kickoff'];
      case 'kick':
        return ['kick', this.ownIds.get(event.player) ?? 0];
      case 'goal':
        return ['goal', event.team];
      case 'positionsReset':
        return ['reset'];
      case 'timeUp':
        return ['timeup'];
      case 'matchEnd':
        return ['end', event.winner];
      case 'matchStop':
        return ['stop'];
      case 'touch':
        return null;
    }
  }

  private join(id: number): void {
    if (this.roomIds.has(id) || this.state.players.length >= MAX_PLAYERS) return;
    const roomId = this.state.nextPlayerId;
    this.roomIds.set(id, roomId);
    this.ownIds.set(roomId, id);
    this.apply({ type: 'join', id: roomId, name: '', avatar: '', bot: false });
  }

  private team(id: number, team: number): void {
    this.apply({ type: 'team', id: this.roomId(id), team: team as 0 | 1 | 2, by: 0 });
  }

  private kickRate(min: number, rate: number, burst: number): void {
    this.apply({ type: 'kickRate', min, rate, burst, by: 0 });
  }

  /** 0 belongs to nobody. */
  private roomId(id: number): number {
    return this.roomIds.get(id) ?? 0;
  }

  /** A command of a scenario that does not apply does nothing; a malformed one was refused by `readScenario`. */
  private apply(command: Command): void {
    const refusal = apply(this.state, command, this.stadiums);
    if (refusal === 'malformed') throw new ScenarioError(`malformed command ${JSON.stringify(command)}`);
  }
}

function byTick<T extends Timed>(entries: readonly T[]): Map<number, T[]> {
  const ticks = new Map<number, T[]>();
  for (const entry of entries) {
    const known = ticks.get(entry[0]);
    if (known === undefined) ticks.set(entry[0], [entry]);
    else known.push(entry);
  }
  return ticks;
}

function openStadium(form: Scenario['stadium'], loadRef: (ref: StadiumRef) => string): Stadium {
  if ('stock' in form) {
    const stadium = stockStadium(form.stock);
    if (stadium === undefined) throw new ScenarioError(`no stock stadium is called "${form.stock}"`);
    return stadium;
  }
  const loaded = loadStadium('ref' in form ? loadRef(form.ref) : json(form.inline));
  if (!loaded.ok) throw new ScenarioError(`the stadium is refused: ${loaded.problem.message}`);
  return loaded.stadium;
}

function traceNumber(value: number): TraceNumber {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  return String(value) as 'NaN' | 'Infinity' | '-Infinity';
}

/** JSON that keeps -0, and the infinity that JSON.parse makes of a number too large for it. */
function json(value: unknown): string {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0';
    return Number.isFinite(value) ? String(value) : `${value < 0 ? '-' : ''}1e999`;
  }
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, field]) => `${JSON.stringify(key)}:${json(field)}`)
    .join(',')}}`;
}

/** Sixteen inputs, eight events, one sample to a line. */
function listJson(values: readonly unknown[], key: 'inputs' | 'events' | 'samples'): string {
  const perLine = { inputs: 16, events: 8, samples: 1 }[key];
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += perLine) {
    lines.push(
      values
        .slice(i, i + perLine)
        .map(json)
        .join(','),
    );
  }
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
}

function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ScenarioError(message);
}

function object(value: unknown, where: string): Record<string, unknown> {
  check(typeof value === 'object' && value !== null && !Array.isArray(value), `${where} must be an object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, where: string): readonly unknown[] {
  check(Array.isArray(value), `${where} must be a list`);
  return value;
}

function text(value: unknown, where: string): string {
  check(typeof value === 'string', `${where} must be a text`);
  return value;
}

function integer(value: unknown, where: string, low = -0x80000000, high = 0x7fffffff): number {
  const number = value as number;
  check(Number.isInteger(value) && number >= low && number <= high, `${where} must be a whole number from ${low} on`);
  return number;
}

function team(value: unknown, where: string): 0 | 1 | 2 {
  check(value === 0 || value === 1 || value === 2, `${where} must be 0, 1 or 2`);
  return value;
}

function readStadiumForm(value: unknown): Scenario['stadium'] {
  const form = object(value, '"stadium"');
  if (form.stock !== undefined) return { stock: text(form.stock, '"stadium.stock"') };
  if (form.inline !== undefined) return { inline: object(form.inline, '"stadium.inline"') };
  check(form.ref !== undefined, '"stadium" must have "stock", "inline" or "ref"');
  const ref = object(form.ref, '"stadium.ref"');
  const sha256 = text(ref.sha256, '"stadium.ref.sha256"').toLowerCase();
  check(/^[0-9a-f]{64}$/.test(sha256), '"stadium.ref.sha256" must be 64 hex digits');
  const part = (key: 'repo' | 'path' | 'commit') => text(ref[key] ?? '', `"stadium.ref.${key}"`);
  return { ref: { repo: part('repo'), path: part('path'), commit: part('commit'), sha256 } };
}

function readSettings(value: unknown): Scenario['settings'] {
  const settings = object(value, '"settings"');
  const result: { scoreLimit?: number; timeLimit?: number; kickRate?: [number, number, number] } = {};
  for (const key of ['scoreLimit', 'timeLimit'] as const) {
    if (settings[key] !== undefined) result[key] = integer(settings[key], `"settings.${key}"`);
  }
  if (settings.kickRate !== undefined) {
    const [min, rate, burst] = list(settings.kickRate, '"settings.kickRate"');
    const where = 'each number of "settings.kickRate"';
    result.kickRate = [integer(min, where), integer(rate, where), integer(burst, where)];
  }
  return result;
}

function readPlayer(value: unknown, i: number): Scenario['players'][number] {
  const where = `"players" ${i}`;
  const [id, side] = list(value, where);
  return [integer(id, `${where}: the id`), team(side, `${where}: the team`)];
}

function readInput(value: unknown, i: number): Scenario['inputs'][number] {
  const where = `"inputs" ${i}`;
  const [tick, id, bits] = list(value, where);
  return [integer(tick, `${where}: the tick`, 0), integer(id, `${where}: the id`), integer(bits, `${where}: the keys`)];
}

/** Command → how many of its arguments are whole numbers. */
const COMMAND_ARGUMENTS: Readonly<Record<string, number>> = {
  join: 1,
  leave: 1,
  team: 2,
  kickRate: 3,
  stop: 0,
  start: 0,
};

function readCommand(value: unknown, i: number): readonly [number, string, ...unknown[]] {
  const where = `"commands" ${i}`;
  const [tick, name, ...args] = list(value, where);
  const command = [integer(tick, `${where}: the tick`, 0), text(name, `${where}: the name`)] as const;
  if (name === 'pause') {
    check(typeof args[0] === 'boolean', `${where}: "pause" needs true or false`);
    return [...command, args[0]];
  }
  check(Object.hasOwn(COMMAND_ARGUMENTS, command[1]), `${where}: unknown command "${command[1]}"`);
  const count = COMMAND_ARGUMENTS[command[1]];
  const numbers = Array.from({ length: count }, (_, n) => integer(args[n], `${where}: argument ${n + 1}`));
  if (name === 'team') team(numbers[1], `${where}: the team`);
  return [...command, ...numbers];
}
