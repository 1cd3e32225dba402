// A stick's push as direction keys: eight ways, each as wide as the others.
import { KEY } from '@touchline/shared/match';

const EIGHTHS = [
  KEY.right,
  KEY.right | KEY.down,
  KEY.down,
  KEY.down | KEY.left,
  KEY.left,
  KEY.left | KEY.up,
  KEY.up,
  KEY.up | KEY.right,
] as const;

/** `x` to the right, `y` downwards; pushes shorter than `dead` are none. */
export function stickKeys(x: number, y: number, dead: number): number {
  if (!(Math.hypot(x, y) >= dead)) return 0;
  const eighth = Math.round(Math.atan2(y, x) / (Math.PI / 4));
  return EIGHTHS[(eighth + 8) % 8];
}
