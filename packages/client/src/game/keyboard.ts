// The keyboard as a byte of `match/keys.ts`. Four promises: nothing typed into a field reaches the pitch, a window that lost the focus holds
// no key, a tap between two ticks is still a kick, and a direction that is held moves the disc as soon as there is one to move.
import { KEY } from '@touchline/shared/match';

/**
 * `KeyboardEvent.code`s of each action: by place on the keyboard, so that WASD lies where a hand expects it on every layout. No code
 * does two things.
 */
export type Bindings = Readonly<Record<keyof typeof KEY, readonly string[]>>;

/** Where key events come from: the window, or a test's stand-in. */
export interface KeySource extends EventTarget {
  readonly document?: EventTarget & { readonly hidden?: boolean };
}

const ACTIONS = Object.keys(KEY) as readonly (keyof typeof KEY)[];

export class Keyboard {
  readonly #gone = new AbortController();
  /** Codes that are down and were pressed for the pitch, also before there is anything to steer. */
  readonly #held = new Set<string>();
  /** Bits pressed since `keys()` was last asked: a press and a release between two ticks still count for one tick. */
  #tapped = 0;
  /** By code; empty until somebody binds. */
  readonly #bits = new Map<string, number>();
  /** Focus moved by Tab: then keys on a button belong to the button. */
  #navigating = false;
  #playing = false;

  constructor(source: KeySource = window) {
    const { signal } = this.#gone;
    source.addEventListener('keydown', (event) => this.#down(event as KeyboardEvent), { signal });
    source.addEventListener('keyup', (event) => this.#up(event as KeyboardEvent), { signal });
    source.addEventListener('pointerdown', () => this.#pointed(), { signal, capture: true });
    source.addEventListener('focusin', (event) => isTextField(targetOf(event)) && this.release(), { signal });
    for (const type of ['blur', 'pagehide']) source.addEventListener(type, () => this.release(), { signal });
    source.document?.addEventListener('visibilitychange', () => this.release(), { signal });
  }

  /** While playing, keys move a disc and do not scroll the page; else they are left alone. */
  get playing(): boolean {
    return this.#playing;
  }

  set playing(playing: boolean) {
    if (playing === this.#playing) return;
    this.#playing = playing;
    this.#tapped = 0;
    // As after a kick-off (protocol/input.ts): a held direction acts from the first tick, a held kick would fire by itself.
    for (const code of this.#held) if (this.#bits.get(code) === KEY.kick) this.#held.delete(code);
  }

  /** From now on these keys and no others. */
  bind(bindings: Bindings): void {
    this.release();
    this.#bits.clear();
    for (const action of ACTIONS) for (const code of bindings[action]) this.#bits.set(code, KEY[action]);
  }

  /** The keys in force, for one tick: ask once per tick. */
  keys(): number {
    if (!this.#playing) return 0;
    let keys = this.#tapped;
    this.#tapped = 0;
    for (const code of this.#held) keys |= this.#bits.get(code) ?? 0;
    return keys;
  }

  /** Lets go of everything. */
  release(): void {
    this.#held.clear();
    this.#tapped = 0;
  }

  dispose(): void {
    this.#gone.abort();
    this.release();
  }

  #pointed(): void {
    this.#navigating = false;
  }

  #down(event: KeyboardEvent): void {
    if (event.code === 'Tab') this.#navigating = true;
    if (event.code === 'Escape') this.#navigating = false;
    const bit = this.#bits.get(event.code);
    if (bit === undefined || this.#belongsElsewhere(event)) return;
    // Alt and Cmd make shortcuts of the browser; a Mac tells no release of a key pressed with Cmd.
    if (event.metaKey || (event.altKey && !event.ctrlKey)) return;
    // Ctrl kicks, so ctrl+S and ctrl+D are moves here, not the browser's dialogs.
    if (this.#playing) event.preventDefault();
    // A direction that only repeats was pressed elsewhere or let go by a lost focus, and is still down. A kick wants a press of its own.
    if (event.repeat && (bit === KEY.kick || this.#held.has(event.code))) return;
    this.#held.add(event.code);
    if (this.#playing) this.#tapped |= bit;
  }

  #up(event: KeyboardEvent): void {
    if (event.key === 'Meta') this.release();
    if (!this.#held.delete(event.code) || !this.#playing) return;
    // A button that was clicked before would be pressed again by the release of space.
    event.preventDefault();
  }

  #belongsElsewhere(event: KeyboardEvent): boolean {
    const target = targetOf(event);
    if (event.isComposing || isTextField(target)) return true;
    return this.#navigating && isControl(target);
  }
}

/** The innermost element, also inside a shadow root. */
function targetOf(event: Event): EventTarget | null {
  return event.composedPath()[0] ?? event.target;
}

interface ElementLike {
  readonly tagName?: unknown;
  readonly isContentEditable?: unknown;
  closest?(selector: string): unknown;
}

/** Does typing into it mean text or a choice? */
export function isTextField(target: EventTarget | null): boolean {
  const { tagName, isContentEditable } = (target ?? {}) as ElementLike;
  return isContentEditable === true || ['INPUT', 'TEXTAREA', 'SELECT'].includes(String(tagName).toUpperCase());
}

/** Is it something that space, arrows or letters operate? */
function isControl(target: EventTarget | null): boolean {
  const element = (target ?? {}) as ElementLike;
  return Boolean(element.closest?.('button, a[href], summary, [role], [tabindex]'));
}
