// A side's mark: red a stripe, blue a hoop, in the room's own colours where it has some.
import type { Kit as KitColours } from '@touchline/shared/match';
import type { VNode } from 'preact';

export const cssColor = (color: number): string => `#${(color & 0xffffff).toString(16).padStart(6, '0')}`;

interface KitProps {
  readonly team: 0 | 1 | 2;
  readonly colours?: KitColours | null | undefined;
}

/** WCAG 2.2, for text. */
const LEGIBLE = 4.5;
const NIGHT = 0x10161c;
const WHITE = 0xffffff;

/**
 * Custom properties that put a room's own kit in the place of ours. A host picks letters for the number on a shirt, and any colour will do there;
 * a word has to be read, so letters that do not stand out give way to the better of dark and white.
 */
export function kitStyle(colours: KitColours | null | undefined): Record<string, string> {
  const shirt = colours?.stripes[0];
  if (!colours || shirt === undefined) return {};
  const plain = contrast(shirt, NIGHT) > contrast(shirt, WHITE) ? NIGHT : WHITE;
  const letters = contrast(shirt, colours.textColor) >= LEGIBLE ? colours.textColor : plain;
  return { '--shirt': cssColor(shirt), '--shirt-text': cssColor(letters) };
}

function contrast(a: number, b: number): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: number): number {
  const part = (shift: number): number => {
    const value = ((color >> shift) & 255) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0);
}

export function Kit({ team, colours }: KitProps): VNode {
  return <span class={`kit kit-${team}`} style={kitStyle(colours)} aria-hidden="true" />;
}
