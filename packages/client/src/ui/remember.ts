// What the browser remembers. Storage may be missing or full: then the page simply forgets with the tab.
import { effect, type Signal, signal } from '@preact/signals';

const PREFIX = 'touchline.';

function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Private windows and full disks: nothing is lost but the memory.
  }
}

/** A signal that outlives the page. What was stored counts only where `fits` says so. */
export function remembered<T>(key: string, initial: T, fits: (value: unknown) => value is T): Signal<T> {
  let value = initial;
  try {
    const stored: unknown = JSON.parse(recall(key) ?? 'null');
    if (fits(stored)) value = stored;
  } catch {
    // Not ours; overwritten at the next change.
  }
  const kept = signal(value);
  let first = true;
  effect(() => {
    const text = JSON.stringify(kept.value);
    if (!first) keep(key, text);
    first = false;
  });
  return kept;
}

export const isText =
  (max: number) =>
  (value: unknown): value is string =>
    typeof value === 'string' && value.length <= max;

/** The same lengths as match/rules.ts: the lobby does not load the simulation for three numbers. A test compares them. */
export const LENGTHS = { nick: 25, avatar: 2, chat: 140, reason: 100, roomName: 40, password: 64 } as const;

export const nick = remembered('nick', '', isText(LENGTHS.nick));
export const avatar = remembered('avatar', '', isText(LENGTHS.avatar));

const ROOM_IGNORED = 'ignored.';

/** Ids of players of a room whose lines are not shown in this tab. An id is given to one person only. */
export function ignoredIn(roomId: string): Signal<ReadonlySet<number>> {
  const key = PREFIX + ROOM_IGNORED + roomId;
  const ignored = signal<ReadonlySet<number>>(new Set());
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    if (Array.isArray(stored)) ignored.value = new Set(stored.filter((id) => Number.isInteger(id)));
  } catch {
    // Not ours, or no storage: everybody is heard.
  }
  effect(() => {
    const text = JSON.stringify([...ignored.value]);
    try {
      sessionStorage.setItem(key, text);
    } catch {
      // It lasts as long as the page.
    }
  });
  return ignored;
}
