import { ChartColumn } from 'lucide';
import type { VNode } from 'preact';
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';

/** In the bar above the pitch, or among the controls below it. */
export function StatisticsButton({ model, within }: { model: RoomModel; within: 'bar' | 'timeline' }): VNode {
  return (
    <button
      type="button"
      class={within === 'bar' ? 'bar-button bar-statistics' : 'timeline-button'}
      aria-label={t('hud.statistics')}
      title={`${t('hud.statistics')} (T)`}
      data-testid="statistics"
      onClick={() => model.open('statistics')}
    >
      <Icon of={ChartColumn} size={within === 'bar' ? 22 : 18} />
      {within === 'bar' ? <kbd class="kbd">T</kbd> : null}
    </button>
  );
}
