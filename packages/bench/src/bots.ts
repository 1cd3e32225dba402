// Do the bots play football, do the better ones win, and what does a decision cost? Seeds and ticks are fixed: but for
// the time, two runs print the same. `npm run bench -- bots`, or `npx node packages/bench/src/bots.ts [--json] [matches]`.
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { BotLevel } from '@touchline/shared/protocol';
import { stockStadium } from '@touchline/shared/stadium';
import { type FriendlyResult, playFriendly } from 'touchline/src/bots/friendly.ts';

interface Pairing {
  readonly stadium: string;
  readonly perSide: number;
  readonly first: BotLevel;
  readonly second: BotLevel;
  /** Goals at which a match ends, 0 none. */
  readonly scoreLimit: number;
  /** Bounds of the median of goals in a match. */
  readonly goals?: readonly [low: number, high: number];
  /** Share of matches that the first must win. */
  readonly wins?: number;
  /** Share of the matches asked for: the rows that are only looked at are shorter. */
  readonly share?: number;
}

export interface BotsRow {
  readonly pairing: string;
  readonly matches: number;
  readonly medianGoals: number;
  /** Won by the first-named level, by the other, and given up level. */
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
  /** Per match. `ownGoals`: touched last by the side that conceded, failed saves included; `blunders`: sent there by it. */
  readonly ownGoals: number;
  readonly blunders: number;
  readonly shots: number;
  readonly passes: number;
  /** Shares of the ticks of play. */
  readonly jammed: number;
  readonly clustered: number;
  /** Per bot and second. */
  readonly keyChanges: number;
  readonly thinkMicroseconds: number;
}

export interface BotsResult {
  readonly rows: readonly BotsRow[];
  /** Over every score and length: the same on every machine and in every run with as many matches. */
  readonly digest: string;
  /** What was promised and not met; empty: all well. */
  readonly failed: readonly string[];
}

const MATCHES = 50;
const MINUTES = 3;
/** Regular time, the pauses after goals, and seven minutes of overtime. */
const MAX_TICKS = 40_000;
const MAX_THINK_MICROSECONDS = 20;
const MAX_JAMMED = 0.03;
const MAX_KEY_CHANGES = 8;

const classic = { stadium: 'Classic', perSide: 3, scoreLimit: 0 };
const PAIRINGS: readonly Pairing[] = [
  { ...classic, first: 1, second: 1, goals: [2, 6] },
  { ...classic, first: 2, second: 2, goals: [2, 6] },
  { ...classic, first: 3, second: 3, goals: [2, 6] },
  { ...classic, first: 3, second: 1, wins: 0.9 },
  { ...classic, first: 3, second: 2, wins: 0.5 },
  { ...classic, first: 2, second: 1, wins: 0.5 },
  { ...classic, first: 2, second: 2, scoreLimit: 3, share: 0.4 },
  { ...classic, perSide: 1, first: 1, second: 1, goals: [2, 6] },
  { ...classic, perSide: 1, first: 2, second: 2, goals: [2, 6] },
  { ...classic, perSide: 1, first: 3, second: 3, goals: [2, 6] },
  { ...classic, perSide: 6, first: 3, second: 3, share: 0.2 },
  { ...classic, stadium: 'Big', first: 2, second: 2, share: 0.4 },
  { ...classic, stadium: 'Hockey', first: 2, second: 2, share: 0.4 },
];

/** Plays all pairings and prints a table, or the result as JSON. `matches` per pairing, 50 unless told. */
export async function benchBots(options: { json: boolean; matches?: number }): Promise<BotsResult> {
  const { json, matches = MATCHES } = options;
  // Warm-up: the first match compiles the code.
  season({ ...classic, first: 3, second: 2 }, 1);
  const rows: BotsRow[] = [];
  const failed: string[] = [];
  let digest = 0;
  for (const pairing of PAIRINGS) {
    const results = season(pairing, Math.max(1, Math.round(matches * (pairing.share ?? 1))));
    for (const { red, blue, ticks, kicks } of results) {
      for (const value of [red, blue, ticks, kicks]) digest = (Math.imul(digest, 31) + value) | 0;
    }
    const row = sumUp(pairing, results);
    rows.push(row);
    failed.push(...unmet(pairing, row));
  }
  const result: BotsResult = { rows, digest: (digest >>> 0).toString(16).padStart(8, '0'), failed };
  if (json) console.log(JSON.stringify(result));
  else print(result);
  return result;
}

