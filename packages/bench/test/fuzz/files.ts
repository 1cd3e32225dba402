// Files that people bring: stadiums and recordings that were whole once.

import { STOCK_NAMES, stockStadium } from '@touchline/shared/stadium';
import { encodeFrame, encodePreamble, readFrames } from '../../../shared/src/log/frames.ts';
import { recorded } from '../../../shared/test/kit/index.ts';
import type { Dice } from './dice.ts';

const STADIUMS = STOCK_NAMES.map((name) => stockStadium(name)?.text ?? '');
const NUMBERS = [
  '0',
  '-1',
  '1e308',
  '-1e308',
  '1e-320',
  'NaN',
  'Infinity',
  '"x"',
  'null',
  '[]',
  '{}',
  'true',
  '0x7fffffff',
];

/** A `.hbs` file: numbers and names changed, or its bytes. */
export function anyStadium(dice: Dice): string {
  const text = dice.pick(STADIUMS);
  if (dice.chance(0.3)) return dice.damage(Buffer.from(text)).toString('latin1');
  const part = dice.pick([0.001, 0.01, 0.1]);
  return text
    .replace(/-?\d+(\.\d+)?/g, (number) => (dice.chance(part) ? dice.pick(NUMBERS) : number))
    .replace(/"(\w+)"(?=:)/g, (name) =>
      dice.chance(part / 10) ? dice.pick(['"__proto__"', '"trait"', '""', name]) : name,
    );
}

const { live, finished } = recorded({ ticks: 400 });

/** A `.tlr` file. Most faults lie inside a frame whose checksum is right again: the others would be found at once. */
export function anyRecording(dice: Dice): Uint8Array {
  const whole = dice.pick([live, finished]);
  if (dice.chance(0.2)) return dice.damage(whole);
  const { frames } = readFrames(whole);
  const hit = dice.below(frames.length);
  const parts = frames.map(({ type, payload }, i) => encodeFrame(type, i === hit ? dice.damage(payload) : payload));
  // Left out, twice, or elsewhere.
  if (dice.chance(0.2))
    parts.splice(hit, dice.below(2), ...(dice.chance(0.5) ? [parts[dice.below(parts.length)]] : []));
  return Buffer.concat([encodePreamble(), ...parts]);
}
