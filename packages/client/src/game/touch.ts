// A floating stick on the left half and a kick button on the right, for fingers. Each half follows one pointer of its own, so both work
// at once; the stick stands where the finger lands and is pulled along when it wanders off.
import { KEY } from '@touchline/shared/match';
import { stickKeys } from './directions.ts';
import './touch.css';

/** CSS pixels. */
const REACH = 44;
const DEAD = 11;

export interface TouchOptions {
  /** Positioned, the size of the pitch. */
  readonly parent: HTMLElement;
  /** Word on the kick button. */
  readonly kickLabel: string;
}

export class Touch {
  readonly #layer = document.createElement('div');
  readonly #stick = document.createElement('div');
  readonly #knob = document.createElement('div');
  readonly #gone = new AbortController();
  #playing = false;
  /** Fingers are in use here: by the device's kind, or because one has touched the page. */
  #wanted = matchMedia('(pointer: coarse)').matches;
  #move: { id: number; x: number; y: number } | null = null;
  #kick = -1;
  #keys = 0;
  #tapped = 0;

  constructor({ parent, kickLabel }: TouchOptions) {
    const { signal } = this.#gone;
    const move = document.createElement('div');
    const kick = document.createElement('div');
    const button = document.createElement('div');
    this.#layer.className = 'touch';
    // Drawn for fingers and eyes; the same is on the keyboard for everybody else.
    this.#layer.setAttribute('aria-hidden', 'true');
    move.className = 'touch__field touch__field--move';
    kick.className = 'touch__field touch__field--kick';
    this.#stick.className = 'touch__stick';
    this.#knob.className = 'touch__knob';
    button.className = 'touch__kick';
    button.textContent = kickLabel;
    this.#stick.append(this.#knob);
    move.append(this.#stick);
    kick.append(button);
    this.#layer.append(move, kick);
    parent.append(this.#layer);

    move.addEventListener('pointerdown', (event) => this.#moveDown(move, event), { signal });
    move.addEventListener('pointermove', (event) => this.#moveTo(move, event), { signal });
    kick.addEventListener('pointerdown', (event) => this.#kickDown(kick, event), { signal });
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) {
      move.addEventListener(type, (event) => event.pointerId === this.#move?.id && this.#moveUp(), { signal });
      kick.addEventListener(type, (event) => event.pointerId === this.#kick && this.#kickUp(kick), { signal });
    }
    this.#layer.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    window.addEventListener('pointerdown', (event) => this.#sawPointer(event), { signal, capture: true });
    const release = () => {
      this.#moveUp();
      this.#kickUp(kick);
    };
    for (const type of ['blur', 'pagehide']) window.addEventListener(type, release, { signal });
    document.addEventListener('visibilitychange', release, { signal });
  }

  set playing(playing: boolean) {
    this.#playing = playing;
    this.#show();
  }

  /** For one tick, like the keyboard's. */
  keys(): number {
    const keys = this.#playing ? this.#keys | this.#tapped : 0;
    this.#tapped = 0;
    return keys;
  }

  dispose(): void {
    this.#gone.abort();
    this.#layer.remove();
  }

  #sawPointer(event: PointerEvent): void {
    if (event.pointerType !== 'touch' || this.#wanted) return;
    this.#wanted = true;
    this.#show();
  }

  #show(): void {
    const shown = this.#playing && this.#wanted;
    this.#layer.toggleAttribute('data-shown', shown);
    if (shown) return;
    this.#move = null;
    this.#kick = -1;
    this.#keys = 0;
  }

  #moveDown(field: HTMLElement, event: PointerEvent): void {
    if (this.#move) return;
    hold(field, event);
    const box = field.getBoundingClientRect();
    this.#move = { id: event.pointerId, x: event.clientX, y: event.clientY };
    this.#stick.toggleAttribute('data-held', true);
    this.#placeStick(event.clientX - box.left, event.clientY - box.top);
    this.#push(0, 0);
  }

  #moveTo(field: HTMLElement, event: PointerEvent): void {
    const move = this.#move;
    if (event.pointerId !== move?.id) return;
    let dx = event.clientX - move.x;
    let dy = event.clientY - move.y;
    const far = Math.hypot(dx, dy);
    if (far > REACH) {
      const box = field.getBoundingClientRect();
      move.x += dx * (1 - REACH / far);
      move.y += dy * (1 - REACH / far);
      dx *= REACH / far;
      dy *= REACH / far;
      this.#placeStick(move.x - box.left, move.y - box.top);
    }
    this.#push(dx, dy);
  }

  #moveUp(): void {
    this.#move = null;
    this.#stick.toggleAttribute('data-held', false);
    // Back to its corner, as the sheet has it.
    this.#stick.style.left = '';
    this.#stick.style.top = '';
    this.#stick.style.bottom = '';
    this.#push(0, 0);
  }

  #push(dx: number, dy: number): void {
    this.#knob.style.transform = `translate(${dx}px, ${dy}px)`;
    this.#keys = (this.#keys & KEY.kick) | stickKeys(dx, dy, DEAD);
  }

  #placeStick(x: number, y: number): void {
    const half = this.#stick.offsetWidth / 2;
    this.#stick.style.left = `${x - half}px`;
    this.#stick.style.top = `${y - half}px`;
    this.#stick.style.bottom = 'auto';
  }

  #kickDown(field: HTMLElement, event: PointerEvent): void {
    hold(field, event);
    this.#kick = event.pointerId;
    this.#keys |= KEY.kick;
    this.#tapped |= KEY.kick;
    field.toggleAttribute('data-held', true);
  }

  #kickUp(field: HTMLElement): void {
    this.#kick = -1;
    this.#keys &= ~KEY.kick;
    field.toggleAttribute('data-held', false);
  }
}

/** The finger stays ours wherever it slides; no scrolling, no focus, no mouse events after it. */
function hold(field: HTMLElement, event: PointerEvent): void {
  event.preventDefault();
  field.setPointerCapture(event.pointerId);
}
