// Players who chase the ball and shoot it at the other goal: a scene for goldens and benchmarks, the same on every machine.
import { KEY } from '@touchline/shared/match';
import { kickOff, type Match } from './match.ts';

/** Plays `ticks` ticks of `aSide` against `aSide` and returns the match. */
export function playScene(stadium: string, ticks: number, aSide = 3): Match {
  const match = kickOff(stadium, { red: aSide, blue: aSide }, { scoreLimit: 5, timeLimit: 3 });
  const { state } = match;
  for (let t = 0; t < ticks; t++) {
    for (const [i, player] of state.players.entries()) {
      // Each looks up every few ticks, and not all at once.
      if ((t + i) % 5 === 0) match.try({ type: 'input', id: player.id, keys: chase(match, i) });
    }
    match.run(1);
  }
  return match;
}

function chase({ state }: Match, i: number): number {
  const { world, players } = state;
  const { disc, team } = players[i];
  if (disc < 0) return 0;
  const forward = team === 1 ? 1 : -1;
  // Goes behind the ball, each at another distance so that they do not all stand in one heap.
  const dx = world.x[0] - forward * (8 + 14 * (i % 3)) - world.x[disc];
  const dy = world.y[0] + 9 * ((i % 3) - 1) - world.y[disc];
  let keys = 0;
  if (dx > 3) keys |= KEY.right;
  if (dx < -3) keys |= KEY.left;
  if (dy > 3) keys |= KEY.down;
  if (dy < -3) keys |= KEY.up;
  // Kicks from behind, and lets go again so that the next kick can arm.
  const behind = (world.x[0] - world.x[disc]) * forward > 0;
  if (behind && Math.abs(dx) < 30 && Math.abs(dy) < 30 && state.tick % 10 < 6) keys |= KEY.kick;
  return keys;
}
