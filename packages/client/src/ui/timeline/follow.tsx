// Whom the camera follows.
import { Video } from 'lucide';
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import type { RosterLine } from '../session.ts';
import type { TimelineModel } from './model.ts';

export function FollowSelect({ model, roster }: { model: TimelineModel; roster: readonly RosterLine[] }): VNode {
  return (
    <label class="timeline-select" title={`${t('timeline.follow')} (F)`}>
      <Icon of={Video} size={16} />
      <select
        aria-label={t('timeline.follow')}
        data-testid="follow"
        value={String(model.followed.value)}
        onChange={(event) => {
          model.follow(Number(event.currentTarget.value));
          // The keys belong to the timeline again.
          event.currentTarget.blur();
        }}
      >
        <option value="0">{t('timeline.followNobody')}</option>
        {playing(roster).map(({ id, name }) => (
          <option key={id} value={String(id)}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The next one on the pitch; after the last one, nobody. */
export function followNext(model: TimelineModel, roster: readonly RosterLine[]): void {
  const ids = [0, ...playing(roster).map(({ id }) => id)];
  const at = ids.indexOf(model.followed.peek());
  model.follow(ids[(at + 1) % ids.length]);
}

function playing(roster: readonly RosterLine[]): RosterLine[] {
  return roster.filter(({ team }) => team !== 0).sort((a, b) => a.team - b.team);
}
