// F3: the network's figures, and a way to make the network worse on purpose.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/t.ts';
import type { NetworkFault, Session } from '../session.ts';

const FPS_EVERY_MS = 500;
const RANGES = { delayMs: 400, jitterMs: 150, stallMs: 2000 } as const;
const FAULT_LABELS = { delayMs: 'debug.delay', jitterMs: 'debug.jitter', stallMs: 'debug.stall' } as const;

export function DebugOverlay({ session }: { session: Session }): VNode {
  const fps = useFps();
  const fault = useSignal<NetworkFault>({ delayMs: 0, jitterMs: 0, stallMs: 0 });
  const figures = session.debug?.value;
  const rows: readonly (readonly [string, string])[] = [
    ...(figures
      ? ([
          [t('debug.ping'), `${Math.round(figures.pingMs)} ms`],
          [t('debug.jitter'), `${figures.jitterMs.toFixed(1)} ms`],
          [t('debug.tick'), String(figures.tick)],
          [t('debug.pending'), String(figures.pending)],
          [t('debug.correction'), figures.correction.toFixed(2)],
          [t('debug.bytes'), `${(figures.bytesPerSecond / 1000).toFixed(1)} kB/s`],
          [t('debug.divergences'), String(figures.divergences)],
        ] as const)
      : []),
    [t('debug.fps'), String(fps)],
  ];
  const set = (part: Partial<NetworkFault>): void => {
    fault.value = { ...fault.peek(), ...part };
    session.setNetworkFault?.(fault.peek());
  };
  return (
    <aside class="debug on-pitch" aria-label={t('debug.title')} data-testid="debug-overlay">
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {session.setNetworkFault ? (
        <fieldset onKeyDown={(event) => event.stopPropagation()}>
          <legend>{t('debug.fault')}</legend>
          {(['delayMs', 'jitterMs', 'stallMs'] as const).map((name) => (
            <label key={name}>
              <span>{t(FAULT_LABELS[name])}</span>
              <input
                type="range"
                min={0}
                max={RANGES[name]}
                step={10}
                value={fault.value[name]}
                onInput={(event) => set({ [name]: event.currentTarget.valueAsNumber })}
              />
              <output>{fault.value[name]} ms</output>
            </label>
          ))}
        </fieldset>
      ) : null}
    </aside>
  );
}

function useFps(): number {
  const fps = useSignal(0);
  useEffect(() => {
    let frames = 0;
    let since = performance.now();
    let next = requestAnimationFrame(function count(now) {
      frames++;
      if (now - since >= FPS_EVERY_MS) {
        fps.value = Math.round((frames * 1000) / (now - since));
        frames = 0;
        since = now;
      }
      next = requestAnimationFrame(count);
    });
    return () => cancelAnimationFrame(next);
  }, [fps]);
  return fps.value;
}
