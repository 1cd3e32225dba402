// Collision bits (stadium-format.md §4.2) and the one test of two masks (physics.md §7.1).

/** Every named collision bit. `c3` is the sign bit, so masks are signed 32-bit integers. */
export const FLAGS = {
  ball: 1,
  red: 2,
  blue: 4,
  redKO: 8,
  blueKO: 16,
  wall: 32,
  kick: 64,
  score: 128,
  c0: 1 << 28,
  c1: 1 << 29,
  c2: 1 << 30,
  c3: 1 << 31,
} as const;

/** `all` of a stadium file: the first six bits; not kick, score or c0..c3. */
export const ALL = 63;

/** May the two touch? Both directions must agree. */
export function interact(maskA: number, groupA: number, maskB: number, groupB: number): boolean {
  return (maskA & groupB) !== 0 && (groupA & maskB) !== 0;
}
