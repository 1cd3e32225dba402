// What a browser remembers for its owner. Storage may be missing, full or forbidden: then a choice lasts as long as the page.

/** The part of `localStorage` that is used. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/** `localStorage` where the browser allows it (reading the property itself may throw), else a map of this page's life. */
export function pageMemory(): Memory {
  try {
    if (typeof localStorage !== 'undefined') return localStorage;
  } catch {
    // Blocked by a privacy setting.
  }
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

/** The remembered value, to be validated by its owner; undefined when there is none or it is no JSON. */
export function recall(memory: Memory, key: string): unknown {
  try {
    return JSON.parse(memory.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers, or goes on without when storage is full or forbidden. */
export function remember(memory: Memory, key: string, value: unknown): void {
  try {
    memory.setItem(key, JSON.stringify(value));
  } catch {
    // The choice holds for this page only.
  }
}
