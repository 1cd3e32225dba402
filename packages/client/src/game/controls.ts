// All devices as one: what the player holds in this tick.
import { ALL_KEYS } from '@touchline/shared/match';
import { gamepadKeys } from './gamepad.ts';
import { Keyboard } from './keyboard.ts';
import { Touch, type TouchOptions } from './touch.ts';

export class Controls {
  readonly keyboard = new Keyboard();
  readonly #touch: Touch;
  #playing = false;

  constructor(options: TouchOptions) {
    this.#touch = new Touch(options);
  }

  /** On while there is an own disc: devices are read, the page does not scroll, the stick is shown to fingers. */
  get playing(): boolean {
    return this.#playing;
  }

  set playing(playing: boolean) {
    this.#playing = playing;
    this.keyboard.playing = playing;
    this.#touch.playing = playing;
  }

  /** A byte of `match/keys.ts`. Ask once per tick: a tap shorter than a tick is told once. */
  keys(): number {
    if (!this.#playing) return 0;
    return (this.keyboard.keys() | this.#touch.keys() | gamepadKeys()) & ALL_KEYS;
  }

  dispose(): void {
    this.keyboard.dispose();
    this.#touch.dispose();
  }
}
