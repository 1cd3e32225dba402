// A player who goes behind the ball and shoots it at the other goal: enough to keep every body of a scene busy.
import { type Command, KEY } from '@touchline/shared/match';

/** In map units. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Keys of player `number` at `me`, who plays towards +x (`forward` 1) or -x (-1). */
export function chase(me: Spot, ball: Spot, forward: 1 | -1, number: number, tick: number): number {
  // Each aims at a place of his own behind the ball, so that they do not all stand in one heap.
  const dx = ball.x - forward * (8 + 14 * (number % 3)) - me.x;
  const dy = ball.y + 9 * ((number % 3) - 1) - me.y;
  let keys = 0;
  if (dx > 3) keys |= KEY.right;
  if (dx < -3) keys |= KEY.left;
  if (dy > 3) keys |= KEY.down;
  if (dy < -3) keys |= KEY.up;
  const behind = (ball.x - me.x) * forward > 0;
  // Lets go again, so that the next kick can arm.
  if (behind && Math.abs(dx) < 30 && Math.abs(dy) < 30 && tick % 10 < 6) keys |= KEY.kick;
  return keys;
}

/** What begins such a match, without limits. Reds are the odd ids. */
export function opening(aSide: number): Command[] {
  const commands: Command[] = [];
  for (let id = 1; id <= 2 * aSide; id++) {
    commands.push({ type: 'join', id, name: `player ${id}`, avatar: '', bot: false });
    commands.push({ type: 'team', id, team: id % 2 === 1 ? 1 : 2, by: 0 });
  }
  commands.push({ type: 'limits', scoreLimit: 0, timeLimit: 0, by: 0 }, { type: 'start', by: 0 });
  return commands;
}

/** Everybody looks up every five ticks, and not all at once. */
export function* looks(aSide: number, tick: number): Iterable<readonly [id: number, forward: 1 | -1, number: number]> {
  for (let id = 1; id <= 2 * aSide; id++) if ((tick + id) % 5 === 0) yield [id, id % 2 === 1 ? 1 : -1, id >> 1];
}
