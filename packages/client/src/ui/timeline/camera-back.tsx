import { useSignal } from '@preact/signals';
import { LocateFixed } from 'lucide';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FreeCamera } from '../../game/free-camera.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';

/** Only where a hand has moved the camera. */
export function CameraBack({ camera }: { camera: FreeCamera }): VNode | null {
  const moved = useSignal(camera.zoom !== 1 || camera.centre !== null);
  useEffect(() => {
    camera.onMoved = (now) => {
      moved.value = now;
    };
  }, [camera, moved]);
  if (!moved.value) return null;
  return (
    <button
      type="button"
      class="timeline-button is-lit"
      aria-label={t('timeline.camera')}
      title={`${t('timeline.camera')} (0)`}
      data-testid="camera-back"
      onClick={() => camera.reset()}
    >
      <Icon of={LocateFixed} size={18} />
    </button>
  );
}
