// Tests wait for conditions, never for times; the limit only ends what would never end.
import { setTimeout as wait } from 'node:timers/promises';

export const WITHIN_MS = 60_000;
const LOOK_MS = 20;

/** The first value of `condition` that is something. */
export async function until<T>(
  what: string,
  condition: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  withinMs = WITHIN_MS,
): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > endMs) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await wait(LOOK_MS);
  }
}
