// Keys → kicks and acceleration (physics.md §5.2), for each player with a disc, in the order of the roster.
import { FLAGS } from '../physics/index.ts';
import type { MatchEvent } from './events.ts';
import { KEY } from './keys.ts';
import type { MatchState, Player } from './state.ts';
import { noteTouch } from './touches.ts';

/** 1 / 1.4142135623730951: one ulp below the double nearest to sqrt(1/2). */
const DIAG = 0.7071067811865475;
const KICK_RANGE = 4;

export function movePlayers(state: MatchState, events: MatchEvent[]): void {
  const { players } = state;
  for (let i = 0; i < players.length; i++) if (players[i].disc >= 0) movePlayer(state, players[i], events);
}

function movePlayer(state: MatchState, player: Player, events: MatchEvent[]): void {
  const { kickRate, world } = state;
  const physics = state.stadium.pitch.player;
  const { input, disc: p } = player;

  if ((input & KEY.kick) === 0) player.kickArmed = false;
  if (player.kickCooldown > 0) player.kickCooldown--;
  if (player.kickBudget < kickRate.bound) player.kickBudget++;
  if (player.kickArmed && player.kickCooldown <= 0 && player.kickBudget >= 0 && kick(state, player, events)) {
    events.push({ type: 'kick', player: player.id });
    player.kickArmed = false;
    player.kickCooldown = kickRate.min;
    player.kickBudget -= kickRate.rate;
  }

  let dx = ((input & KEY.right) !== 0 ? 1 : 0) - ((input & KEY.left) !== 0 ? 1 : 0);
  let dy = ((input & KEY.down) !== 0 ? 1 : 0) - ((input & KEY.up) !== 0 ? 1 : 0);
  if (dx !== 0 && dy !== 0) {
    dx *= DIAG;
    dy *= DIAG;
  }
  if (dx !== 0 || dy !== 0) {
    const acceleration = player.kickArmed ? physics.kickingAcceleration : physics.acceleration;
    world.vx[p] += dx * acceleration;
    world.vy[p] += dy * acceleration;
  }
  world.damping[p] = player.kickArmed ? physics.kickingDamping : physics.damping;
}

/** Kicks every kickable disc in reach; true if there was one. */
function kick(state: MatchState, player: Player, events: MatchEvent[]): boolean {
  const { x, y, vx, vy, radius, invMass, cGroup, count } = state.world;
  const { kickStrength, kickback } = state.stadium.pitch.player;
  const p = player.disc;
  let kicked = false;
  for (let d = 0; d < count; d++) {
    if (d === p || (cGroup[d] & FLAGS.kick) === 0) continue;
    const dx = x[d] - x[p];
    const dy = y[d] - y[p];
    const dist = Math.sqrt(dx * dx + dy * dy);
    // Not `<`: a NaN distance counts as in reach, as in the reference.
    if (dist - radius[d] - radius[p] >= KICK_RANGE) continue;
    const nx = dx / dist;
    const ny = dy / dist;
    vx[d] += kickStrength * nx * invMass[d];
    vy[d] += kickStrength * ny * invMass[d];
    vx[p] += -kickback * nx * invMass[p];
    vy[p] += -kickback * ny * invMass[p];
    noteTouch(state, player, d, events);
    kicked = true;
  }
  return kicked;
}
