// Where an arrow at the edge of the screen stands for something beyond it.

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
