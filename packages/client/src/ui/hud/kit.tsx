// A side's mark: red a stripe, blue a hoop, in the room's own colours where it has some.
import type { Kit as KitColours } from '@touchline/shared/match';
import type { VNode } from 'preact';

export const cssColor = (color: number): string => `#${(color & 0xffffff).toString(16).padStart(6, '0')}`;

interface KitProps {
  readonly team: 0 | 1 | 2;
  readonly colours?: KitColours | null | undefined;
}

/** Custom properties that put a room's own kit in the place of ours. */
export function kitStyle(colours: KitColours | null | undefined): Record<string, string> {
  const shirt = colours?.stripes[0];
  return shirt === undefined
    ? {}
    : { '--shirt': cssColor(shirt), '--shirt-text': cssColor(colours?.textColor ?? 0xffffff) };
}

export function Kit({ team, colours }: KitProps): VNode {
  return <span class={`kit kit-${team}`} style={kitStyle(colours)} aria-hidden="true" />;
}
