// The living pitch in its place, and a word while it is not there yet.
import { useSignal } from '@preact/signals';
import { LoaderCircle } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';

/** Puts the living pitch into an element; the pages know how, these screens do not. */
export type MountPitch = (parent: HTMLElement) => Promise<() => void>;

interface PitchFieldProps {
  readonly mountPitch: MountPitch;
  /** Is there something to show? */
  readonly ready: boolean;
  /** Nothing lies over the pitch: the keys are the pitch's. */
  readonly uncovered: boolean;
}

export function PitchField({ mountPitch, ready, uncovered }: PitchFieldProps): VNode {
  const pitch = useRef<HTMLDivElement>(null);
  const state = useSignal<'loading' | 'ready' | 'failed'>('loading');
  useEffect(() => {
    const parent = pitch.current;
    if (!parent) return;
    let unmount: (() => void) | null = null;
    let gone = false;
    mountPitch(parent).then(
      (stop) => {
        if (gone) return stop();
        unmount = stop;
        state.value = 'ready';
      },
      (fault: unknown) => {
        console.error(fault);
        state.value = 'failed';
      },
    );
    return () => {
      gone = true;
      unmount?.();
    };
  }, [mountPitch, state]);
  // Whatever was open had the focus. The pitch needs none: it has the keys of whoever holds nothing else.
  useLayoutEffect(() => {
    if (uncovered && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, [uncovered]);
  const failed = state.value === 'failed';
  return (
    <>
      <div ref={pitch} class="pitch" role="img" aria-label={t('pitch.label')} data-testid="pitch" />
      {state.value === 'ready' && ready ? null : (
        <p class="pitch-note on-pitch" role={failed ? 'alert' : 'status'}>
          {failed ? (
            t('pitch.failed')
          ) : (
            <>
              <Icon of={LoaderCircle} /> {t('loading.pitch')}
            </>
          )}
        </p>
      )}
    </>
  );
}
