// Lucide's icons as elements. Decoration only: whatever has an icon has a name, too.
import type { IconNode } from 'lucide';
import { h, type VNode } from 'preact';

export function Icon({ of, size = 20 }: { of: IconNode; size?: number }): VNode {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {of.map(([tag, attributes], index) => h(tag, { ...attributes, key: index }))}
    </svg>
  );
}
