// Waiting for a seat of a full room: the place in the queue, and what to do meanwhile.
import { useSignal } from '@preact/signals';
import type { QueueTicket } from '@touchline/shared/protocol';
import { AppWindow, Clock, Users } from 'lucide';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { type QueueNews, waitInQueue } from '../net/queue.ts';
import { t } from '../ui/i18n/t.ts';
import { watchPath } from '../ui/router.ts';
import { Screen } from '../ui/screen.tsx';

interface WaitingProps {
  readonly roomId: string;
  readonly name: string;
  readonly at: QueueTicket;
  /** A seat is kept: time to join. */
  readonly onSeat: () => void;
  /** There is nothing to wait for any more, or the server knows nothing of this place: it has restarted, or the line was down. */
  readonly onOver: (refusal: Over) => void;
}

type Over = (typeof OVER)[keyof typeof OVER];

/** Ends of a place that are told as the refusal of a join is. */
const OVER = {
  lost: 'unreachable',
  'room-closed': 'not-found',
  'room-closing': 'room-closing',
  'server-closing': 'server-closing',
} as const;

export function Waiting({ roomId, name, at: { ticket, watchKey }, onSeat, onOver }: WaitingProps): VNode {
  const news = useSignal<QueueNews | null>(null);
  useEffect(
    () =>
      waitInQueue(roomId, ticket, (told) => {
        news.value = told;
        if (told.kind === 'seat') onSeat();
        if (told.kind === 'over' && isOver(told.reason)) onOver(OVER[told.reason]);
      }),
    [roomId, ticket],
  );

  const now = news.value;
  const again = (text: string): VNode => (
    <button type="button" class="button primary" onClick={onSeat}>
      {text}
    </button>
  );
  const leave = (
    <a class="button" href="/">
      {t('action.leaveQueue')}
    </a>
  );
  if (now?.kind === 'over' && now.reason === 'missed')
    return (
      <Screen icon={Clock} title={t('queue.missed.title')} text={t('queue.missed.text')}>
        {again(t('action.queueAgain'))}
        {leave}
      </Screen>
    );
  if (now?.kind === 'over' && now.reason === 'elsewhere')
    return (
      <Screen icon={AppWindow} title={t('queue.elsewhere.title')} text={t('queue.elsewhere.text')}>
        {again(t('action.waitHere'))}
      </Screen>
    );
  if (now?.kind !== 'place')
    return <Screen busy icon={Users} title={t('queue.entering.title')} text={t('queue.text', { room: name })} />;
  const { place, waiting } = now;
  return (
    <Screen
      icon={Users}
      mark={String(place)}
      title={place === 1 ? t('queue.next.title') : t('queue.place.title', { place })}
      said={[t('queue.waiting', { n: waiting })]}
      text={t('queue.text', { room: name })}
    >
      <a class="button primary" href={watchPath(roomId, watchKey)} target="_blank" rel="noopener">
        {t('action.watchMeanwhile')}
      </a>
      {leave}
    </Screen>
  );
}

function isOver(reason: string): reason is keyof typeof OVER {
  return Object.hasOwn(OVER, reason);
}
