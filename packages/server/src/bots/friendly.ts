// A match between bots without a room: what the tests and the bench measure. Seeds and ticks in, figures out.
import {
  apply,
  createState,
  findPlayer,
  type MatchEvent,
  type MatchState,
  step,
  type Team,
} from '@touchline/shared/match';
import type { BotLevel } from '@touchline/shared/protocol';
import type { Stadium } from '@touchline/shared/stadium';
import { onTarget } from './aim.ts';
import { Bot } from './bot.ts';
import { fieldOf, mouthsOf } from './field.ts';

export interface Friendly {
  readonly stadium: Stadium;
  readonly perSide: number;
  readonly red: BotLevel;
  readonly blue: BotLevel;
  readonly seed: number;
  /** Minutes and goals, 0 none, as in a room. */
  readonly timeLimit: number;
  readonly scoreLimit: number;
  /** A match still level after so many ticks is a draw: no overtime goes on for ever. */
  readonly maxTicks: number;
  /** Milliseconds of any clock: with it the time spent thinking is summed up. It changes nothing else. */
  readonly clock?: () => number;
  /** Told after every tick. */
  readonly watch?: (state: MatchState, events: readonly MatchEvent[]) => void;
}

export interface FriendlyResult {
  red: number;
  blue: number;
  /** 0: stopped at `maxTicks`. */
  winner: 0 | 1 | 2;
  ticks: number;
  playTicks: number;
  /** Goals whose last touch was the conceding side's: mostly shots that somebody could not hold. */
  ownGoals: number;
  /** Of these: the touch sent the ball faster towards that goal than it came. */
  blunders: number;
  kicks: number;
  shots: number;
  /** Touches that came from a mate. */
  passes: number;
  /** Ticks of play in which the ball had not left a circle of 12 units for a second, with people from both sides at it. */
  jamTicks: number;
  /** Ticks of play with more than half of all players within 60 units of the ball. */
  clusterTicks: number;
  /** Changes of keys per bot and second. */
  changesPerSecond: number;
  thinks: number;
  thinkMs: number;
}

const JAM_TICKS = 60;

export function playFriendly(friendly: Friendly): FriendlyResult {
  const { stadium, perSide, seed, clock, maxTicks } = friendly;
  const stadiums = new Map([[stadium.hash, stadium]]);
  const state = createState(stadium);
  const bots: Bot[] = [];
  for (let i = 0; i < perSide * 2; i++) {
    const team = i % 2 === 0 ? 1 : 2;
    apply(state, { type: 'join', id: i + 1, name: `bot ${i + 1}`, avatar: '', bot: true }, stadiums);
    apply(state, { type: 'team', id: i + 1, team, by: 0 }, stadiums);
    bots.push(new Bot(i + 1, team === 1 ? friendly.red : friendly.blue, seed * 64 + i));
  }
  const { scoreLimit, timeLimit } = friendly;
  apply(state, { type: 'limits', scoreLimit, timeLimit, by: 0 }, stadiums);
  apply(state, { type: 'start', by: 0 }, stadiums);

  const result: FriendlyResult = {
    ...{ red: 0, blue: 0, winner: 0, ticks: 0, playTicks: 0, ownGoals: 0, blunders: 0, kicks: 0, shots: 0, passes: 0 },
    ...{ jamTicks: 0, clusterTicks: 0, changesPerSecond: 0, thinks: 0, thinkMs: 0 },
  };
  const keys = new Uint8Array(bots.length);
  const events: MatchEvent[] = [];
  const watch: Watch = { x: 0, y: 0, since: 0, toucher: 0, ballVx: 0, ballVy: 0, backwards: false };
  let changes = 0;
  while (result.ticks < maxTicks && result.winner === 0) {
    const before = clock?.() ?? 0;
    for (let i = 0; i < bots.length; i++) keys[i] = bots[i].think(state);
    if (clock) result.thinkMs += clock() - before;
    result.thinks += bots.length;
    for (let i = 0; i < bots.length; i++) {
      if (apply(state, { type: 'input', id: i + 1, keys: keys[i] }, stadiums) === null) changes++;
    }
    events.length = 0;
    step(state, events);
    result.ticks++;
    tally(result, state, events, watch);
    friendly.watch?.(state, events);
  }
  result.red = state.red;
  result.blue = state.blue;
  result.changesPerSecond = (changes / bots.length / result.ticks) * 60;
  return result;
}

interface Watch {
  x: number;
  y: number;
  since: number;
  toucher: number;
  /** The ball's speed one tick ago. */
  ballVx: number;
  ballVy: number;
  /** Did the last touch send the ball faster to the toucher's end? */
  backwards: boolean;
}

function tally(result: FriendlyResult, state: MatchState, events: readonly MatchEvent[], watch: Watch): void {
  const { world } = state;
  for (const event of events) {
    if (event.type === 'goal' && event.own) {
      result.ownGoals++;
      if (watch.backwards) result.blunders++;
    } else if (event.type === 'matchEnd') result.winner = event.winner;
    else if (event.type === 'positionsReset') watch.toucher = 0;
    else if (event.type === 'kick') {
      result.kicks++;
      const { x, y, vx, vy } = world;
      if (isShot(state, event.player, x[0], y[0], vx[0], vy[0])) result.shots++;
    } else if (event.type === 'touch') {
      const from = findPlayer(state, watch.toucher);
      const to = findPlayer(state, event.player);
      if (from && to && from !== to && from.team === to.team) result.passes++;
      watch.toucher = event.player;
      watch.backwards =
        to !== undefined && sentHome(state, to.team, world.vx[0] - watch.ballVx, world.vy[0] - watch.ballVy);
    }
  }
  watch.ballVx = world.vx[0];
  watch.ballVy = world.vy[0];
  if (state.phase !== 'playing') {
    watch.since = state.tick;
    return;
  }
  result.playTicks++;
  let near = 0;
  for (const player of state.players) {
    const dx = world.x[player.disc] - world.x[0];
    const dy = world.y[player.disc] - world.y[0];
    if (Math.sqrt(dx * dx + dy * dy) < 60) near++;
  }
  if (near * 2 > state.players.length && state.players.length > 2) result.clusterTicks++;
  if (Math.abs(world.x[0] - watch.x) > 12 || Math.abs(world.y[0] - watch.y) > 12) {
    watch.x = world.x[0];
    watch.y = world.y[0];
    watch.since = state.tick;
  } else if (state.tick - watch.since > JAM_TICKS && near > 1) result.jamTicks++;
}

/** Does a ball with this speed run at the goal of the player's opponents? */
function isShot(state: MatchState, playerId: number, x: number, y: number, vx: number, vy: number): boolean {
  const player = findPlayer(state, playerId);
  const speed = Math.sqrt(vx * vx + vy * vy);
  if (!player || player.team === 0 || !(speed > 0)) return false;
  return mouthsOf(fieldOf(state.stadium), player.team === 1 ? 2 : 1).some((mouth) => {
    const range = Math.sqrt((mouth.x - x) ** 2 + (mouth.y - y) ** 2);
    return range < speed * 100 && onTarget(mouth, x, y, vx / speed, vy / speed, 0);
  });
}

/** Does this change of the ball's speed point at a goal of the team's own? */
function sentHome(state: MatchState, team: Team, dvx: number, dvy: number): boolean {
  if (team === 0) return false;
  return mouthsOf(fieldOf(state.stadium), team).some((mouth) => -(dvx * mouth.nx + dvy * mouth.ny) > 0.5);
}
