// Says that what is seen has been, and how to get out of it.
import { Repeat } from 'lucide';
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import type { Session } from '../session.ts';

export function GoalReplayNote({ session }: { session: Session }): VNode | null {
  const replay = session.goalReplay;
  if (!replay?.showing.value) return null;
  return (
    <div class="replay-note on-pitch" data-testid="goal-replay">
      <Icon of={Repeat} size={18} />
      <span>{t('goalReplay.label')}</span>
      <button
        type="button"
        class="button small"
        onClick={(event) => {
          event.currentTarget.blur();
          replay.skip();
        }}
      >
        {t('goalReplay.skip')}
      </button>
    </div>
  );
}
