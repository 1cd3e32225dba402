// What a person has set in this browser. One object, so that adding a setting is adding a field.
import { effect } from '@preact/signals';
import { remembered } from '../remember.ts';

export const ACTIONS = ['up', 'down', 'left', 'right', 'kick'] as const;
export type Action = (typeof ACTIONS)[number];
/** Action → `KeyboardEvent.code`s. */
export type Bindings = Readonly<Record<Action, readonly string[]>>;

export const USUAL_KEYS: Bindings = {
  up: ['ArrowUp', 'KeyW'],
  down: ['ArrowDown', 'KeyS'],
  left: ['ArrowLeft', 'KeyA'],
  right: ['ArrowRight', 'KeyD'],
  kick: ['KeyX', 'Space', 'ControlLeft', 'ControlRight'],
};

/** Each 0 … 1. */
export interface Volumes {
  readonly master: number;
  readonly match: number;
  readonly crowd: number;
  readonly messages: number;
}
export const MIXERS = ['master', 'match', 'crowd', 'messages'] as const satisfies readonly (keyof Volumes)[];

export interface Settings {
  readonly theme: 'auto' | 'dark' | 'light';
  readonly colourBlind: boolean;
  /** Are goals shown again to those who play? */
  readonly goalReplays: boolean;
  /** 1: as the stadium asks. */
  readonly zoom: number;
  readonly volumes: Volumes;
  readonly keys: Bindings;
}

export const ZOOM = { min: 0.6, max: 2, step: 0.1 } as const;

const DEFAULTS: Settings = {
  theme: 'auto',
  colourBlind: false,
  goalReplays: true,
  zoom: 1,
  volumes: { master: 0.7, match: 1, crowd: 0.8, messages: 0.6 },
  keys: USUAL_KEYS,
};

const between = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && value >= low && value <= high;

function isSettings(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null) return false;
  const { theme, colourBlind, goalReplays, zoom, volumes, keys } = value as Partial<Settings>;
  return (
    (theme === 'auto' || theme === 'dark' || theme === 'light') &&
    typeof colourBlind === 'boolean' &&
    typeof goalReplays === 'boolean' &&
    between(zoom, ZOOM.min, ZOOM.max) &&
    MIXERS.every((mixer) => between(volumes?.[mixer], 0, 1)) &&
    ACTIONS.every((action) => {
      const codes: unknown = keys?.[action];
      return Array.isArray(codes) && codes.length > 0 && codes.every((code) => typeof code === 'string');
    })
  );
}

export const settings = remembered<Settings>('settings', DEFAULTS, isSettings);

export function change(part: Partial<Settings>): void {
  settings.value = { ...settings.peek(), ...part };
}

/** These open the chat, the panel, the players; a Cmd or Windows key belongs to the system. */
const RESERVED = /^(Enter|NumpadEnter|Escape|Tab|F\d+|Meta.*)$/;
const MOST_CODES = 6;

/** May `code` be given to `action`? Not if it is reserved, or the only key of another action. */
export function isBindable(keys: Bindings, action: Action, code: string): boolean {
  if (RESERVED.test(code) || code === '' || keys[action].length >= MOST_CODES) return false;
  return ACTIONS.every((other) => other === action || keys[other].some((one) => one !== code));
}

/** A key does one thing: binding it takes it from whatever it did before. */
export function bind(keys: Bindings, action: Action, code: string): Bindings {
  if (!isBindable(keys, action, code)) return keys;
  const free = (from: Action): readonly string[] => keys[from].filter((one) => one !== code);
  return {
    up: free('up'),
    down: free('down'),
    left: free('left'),
    right: free('right'),
    kick: free('kick'),
    [action]: [...free(action), code],
  };
}

export function unbind(keys: Bindings, action: Action, code: string): Bindings {
  return keys[action].length > 1 ? { ...keys, [action]: keys[action].filter((one) => one !== code) } : keys;
}

/** The keys that run, a hand at a time: the first of every direction, then the second … */
export function runKeys({ up, left, down, right }: Bindings): readonly (readonly string[])[] {
  const hands = Math.max(up.length, left.length, down.length, right.length);
  return Array.from({ length: hands }, (_, hand) =>
    [up, left, down, right].flatMap((codes) => codes.slice(hand, hand + 1)),
  );
}

/** `KeyW` → W, `ArrowUp` → ↑: what is printed on the key, as far as a code can tell. */
export function keyName(code: string): string {
  const known: Readonly<Record<string, string>> = {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    ControlLeft: 'Ctrl',
    ControlRight: 'Right Ctrl',
    ShiftLeft: 'Shift',
    ShiftRight: 'Right Shift',
    AltLeft: 'Alt',
    AltRight: 'Right Alt',
    MetaLeft: 'Meta',
    MetaRight: 'Right Meta',
  };
  return known[code] ?? code.replace(/^Key|^Digit/, '').replace(/^Numpad/, 'Num ');
}

/** Writes theme and kits onto the document; theme.js has done it once before the first paint. */
export function followSettings(): void {
  effect(() => {
    const { theme, colourBlind } = settings.value;
    const root = document.documentElement;
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    if (colourBlind) root.dataset.kits = 'safe';
    else delete root.dataset.kits;
  });
}
