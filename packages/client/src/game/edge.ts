// The edge of the screen: an arrow for what is beyond it, and nicks that stay within.

/** Where on the edge an arrow points to something out of sight; null when any of it is in view. */
export function edgePoint(
  x: number,
  y: number,
  radius: number,
  width: number,
  height: number,
  inset: number,
): { readonly x: number; readonly y: number; readonly angle: number } | null {
  const inside = x > -radius && y > -radius && x < width + radius && y < height + radius;
  if (inside || !Number.isFinite(x + y)) return null;
  const edgeX = Math.min(Math.max(x, inset), width - inset);
  const edgeY = Math.min(Math.max(y, inset), height - inset);
  return { x: edgeX, y: edgeY, angle: Math.atan2(y - edgeY, x - edgeX) };
}

/** The middle of a nick along one axis: all of it is on the screen while any of its disc is. */
export function inSight(disc: number, radius: number, nick: number, size: number, screen: number): number {
  const shown = disc > -radius && disc < screen + radius;
  return shown ? Math.min(Math.max(nick, size / 2), screen - size / 2) : nick;
}
