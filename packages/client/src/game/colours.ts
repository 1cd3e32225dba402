// Colour tokens that the pitch needs as numbers (the page has the same ones in CSS), and sums on 0xRRGGBB.

export const NIGHT = 0x10161c;
export const CHALK = 0xf4f1e6;
export const LAMP = 0xffd166;
export const GRASS = 0x2f6b3a;
export const GRASS_2 = 0x2c6436;
export const ICE = 0x7c8fa3;
export const HOME = 0xe5484d;
export const AWAY = 0x4c8dff;
/** A pair that differs in lightness too, so it holds in protanopia, deuteranopia and tritanopia. */
export const CLEAR_HOME = 0xffb000;
export const CLEAR_AWAY = 0x3550d0;

/** 0xRRGGBB → CSS. Colours are masked to 24 bits (stadium-format §4.1). */
export function css(color: number, alpha = 1): string {
  return `rgb(${(color >> 16) & 255} ${(color >> 8) & 255} ${color & 255} / ${alpha})`;
}

/** `a` at 0, `b` at 1. */
export function mix(a: number, b: number, share: number): number {
  let mixed = 0;
  for (const shift of [16, 8, 0]) {
    const from = (a >> shift) & 255;
    const to = (b >> shift) & 255;
    mixed |= Math.round(from + (to - from) * share) << shift;
  }
  return mixed;
}

/** Perceived lightness, 0 to 1. */
export function lightness(color: number): number {
  return (0.299 * ((color >> 16) & 255) + 0.587 * ((color >> 8) & 255) + 0.114 * (color & 255)) / 255;
}
