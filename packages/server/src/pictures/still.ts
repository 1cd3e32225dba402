// A match at one tick as a picture needs it: plain values, so that it can travel to the thread that draws.
import type { Kit, MatchState, Team } from '@touchline/shared/match';

/** One disc: map units; `color` 0xRRGGBB, -1 transparent. Players have a team, a shirt's text and a nick. */
export interface StillDisc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly color: number;
  readonly team: Team;
  readonly text: string;
  readonly nick: string;
}

export interface StillBoard {
  readonly red: number;
  readonly blue: number;
  /** Of play. */
  readonly seconds: number;
  /** Under the clock; empty while there is just play. */
  readonly word: string;
}

export interface Still {
  /** Of the room. */
  readonly name: string;
  /** Null without a match. */
  readonly board: StillBoard | null;
  readonly redKit: Kit | null;
  readonly blueKit: Kit | null;
  /** In drawing order: the stadium's, the players', the ball last. */
  readonly discs: readonly StillDisc[];
}

/** What the painter is asked for. `stadium`: canonical text; `path`: a recording at rest, gzip or not. */
export type Order =
  | { readonly kind: 'room'; readonly stadium: string; readonly still: Still }
  | { readonly kind: 'recording'; readonly path: string };

export function stillOf(state: MatchState, name: string): Still {
  const { phase, red, blue, time, redKit, blueKit } = state;
  const board = phase === 'none' ? null : { red, blue, seconds: time, word: wordOf(state) };
  return { name, board, redKit, blueKit, discs: discsOf(state) };
}

function wordOf({ phase, pause }: MatchState): string {
  if (pause > 0) return 'Paused';
  if (phase === 'goal') return 'Goal!';
  if (phase === 'ended') return 'Full time';
  return phase === 'kickOff' ? 'Kick-off' : '';
}

function discsOf({ world, players, stadium }: MatchState): StillDisc[] {
  const spot = (disc: number) => ({ x: world.x[disc], y: world.y[disc], radius: world.radius[disc] });
  const round: StillDisc[] = [];
  const own = Math.min(world.count, stadium.pitch.discs.length);
  for (let disc = 1; disc < own; disc++) {
    round.push({ ...spot(disc), color: world.color[disc], team: 0, text: '', nick: '' });
  }
  for (const { disc, team, avatar, number, name } of players) {
    if (disc >= 0) round.push({ ...spot(disc), color: 0, team, text: avatar || String(number), nick: name });
  }
  if (world.count > 0) round.push({ ...spot(0), color: world.color[0], team: 0, text: '', nick: '' });
  return round;
}
