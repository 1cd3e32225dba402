// Everything that a tick reads and writes. Save, restore, continue = continue: nothing that matters lives elsewhere.
import { copyWorld, createWorld, type World } from '../physics/index.ts';
import type { Stadium } from '../stadium/index.ts';
import {
  DEFAULT_KICK_RATE,
  DEFAULT_SCORE_LIMIT,
  DEFAULT_TIME_LIMIT_MINUTES,
  type KickRate,
  MAX_PLAYERS,
} from './rules.ts';

/** 0 spectators, 1 red, 2 blue. */
export type Team = 0 | 1 | 2;

/** `none`: no match. The others are phases 0 to 3 of match-rules.md §1, in this order. */
export const PHASES = ['none', 'kickOff', 'playing', 'goal', 'ended'] as const;
export type Phase = (typeof PHASES)[number];

export interface Player {
  id: number;
  name: string;
  /** What the shirt shows; empty: the squad number. */
  avatar: string;
  bot: boolean;
  admin: boolean;
  team: Team;
  /** Keys in force, a byte of `keys.ts`. */
  input: number;
  kickArmed: boolean;
  kickCooldown: number;
  kickBudget: number;
  /** Squad number. */
  number: number;
  /** Index of the player's disc in the world, -1 without one. */
  disc: number;
}

/** A team's shirt: `angle` in degrees, colours 0xRRGGBB, up to three stripes. */
export interface Kit {
  readonly angle: number;
  readonly textColor: number;
  readonly stripes: readonly number[];
}

export interface MatchState {
  /** Completed ticks of the room; goes on over matches. */
  tick: number;
  stadium: Stadium;
  scoreLimit: number;
  timeLimit: number;
  kickRate: KickRate;
  locked: boolean;
  /** Red's and blue's own kit, null for the usual one. */
  redKit: Kit | null;
  blueKit: Kit | null;
  /** Ids are never used again in a room. */
  nextPlayerId: number;
  /** The ordered list P of match-rules.md §2. */
  players: Player[];

  phase: Phase;
  /** Ticks left of phase `goal` or `ended`. */
  counter: number;
  /** 0 in play, 120 paused, less while counting down (match-rules.md §7). */
  pause: number;
  /** Seconds of play, summed tick by tick. */
  time: number;
  red: number;
  blue: number;
  kickOffTeam: 1 | 2;
  world: World;
  /** Per stadium disc: ids of the last toucher and of the one before him; 0 nobody. */
  lastTouch: Int32Array;
  priorTouch: Int32Array;
}

/** A fresh room at tick 0, without players or match. */
export function createState(stadium: Stadium): MatchState {
  return {
    tick: 0,
    scoreLimit: DEFAULT_SCORE_LIMIT,
    timeLimit: DEFAULT_TIME_LIMIT_MINUTES,
    kickRate: { ...DEFAULT_KICK_RATE },
    locked: false,
    redKit: null,
    blueKit: null,
    nextPlayerId: 1,
    players: [],
    phase: 'none',
    counter: 0,
    pause: 0,
    time: 0,
    red: 0,
    blue: 0,
    kickOffTeam: 1,
    ...pitchMemory(stadium),
  };
}

/** The parts of a state whose size depends on the stadium, empty. */
export function pitchMemory(stadium: Stadium): Pick<MatchState, 'stadium' | 'world' | 'lastTouch' | 'priorTouch'> {
  const discs = stadium.pitch.discs.length;
  return {
    stadium,
    world: createWorld(discs + MAX_PLAYERS),
    lastTouch: new Int32Array(discs),
    priorTouch: new Int32Array(discs),
  };
}

/** Makes `into` equal to `from` without allocating, unless the stadium or the number of players changed. */
export function copyState(into: MatchState, from: MatchState): void {
  if (into.stadium !== from.stadium) Object.assign(into, pitchMemory(from.stadium));
  const { world, lastTouch, priorTouch, players, kickRate } = into;
  copyWorld(world, from.world);
  lastTouch.set(from.lastTouch);
  priorTouch.set(from.priorTouch);
  Object.assign(kickRate, from.kickRate);
  players.length = Math.min(players.length, from.players.length);
  for (let i = 0; i < from.players.length; i++) {
    const player = players[i];
    if (player) Object.assign(player, from.players[i]);
    else players.push({ ...from.players[i] });
  }
  into.tick = from.tick;
  into.scoreLimit = from.scoreLimit;
  into.timeLimit = from.timeLimit;
  into.locked = from.locked;
  into.redKit = from.redKit;
  into.blueKit = from.blueKit;
  into.nextPlayerId = from.nextPlayerId;
  into.phase = from.phase;
  into.counter = from.counter;
  into.pause = from.pause;
  into.time = from.time;
  into.red = from.red;
  into.blue = from.blue;
  into.kickOffTeam = from.kickOffTeam;
}

/** A copy that shares nothing mutable. */
export function cloneState(from: MatchState): MatchState {
  const copy = createState(from.stadium);
  copyState(copy, from);
  return copy;
}
