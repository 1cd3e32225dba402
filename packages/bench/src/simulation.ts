// How many ticks a second does one core simulate, beside planck (Box2D for JavaScript) moving the same bodies? In each, players
// chase the ball; their keys were recorded beforehand and are only played back here. Ours plays football besides: rules, goals, events.
import { performance } from 'node:perf_hooks';
import { hashState } from '@touchline/shared/log';
import { apply, type Command, createState, step } from '@touchline/shared/match';
import { type Stadium, stockStadium } from '@touchline/shared/stadium';
import { chase, looks, opening } from './chaser.ts';
import { alternate, type Comparison, compare } from './measure.ts';
import { PlanckPitch } from './planck-pitch.ts';
import { type Answer, type BenchOptions, report } from './results.ts';

const SIZES = [1, 3, 6, 15];
/** One minute of play. */
const TICKS = 3600;
const WARM_UP = 3;
/** Ours must be this much faster than planck at every size. */
const AT_LEAST = 1;

/** What was pressed in a match, tick by tick, and how it ended. */
interface Recording {
  readonly log: readonly (readonly Command[])[];
  readonly end: string;
}

export async function benchSimulation(options: BenchOptions): Promise<Answer> {
  const stadium = stockStadium('Classic');
  if (!stadium) throw new Error('no Classic');
  const rounds = options.quick ? 5 : 15;
  const comparisons: Comparison[] = [];
  const failed: string[] = [];
  for (const aSide of SIZES) {
    const ours = recordOurs(stadium, aSide);
    const theirs = recordPlanck(stadium, aSide);
    const pairs = alternate(
      rounds,
      WARM_UP,
      () => ticksPerSecond(() => playOurs(stadium, ours)),
      () => ticksPerSecond(() => playPlanck(stadium, theirs)),
    );
    const names = { case: `${aSide}v${aSide} on Classic`, unit: 'ticks/s', subject: 'touchline', baseline: 'planck' };
    const comparison = compare(names, pairs);
    comparisons.push(comparison);
    if (comparison.ratio < AT_LEAST)
      failed.push(`${names.case}: ${comparison.ratio.toFixed(2)} times planck, not ${AT_LEAST}`);
  }
  const answer = { question: 'simulation', comparisons, failed };
  report(answer, options);
  return answer;
}

function recordOurs(stadium: Stadium, aSide: number): Recording {
  const state = createState(stadium);
  const stadiums = { get: () => stadium };
  let kicks = 0;
  const log = Array.from({ length: TICKS }, (_, tick) => {
    const commands = tick === 0 ? opening(aSide) : [];
    for (const [id, forward, number] of tick === 0 ? [] : looks(aSide, tick)) {
      const disc = state.players.find((player) => player.id === id)?.disc ?? -1;
      if (disc < 0) throw new Error(`player ${id} has no disc`);
      const me = { x: state.world.x[disc], y: state.world.y[disc] };
      const keys = chase(me, { x: state.world.x[0], y: state.world.y[0] }, forward, number, tick);
      commands.push({ type: 'input', id, keys });
    }
    for (const command of commands) {
      const refusal = apply(state, command, stadiums);
      if (refusal !== null && refusal !== 'unchanged') throw new Error(`${command.type}: ${refusal}`);
    }
    const events: Parameters<typeof step>[1] = [];
    step(state, events);
    kicks += events.filter(({ type }) => type === 'kick').length;
    return commands;
  });
  if (kicks < 20) throw new Error(`the recorded match is none: ${kicks} kicks`);
  return { log, end: hashState(state) };
}

function recordPlanck(stadium: Stadium, aSide: number): Recording {
  const pitch = new PlanckPitch(stadium);
  const log = Array.from({ length: TICKS }, (_, tick) => {
    const commands = tick === 0 ? opening(aSide) : [];
    for (const [id, forward, number] of tick === 0 ? [] : looks(aSide, tick)) {
      const me = pitch.player(id);
      if (!me) throw new Error(`player ${id} is not on planck's pitch`);
      commands.push({ type: 'input', id, keys: chase(me, pitch.ball(), forward, number, tick) });
    }
    for (const command of commands) pitch.obey(command);
    pitch.step();
    return commands;
  });
  const { x, y } = pitch.ball();
  const { width, height } = stadium.pitch;
  if (!(Math.abs(x) <= width && Math.abs(y) <= height)) throw new Error(`planck lost the ball to ${x}, ${y}`);
  if (pitch.touches < 50) throw new Error(`planck's match is none: ${pitch.touches} touches of the ball`);
  return { log, end: pitch.digest() };
}

/** Returns how it ended, for the check. */
function playOurs(stadium: Stadium, { log, end }: Recording): () => void {
  const stadiums = { get: () => stadium };
  const state = createState(stadium);
  for (const commands of log) {
    for (const command of commands) apply(state, command, stadiums);
    step(state, []);
  }
  return () => same(hashState(state), end);
}

function playPlanck(stadium: Stadium, { log, end }: Recording): () => void {
  const pitch = new PlanckPitch(stadium);
  for (const commands of log) {
    for (const command of commands) pitch.obey(command);
    pitch.step();
  }
  return () => same(pitch.digest(), end);
}

/** A time is worth nothing unless the match ended as it did when it was recorded, to the bit. */
function same(actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`a match ended in ${actual}, not in ${expected}`);
}

/** `run` is timed; the check that it returns is not. */
function ticksPerSecond(run: () => () => void): number {
  const startMs = performance.now();
  const check = run();
  const seconds = (performance.now() - startMs) / 1000;
  check();
  return TICKS / seconds;
}
