// Discs and walls; no players, no goals. physics.md §1 to §3, §6 to §8.
export type { Arena, Joints, Planes, Segments, Vertices } from './arena.ts';
export { Contacts } from './contacts.ts';
export { ALL, FLAGS, interact } from './flags.ts';
export { digest } from './hash.ts';
export { stepWorld } from './step.ts';
export {
  addDisc,
  copyWorld,
  createWorld,
  type Disc,
  getDisc,
  INTS,
  type Int,
  REALS,
  type Real,
  removeDisc,
  setDisc,
  type World,
} from './world.ts';
