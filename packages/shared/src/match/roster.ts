// The one ordered list of players and their discs (match-rules.md §2, §6). Every change of either goes through here.
import { addDisc, type Disc, FLAGS, removeDisc } from '../physics/index.ts';
import type { MatchState, Player, Team } from './state.ts';

/** cMask of a player's disc outside phase 0: ball, red, blue, wall. */
export const PLAYER_MASK = FLAGS.ball | FLAGS.red | FLAGS.blue | FLAGS.wall;

/** The player with this id, if he is in the room. */
export function findPlayer(state: MatchState, id: number): Player | undefined {
  const { players } = state;
  for (let i = 0; i < players.length; i++) if (players[i].id === id) return players[i];
  return undefined;
}

/** The player who owns disc `index`, if any. */
export function ownerOf(state: MatchState, index: number): Player | undefined {
  const { players } = state;
  for (let i = 0; i < players.length; i++) if (players[i].disc === index) return players[i];
  return undefined;
}

/** -1 for red (left), +1 for blue (right). */
export function side(team: Team): number {
  return team === 1 ? -1 : 1;
}

/** Group bit of the kick-off barriers that hold while `team` has the kick-off (match-rules.md §3). */
export function kickOffFlag(team: 1 | 2): number {
  return team === 1 ? FLAGS.redKO : FLAGS.blueKO;
}

/** A player's disc as it is at a line-up or on joining a running match (match-rules.md §3, §4). */
export function playerDisc(state: MatchState, team: Team, x: number, y: number): Disc {
  const { player } = state.stadium.pitch;
  return {
    x,
    y,
    vx: 0,
    vy: 0,
    gx: player.gx,
    gy: player.gy,
    radius: player.radius,
    bCoef: player.bCoef,
    invMass: player.invMass,
    damping: player.damping,
    color: -1,
    cMask: PLAYER_MASK,
    cGroup: (team === 1 ? FLAGS.red : FLAGS.blue) | player.cGroup,
  };
}

/** Appends a disc for the player at the place for those who come during a match (match-rules.md §6). */
export function enterPitch(state: MatchState, player: Player): void {
  const { pitch } = state.stadium;
  const spawns = player.team === 1 ? pitch.redSpawns : pitch.blueSpawns;
  const last = spawns[spawns.length - 1];
  const [x, y] = last ?? [side(player.team) * pitch.width, 0];
  player.input = 0;
  player.disc = addDisc(state.world, playerDisc(state, player.team, x, y));
  player.number = freeNumber(state, player);
}

/** Removes the player's disc, if any; later discs move down by one. */
export function leavePitch(state: MatchState, player: Player): void {
  const index = player.disc;
  if (index < 0) return;
  removeDisc(state.world, index);
  player.disc = -1;
  for (const other of state.players) if (other.disc > index) other.disc--;
}

function freeNumber(state: MatchState, player: Player): number {
  const taken = new Set<number>();
  for (const mate of state.players) if (mate !== player && mate.team === player.team) taken.add(mate.number);
  let number = 1;
  while (taken.has(number)) number++;
  return number;
}
