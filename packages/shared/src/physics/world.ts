// The discs of one tick in flat columns over one buffer: a copy is a few `set`s, so prediction and keyframes stay cheap.
// Order is meaning: the ball, then the stadium's discs, then players' discs as they were created (physics.md §2).

/** The ten real properties of a disc, in the order in which they are written to bytes. */
export const REALS = ['x', 'y', 'vx', 'vy', 'gx', 'gy', 'radius', 'bCoef', 'invMass', 'damping'] as const;
/** The three integer properties of a disc, likewise. */
export const INTS = ['color', 'cMask', 'cGroup'] as const;

export type Real = (typeof REALS)[number];
export type Int = (typeof INTS)[number];

/** One disc as plain values: positions in map units, speeds in map units per tick, colour 0xRRGGBB or -1. */
export type Disc = Record<Real | Int, number>;

export type World = { readonly capacity: number; count: number } & { readonly [K in Real]: Float64Array } & {
  readonly [K in Int]: Int32Array;
};

/** An empty world with room for `capacity` discs. */
export function createWorld(capacity: number): World {
  const reals = Object.fromEntries(REALS.map((key) => [key, new Float64Array(capacity)])) as Record<Real, Float64Array>;
  const ints = Object.fromEntries(INTS.map((key) => [key, new Int32Array(capacity)])) as Record<Int, Int32Array>;
  return { capacity, count: 0, ...reals, ...ints };
}

/** Makes `into` equal to `from`; `into.capacity` must be at least `from.count`. */
export function copyWorld(into: World, from: World): void {
  if (into.capacity < from.count) throw new RangeError(`world of ${into.capacity} cannot hold ${from.count} discs`);
  into.count = from.count;
  for (const key of REALS) into[key].set(from[key]);
  for (const key of INTS) into[key].set(from[key]);
}

/** Writes all thirteen properties of disc `index`. */
export function setDisc(world: World, index: number, disc: Disc): void {
  for (const key of REALS) world[key][index] = disc[key];
  for (const key of INTS) world[key][index] = disc[key];
}

/** Reads disc `index` as plain values. */
export function getDisc(world: World, index: number): Disc {
  const disc = {} as Disc;
  for (const key of REALS) disc[key] = world[key][index];
  for (const key of INTS) disc[key] = world[key][index];
  return disc;
}

/** Appends a disc and returns its index. */
export function addDisc(world: World, disc: Disc): number {
  if (world.count >= world.capacity) throw new RangeError(`no room for a disc beyond ${world.capacity}`);
  setDisc(world, world.count, disc);
  return world.count++;
}

/** Removes disc `index` and closes the gap; later discs move down by one. */
export function removeDisc(world: World, index: number): void {
  for (const key of REALS) world[key].copyWithin(index, index + 1, world.count);
  for (const key of INTS) world[key].copyWithin(index, index + 1, world.count);
  world.count--;
}
