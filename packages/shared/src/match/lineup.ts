// Start and reset of a match (match-rules.md §4): places, masks, fresh discs.
import { addDisc, setDisc } from '../physics/index.ts';
import { leavePitch, playerDisc, side } from './roster.ts';
import type { MatchState, Player } from './state.ts';

/** Starts a match: fresh discs, 0:0, red to kick off. The caller has checked that none is running. */
export function startMatch(state: MatchState): void {
  clearPitch(state);
  for (const disc of state.stadium.pitch.discs) addDisc(state.world, disc);
  state.red = 0;
  state.blue = 0;
  state.time = 0;
  state.pause = 0;
  state.counter = 0;
  state.kickOffTeam = 1;
  reset(state);
}

/** No match any more: all discs gone, teams and inputs unchanged; scores and clock go with the match. */
export function clearPitch(state: MatchState): void {
  for (const player of state.players) player.disc = -1;
  state.world.count = 0;
  state.phase = 'none';
  state.counter = 0;
  state.pause = 0;
  state.time = 0;
  state.red = 0;
  state.blue = 0;
  state.lastTouch.fill(0);
  state.priorTouch.fill(0);
}

/** Lines everybody up for a kick-off. Existing discs keep their place in the disc list. */
export function reset(state: MatchState): void {
  const { pitch } = state.stadium;
  const { world } = state;
  state.phase = 'kickOff';
  state.lastTouch.fill(0);
  state.priorTouch.fill(0);
  const restored = pitch.fullReset ? pitch.discs.length : 1;
  for (let i = 0; i < restored; i++) setDisc(world, i, pitch.discs[i]);

  let placedRed = 0;
  let placedBlue = 0;
  for (const player of state.players) {
    if (player.team === 0) leavePitch(state, player);
    else lineUp(state, player, player.team === 1 ? placedRed++ : placedBlue++);
  }
}

/** Puts a player on the place of number `h` of his team (0 for the first). */
function lineUp(state: MatchState, player: Player, h: number): void {
  const { pitch } = state.stadium;
  const spawns = player.team === 1 ? pitch.redSpawns : pitch.blueSpawns;
  let x: number;
  let y: number;
  if (spawns.length > 0) {
    [x, y] = spawns[Math.min(h, spawns.length - 1)];
  } else {
    // 0, 55, -55, 110, -110, …; the first is -0, as in the reference.
    const row = Math.floor((h + 1) / 2);
    x = side(player.team) * pitch.spawnDistance;
    y = 55 * (h % 2 === 0 ? -row : row);
  }
  const disc = playerDisc(state, player.team, x, y);
  player.input = 0;
  player.number = h + 1;
  if (player.disc < 0) player.disc = addDisc(state.world, disc);
  else setDisc(state.world, player.disc, { ...disc, color: state.world.color[player.disc] });
}
