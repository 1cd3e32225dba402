import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { MountPitch } from '../hud/pitch-field.tsx';

/** The pitch alone: while it is not there, nothing is; where it cannot be drawn, the console says why. */
export function BarePitch({ mountPitch }: { readonly mountPitch: MountPitch }): VNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    let unmount: (() => void) | null = null;
    let gone = false;
    mountPitch(parent).then((stop) => {
      if (gone) stop();
      else unmount = stop;
    }, console.error);
    return () => {
      gone = true;
      unmount?.();
    };
  }, [mountPitch]);
  return <div ref={place} class="overlay-pitch" data-testid="pitch" />;
}
