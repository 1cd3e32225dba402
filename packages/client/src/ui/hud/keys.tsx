// Keys that belong together, on one line where there is room for them.
import type { VNode } from 'preact';

export function Keys({ names }: { names: readonly string[] }): VNode {
  return (
    <span class="keys">
      {names.map((name) => (
        <kbd key={name} class="kbd">
          {name}
        </kbd>
      ))}
    </span>
  );
}