/** Sides change from match to match: the first-named level is red in the even ones. */
function season(pairing: Pairing, matches: number): FriendlyResult[] {
  const { first, second, perSide, scoreLimit } = pairing;
  const stadium = stockStadium(pairing.stadium);
  if (stadium === undefined) throw new Error(`no stadium ${pairing.stadium}`);
  const clock = () => performance.now();
  return Array.from({ length: matches }, (_, i) => {
    const [red, blue] = i % 2 === 0 ? [first, second] : [second, first];
    const seed = i + 1;
    return playFriendly({
      stadium,
      perSide,
      red,
      blue,
      seed,
      timeLimit: MINUTES,
      scoreLimit,
      maxTicks: MAX_TICKS,
      clock,
    });
  });
}

function sumUp(pairing: Pairing, results: readonly FriendlyResult[]): BotsRow {
  const { stadium, perSide, first, second, scoreLimit } = pairing;
  const sum = (of: (result: FriendlyResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const perMatch = (of: (result: FriendlyResult) => number) => sum(of) / results.length;
  const goals = results.map(({ red, blue }) => red + blue).sort((a, b) => a - b);
  const won = (odd: 1 | 2, even: 1 | 2) =>
    results.filter(({ winner }, i) => winner === (i % 2 === 0 ? even : odd)).length;
  const playTicks = sum((r) => r.playTicks);
  return {
    pairing: `${stadium} ${perSide}v${perSide} ${first}-${second}${scoreLimit > 0 ? ` to ${scoreLimit}` : ''}`,
    matches: results.length,
    medianGoals: (goals[(goals.length - 1) >> 1] + goals[goals.length >> 1]) / 2,
    wins: won(2, 1),
    losses: won(1, 2),
    draws: results.filter(({ winner }) => winner === 0).length,
    ownGoals: perMatch((r) => r.ownGoals),
    blunders: perMatch((r) => r.blunders),
    shots: perMatch((r) => r.shots),
    passes: perMatch((r) => r.passes),
    jammed: sum((r) => r.jamTicks) / playTicks,
    clustered: sum((r) => r.clusterTicks) / playTicks,
    keyChanges: perMatch((r) => r.changesPerSecond),
    thinkMicroseconds: (sum((r) => r.thinkMs) / sum((r) => r.thinks)) * 1000,
  };
}

function unmet({ goals, wins }: Pairing, row: BotsRow): string[] {
  const failed: string[] = [];
  const expect = (met: boolean, what: string) => {
    if (!met) failed.push(`${row.pairing}: ${what}`);
  };
  if (goals) {
    const [low, high] = goals;
    expect(row.medianGoals >= low && row.medianGoals <= high, `median goals ${row.medianGoals}, not ${low} to ${high}`);
  }
  if (wins) expect(row.wins >= row.matches * wins, `${row.wins} of ${row.matches} won, fewer than ${wins * 100} %`);
  expect(row.jammed <= MAX_JAMMED, `jammed for ${percent(row.jammed)} of the time`);
  expect(row.keyChanges <= MAX_KEY_CHANGES, `${row.keyChanges.toFixed(1)} changes of keys a second`);
  expect(row.thinkMicroseconds <= MAX_THINK_MICROSECONDS, `${row.thinkMicroseconds.toFixed(1)} µs per think`);
  return failed;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function print({ rows, digest, failed }: BotsResult): void {
  console.log(
    `Bots: matches of ${MINUTES} minutes, overtime until decided; first-named level's wins, sides alternating.`,
  );
  console.log('Own goals are by last touch, failed saves included; blunders: sent there by the side itself.');
  console.log(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`);
  console.table(
    rows.map((row) => ({
      pairing: row.pairing,
      matches: row.matches,
      'median goals': row.medianGoals,
      'won-lost-level': `${row.wins}-${row.losses}-${row.draws}`,
      'own goals': row.ownGoals.toFixed(2),
      blunders: row.blunders.toFixed(2),
      shots: row.shots.toFixed(1),
      passes: row.passes.toFixed(1),
      jammed: percent(row.jammed),
      clustered: percent(row.clustered),
      'keys/s': row.keyChanges.toFixed(1),
      'µs/think': row.thinkMicroseconds.toFixed(2),
    })),
  );
  console.log(`digest of all results: ${digest}`);
  for (const line of failed) console.log(`NOT MET  ${line}`);
  if (failed.length === 0) console.log('All targets met.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const json = process.argv.includes('--json');
  const matches = process.argv.slice(2).map(Number).find(Number.isInteger);
  const { failed } = await benchBots({ json, matches });
  if (failed.length > 0) process.exitCode = 1;
}
