// The keyboard as a byte of `match/keys.ts`. Three promises: nothing typed into a field reaches the pitch, a window that lost the focus holds
// no key, and a tap between two ticks is still a kick.
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

  /** While playing, keys move a disc and do not scroll the page; else they are left alone and nothing is held. */
  get playing(): boolean {
    return this.#playing;
  }

  set playing(playing: boolean) {
    if (playing !== this.#playing) this.release();
    this.#playing = playing;
  }

  /** From now on these keys and no others. */
  bind(bindings: Bindings): void {
    this.release();
    this.#bits.clear();
    for (const action of ACTIONS) for (const code of bindings[action]) this.#bits.set(code, KEY[action]);
  }

  /** The keys in force, for one tick: ask once per tick. */
  keys(): number {
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
    if (bit === undefined || !this.#playing || this.#belongsElsewhere(event)) return;
    // Alt and Cmd make shortcuts of the browser; a Mac tells no release of a key pressed with Cmd.
    if (event.metaKey || (event.altKey && !event.ctrlKey)) return;
    // Ctrl kicks, so ctrl+S and ctrl+D are moves here, not the browser's dialogs.
    event.preventDefault();
    if (event.repeat) return;
    this.#held.add(event.code);
    this.#tapped |= bit;
  }

  #up(event: KeyboardEvent): void {
    if (event.key === 'Meta') this.release();
    if (!this.#held.delete(event.code)) return;
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
