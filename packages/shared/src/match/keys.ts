// Five keys in one byte (physics.md §5.1). A device fills it, a command carries it, a step reads it.

export const KEY = { up: 1, down: 2, left: 4, right: 8, kick: 16 } as const;

/** All five; a sanitised input is `keys & ALL_KEYS`. */
export const ALL_KEYS = 31;
