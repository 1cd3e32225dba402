// Which keys do what: by place on the keyboard (KeyboardEvent.code), so that WASD lies where a hand expects it on every layout.
import { KEY } from '@touchline/shared/match';
import { type Memory, recall, remember } from './memory.ts';

export type Action = keyof typeof KEY;
export const ACTIONS = Object.keys(KEY) as readonly Action[];

/** Codes of each action; no code does two things. */
export type Bindings = Readonly<Record<Action, readonly string[]>>;

export const DEFAULT_BINDINGS: Bindings = {
  up: ['ArrowUp', 'KeyW'],
  down: ['ArrowDown', 'KeyS'],
  left: ['ArrowLeft', 'KeyA'],
  right: ['ArrowRight', 'KeyD'],
  kick: ['KeyX', 'Space', 'ControlLeft', 'ControlRight'],
};

const MEMORY_KEY = 'touchline.keys';
const MOST_CODES = 6;
/** These open the chat, the panel, the players, or leave a text field: never a player's keys. */
const RESERVED = ['Enter', 'NumpadEnter', 'Escape', 'Tab'];

/** May this key be bound to an action? */
export function isBindable(code: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]{0,23}$/.test(code) && !RESERVED.includes(code) && !code.startsWith('Meta');
}

/** A remembered value, or null when it is not a whole and unambiguous set of bindings. */
export function readBindings(value: unknown): Bindings | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Record<string, unknown>;
  const taken = new Set<string>();
  const bindings: Record<Action, string[]> = { up: [], down: [], left: [], right: [], kick: [] };
  for (const action of ACTIONS) {
    const codes = fields[action];
    if (!Array.isArray(codes) || codes.length === 0 || codes.length > MOST_CODES) return null;
    for (const code of codes) {
      if (typeof code !== 'string' || !isBindable(code) || taken.has(code)) return null;
      taken.add(code);
      bindings[action].push(code);
    }
  }
  return bindings;
}

/** `bindings` with `code` doing `action`; whatever it did before, it does no more (unless that was an action's last key: null). */
export function bind(bindings: Bindings, action: Action, codes: readonly string[]): Bindings | null {
  const next: Record<Action, readonly string[]> = { ...bindings, [action]: [...new Set(codes)] };
  for (const other of ACTIONS) {
    if (other !== action) next[other] = next[other].filter((code) => !codes.includes(code));
  }
  return readBindings(next);
}

export function loadBindings(memory: Memory): Bindings {
  return readBindings(recall(memory, MEMORY_KEY)) ?? DEFAULT_BINDINGS;
}

export function saveBindings(memory: Memory, bindings: Bindings): void {
  remember(memory, MEMORY_KEY, bindings);
}

/** What is printed on a key, roughly: 'KeyX' → 'X', 'ArrowUp' → '↑'. Words of the catalogue go before these. */
export function keyCap(code: string): string {
  const arrow = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }[code];
  return (
    arrow ??
    code
      .replace(/^(Key|Digit)(?=.$)/, '')
      .replace(/^Control/, 'Ctrl ')
      .replace(/(?<=[a-z])(?=[A-Z0-9])/g, ' ')
  );
}
