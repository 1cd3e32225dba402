// A gamepad of the standard mapping as a byte of `match/keys.ts`: left stick or cross to move, any face button to kick.
import { KEY } from '@touchline/shared/match';
import { stickKeys } from './directions.ts';

const DEAD = 0.35;
const FACE_BUTTONS = [0, 1, 2, 3] as const;
const CROSS = [
  [12, KEY.up],
  [13, KEY.down],
  [14, KEY.left],
  [15, KEY.right],
] as const;

/** The part of a `Gamepad` that is read. */
export type Pad = {
  readonly axes: readonly number[];
  readonly buttons: readonly { readonly pressed: boolean }[];
};

export function padKeys(pad: Pad): number {
  let keys = stickKeys(pad.axes[0] ?? 0, pad.axes[1] ?? 0, DEAD);
  for (const [button, bit] of CROSS) if (pad.buttons[button]?.pressed) keys |= bit;
  if (FACE_BUTTONS.some((button) => pad.buttons[button]?.pressed)) keys |= KEY.kick;
  return keys;
}

/** Keys of all connected pads together. A pad in a window without focus is not ours to read. */
export function gamepadKeys(): number {
  if (typeof navigator === 'undefined' || !navigator.getGamepads || !document.hasFocus()) return 0;
  let keys = 0;
  for (const pad of navigator.getGamepads()) if (pad?.connected && pad.mapping === 'standard') keys |= padKeys(pad);
  return keys;
}
