// What scripts pass → what the room takes. Scripts hand over numbers as text, colours as text, and nothing at all
// (room-scripts.md R7, R20, R44): all of it becomes a value, none of it an exception.
import type { DiscChange as CommandDiscChange, Kit } from '@touchline/shared/match';
import type { Int, Real } from '@touchline/shared/physics';
import type { DiscProperties } from '../../types/headless-host.d.ts';

/** R44: `Number`, and 0 for what is not finite. Never throws. */
export function toNumber(value: unknown): number {
  if (typeof value === 'symbol' || typeof value === 'bigint') return Number(value.toString()) || 0;
  try {
    const number = Number(value);
    return Number.isFinite(number) ? number : 0;
  } catch {
    return 0;
  }
}

/** A whole number, cut towards 0. */
export function toWhole(value: unknown): number {
  return Math.trunc(toNumber(value)) || 0;
}

/** As an int32: what is above 2^31 becomes negative, so that flags may be written either way (R20). */
export function toInt32(value: unknown): number {
  return toNumber(value) | 0;
}

/** Text of anything, cut to so many UTF-16 units; never throws. */
export function toText(value: unknown, max: number): string {
  try {
    return String(value).slice(0, max);
  } catch {
    return '';
  }
}

/** `"1"` is red, `2` is blue, anything else the bench. */
export function toTeam(value: unknown): 0 | 1 | 2 {
  const team = toNumber(value);
  return team === 1 ? 1 : team === 2 ? 2 : 0;
}

/** Absent or null: -1, the chat's usual colour. */
export function toColor(value: unknown): number {
  return value === undefined || value === null ? -1 : toInt32(value);
}

/** Numbers on the wire; anything unknown is normal. */
const STYLES: readonly unknown[] = ['normal', 'bold', 'italic', 'small', 'small-bold', 'small-italic'];

export function toStyle(value: unknown): number {
  return Math.max(0, STYLES.indexOf(value));
}

/** 0 none, 1 the usual one (also when left out), 2 notification; what is beyond is the nearest of them. */
export function toSound(value: unknown): number {
  return value === undefined || value === null ? 1 : Math.min(Math.max(toWhole(value), 0), 2);
}

/** The angle is kept in 256 steps of a turn (R39), written in whole degrees as commands have it. */
export function toKit(angle: unknown, textColor: unknown, colors: unknown): Kit {
  const step = Math.trunc((toNumber(angle) * 256) / 360) & 255;
  const list = Array.isArray(colors) ? colors.slice(0, 3) : [];
  return {
    angle: Math.round((step * 360) / 256),
    textColor: toInt32(textColor) & 0xffffff,
    stripes: list.map((color) => toInt32(color) & 0xffffff),
  };
}

/** A script's name of a property → the world's. */
export const REAL_NAMES: readonly (readonly [keyof DiscProperties, Real])[] = [
  ['x', 'x'],
  ['y', 'y'],
  ['xspeed', 'vx'],
  ['yspeed', 'vy'],
  ['xgravity', 'gx'],
  ['ygravity', 'gy'],
  ['radius', 'radius'],
  ['bCoeff', 'bCoef'],
  ['invMass', 'invMass'],
  ['damping', 'damping'],
];
export const INT_NAMES: readonly (readonly [keyof DiscProperties & Int, Int])[] = [
  ['color', 'color'],
  ['cMask', 'cMask'],
  ['cGroup', 'cGroup'],
];

/** R53: what is missing, null, or not finite as a float32 stays as it is, property by property. */
export function toDiscChange(properties: unknown): CommandDiscChange {
  const change: CommandDiscChange = {};
  if (typeof properties !== 'object' || properties === null) return change;
  const given = properties as Record<string, unknown>;
  for (const [theirs, ours] of REAL_NAMES) {
    const value = toReal(given[theirs]);
    if (value !== null) change[ours] = value;
  }
  for (const [theirs, ours] of INT_NAMES) {
    const value = toReal(given[theirs]);
    if (value !== null) change[ours] = value | 0;
  }
  return change;
}

function toReal(value: unknown): number | null {
  if (value === undefined || value === null || typeof value === 'symbol') return null;
  try {
    const number = Number(value);
    return Number.isFinite(Math.fround(number)) ? number : null;
  } catch {
    return null;
  }
}
