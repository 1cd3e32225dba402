// Discs and walls without football: a stadium file's parts as a world that can be stepped.
import { type Arena, addDisc, Contacts, createWorld, stepWorld, type World } from '@touchline/shared/physics';
import { stadiumOf } from './match.ts';

export interface Scene {
  readonly world: World;
  readonly arena: Arena;
  readonly contacts: Contacts;
  step(): void;
}

/** Lists as in a `.hbs` file; the first disc is disc 0. Discs do not lose speed unless the test says so. */
export function sceneOf(file: { readonly discs: readonly object[] } & Record<string, unknown>): Scene {
  const discs = file.discs.map((disc) => ({ damping: 1, ...disc }));
  const { pitch } = stadiumOf({ ...file, discs, ballPhysics: 'disc0' });
  const world = createWorld(pitch.discs.length);
  for (const disc of pitch.discs) addDisc(world, disc);
  const contacts = new Contacts();
  return { world, arena: pitch.arena, contacts, step: () => stepWorld(world, pitch.arena, contacts) };
}
