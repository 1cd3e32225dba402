// Random rooms: stadiums of every kind, commands that apply, commands that do not, and junk.
import { readFileSync } from 'node:fs';
import {
  apply,
  COMMAND_TYPES,
  COMMANDS,
  type Command,
  cloneState,
  createState,
  type FieldKind,
  isCommand,
  type MatchState,
  step,
} from '@touchline/shared/match';
import { getDisc, INTS, REALS } from '@touchline/shared/physics';
import { loadStadium, type Stadium } from '@touchline/shared/stadium';
import fc from 'fast-check';
import { stock } from './match.ts';

function recorded(name: string): Stadium {
  const file = new URL(`../fixtures/traces/${name}.json`, import.meta.url);
  const { stadium } = JSON.parse(readFileSync(file, 'utf8')) as { stadium: { inline: object } };
  const loaded = loadStadium(JSON.stringify(stadium.inline));
  if (!loaded.ok) throw new Error(loaded.problem.message);
  return loaded.stadium;
}

/** Traits, joints, springs, several scoring discs, spawn points, partial and full resets. */
export const POOL: readonly Stadium[] = [
  stock('classic'),
  stock('hockey'),
  recorded('07-gauntlet-3v3'),
  recorded('08-joints-2v2'),
  recorded('09-custom-physics-3v3'),
];
export const STADIUMS: ReadonlyMap<string, Stadium> = new Map(POOL.map((stadium) => [stadium.hash, stadium]));

const ids = fc.nat(9);
const unit = fc.string({ unit: 'binary', maxLength: 3 });
const speed = fc.constantFrom(-900, -371, -20, -5, -0, 0, 0.1, 3, 12, 369, 1e30);
const change = fc.record(
  Object.fromEntries([
    ...REALS.map((key) => [
      key,
      fc.oneof({ weight: 9, arbitrary: speed }, fc.double({ noNaN: true, min: -1e6, max: 1e6 })),
    ]),
    ...INTS.map((key) => [key, fc.oneof(fc.constantFrom(-1, 39, 63, 128, 193), fc.integer())]),
  ]),
  { requiredKeys: [] },
);

/** A value for each kind of field, mostly such that the command can apply. */
const VALUES: Record<FieldKind, fc.Arbitrary<unknown>> = {
  uint: ids,
  int: fc.oneof(fc.integer({ min: -3, max: 300 }), fc.integer()),
  byte: fc.oneof(fc.constantFrom(0, 4, 8, 16, 24, 31), fc.nat(255)),
  team: fc.nat(2),
  bool: fc.boolean(),
  text: fc.oneof(unit, fc.constantFrom('\ud800', '🟢', '\u0000')),
  uints: fc.array(ids, { maxLength: 5 }),
  ints: fc.array(fc.integer(), { maxLength: 4 }),
  disc: change,
};

function commandOf(type: (typeof COMMAND_TYPES)[number]): fc.Arbitrary<Command> {
  const fields = Object.entries(COMMANDS[type]).map(([name, kind]) => [name, VALUES[kind]]);
  return fc.record({ type: fc.constant(type), ...Object.fromEntries(fields) }) as unknown as fc.Arbitrary<Command>;
}

/** Any command. */
export const anyCommand: fc.Arbitrary<Command> = fc
  .oneof(
    { weight: 6, arbitrary: commandOf('input') },
    { weight: 3, arbitrary: commandOf('disc') },
    { weight: 2, arbitrary: commandOf('team') },
    { weight: 2, arbitrary: commandOf('join') },
    { weight: 2, arbitrary: commandOf('start') },
    ...COMMAND_TYPES.map((type) => ({ weight: 1, arbitrary: commandOf(type) })),
  )
  .filter(isCommand);

/** What no program of ours would send. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    withNullPrototype: true,
    withSparseArray: true,
    withBigInt: true,
    withTypedArray: true,
    withDate: true,
  }),
  fc
    .tuple(anyCommand, fc.nat(9), fc.anything({ withSparseArray: true, withNullPrototype: true }))
    .map(([command, at, value]) => {
      const names = Object.keys(command);
      return { ...command, [names[at % names.length]]: value };
    }),
  fc
    .tuple(
      anyCommand,
      fc.nat(9),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 31, 2 ** 53, 1e300, 0.5, -0, '1', null),
    )
    .map(([command, at, value]) => {
      const names = Object.keys(command);
      return { ...command, [names[at % names.length]]: value };
    }),
  fc.tuple(anyCommand, fc.nat(9)).map(([command, at]) => {
    const { [Object.keys(command)[at % Object.keys(command).length] as keyof Command]: _, ...rest } = command;
    return rest;
  }),
  anyCommand.map((command) => Object.create(command)),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty').map((type) => ({ type })),
  fc
    .constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, 1e300, '3')
    .map((x) => ({ type: 'disc', index: 0, change: { x } })),
  fc.constantFrom(Number.NaN, 1e300).map((x) => ({ type: 'disc', index: 0, change: Object.create({ x }) })),
  fc.constant({ type: 'kit', team: 1, angle: 0, textColor: 0, stripes: new Array(3), by: 0 }),
  fc.constant({ type: 'order', ids: new Array(2), top: true }),
);

/** One tick of a script: what people try. */
export const anyTick: fc.Arbitrary<readonly unknown[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 3, arbitrary: fc.array(anyCommand, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(anyCommand, junk), { maxLength: 3 }) },
);

export interface Script {
  readonly stadium: number;
  readonly players: number;
  readonly ticks: readonly (readonly unknown[])[];
}

/** Now and then nobody does anything for a while, so that goals are celebrated and matches end. */
const anySpell = fc
  .tuple(anyTick, fc.oneof({ weight: 24, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(320) }))
  .map(([attempts, quiet]) => [attempts, ...Array.from({ length: quiet }, () => [])]);

export const anyScript = (maxSpells: number): fc.Arbitrary<Script> =>
  fc.record({
    stadium: fc.nat(POOL.length - 1),
    players: fc.nat(8),
    ticks: fc.array(anySpell, { minLength: 1, maxLength: maxSpells, size: 'max' }).map((spells) => spells.flat()),
  });

export function begin(script: Script): MatchState {
  const state = createState(POOL[script.stadium]);
  for (let id = 1; id <= script.players; id++) {
    apply(state, { type: 'join', id, name: `p${id}`, avatar: '', bot: id % 2 === 0 }, STADIUMS);
    apply(state, { type: 'team', id, team: (id % 3) as 0 | 1 | 2, by: 0 }, STADIUMS);
  }
  const limits = { scoreLimit: script.players % 3, timeLimit: script.players % 2 };
  apply(state, { type: 'limits', ...limits, by: 0 }, STADIUMS);
  apply(state, { type: 'start', by: 0 }, STADIUMS);
  return state;
}

/** Turns a random attempt so that a joiner's id is free and a stadium's hash is known. */
export function aim(state: MatchState, attempt: unknown): unknown {
  if (!isCommand(attempt)) return attempt;
  if (attempt.type === 'join') return { ...attempt, id: state.nextPlayerId + (attempt.id % 3) };
  if (attempt.type === 'stadium') return { ...attempt, hash: POOL[attempt.by % POOL.length].hash };
  return attempt;
}

/** Runs a script and returns its log: per tick the commands that applied. `each` sees the state after every tick. */
export function play(state: MatchState, script: Script, each: (commands: readonly Command[]) => void): void {
  for (const attempts of script.ticks) {
    const accepted: Command[] = [];
    for (const attempt of attempts) {
      const command = aim(state, attempt) as Command;
      if (apply(state, command, STADIUMS) === null) accepted.push(command);
    }
    step(state, []);
    each(accepted);
  }
}

/** A state without the memory behind its last disc: field by field, so that a new field cannot be forgotten. */
export function visible(state: MatchState): object {
  const discs = Array.from({ length: state.world.count }, (_, i) => getDisc(state.world, i));
  return { ...cloneState(state), world: discs, capacity: state.world.capacity };
}

const LONG = process.env.LONG_TESTS === '1';

/**
 * How often a property is tried: `LONG_TESTS=1` asks for a hundred times as many. The time limit is for a failure: the
 * search for its smallest form ends there too.
 */
export function runs(usual: number): { numRuns: number; interruptAfterTimeLimit: number } {
  return { numRuns: LONG ? usual * 100 : usual, interruptAfterTimeLimit: LONG ? 3_000_000 : 30_000 };
}
