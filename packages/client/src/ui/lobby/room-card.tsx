import type { RoomListing } from '@touchline/shared/protocol';
import { Bot, Eye, Hourglass, Lock, MapPin, Users } from 'lucide';
import type { VNode } from 'preact';
import { formatClock, isOvertime } from '../hud/clock.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { playPath, watchPath } from '../router.ts';
import { hasSeat } from './best-room.ts';
import { LivingPitch } from './living-pitch.tsx';
import type { LobbyStream } from './lobby-stream.ts';

export function RoomCard({ room, stream }: { room: RoomListing; stream: LobbyStream }): VNode {
  const full = !hasSeat(room);
  return (
    <li class="card" data-room={room.id}>
      <div class="card-pitch">
        <LivingPitch stream={stream} room={room.id} />
        <p class="card-score">
          <span class="sr-only">{t('card.score', { red: room.red, blue: room.blue })}</span>
          <span class="kit kit-1" aria-hidden="true" />
          <b aria-hidden="true">{room.red}</b>
          <b aria-hidden="true">{room.blue}</b>
          <span class="kit kit-2" aria-hidden="true" />
          <span class="card-minute">{minute(room)}</span>
        </p>
        <Tag room={room} />
      </div>
      <h3>
        <a href={playPath(room.id)} aria-label={t('card.joinNamed', { room: room.name })}>
          {room.name}
        </a>
      </h3>
      <div class="card-words">
        <p class="card-stadium">
          <Icon of={MapPin} size={15} />
          {room.stadium}
        </p>
        <p class="card-facts">
          <Fact
            icon={Users}
            text={`${room.players}/${room.maxPlayers}`}
            title={t('card.players', { n: room.players, max: room.maxPlayers })}
          />
          {room.bots > 0 ? <Fact icon={Bot} text={`${room.bots}`} title={t('card.bots', { n: room.bots })} /> : null}
          {room.viewers > 0 ? (
            <Fact icon={Eye} text={`${room.viewers}`} title={t('card.viewers', { n: room.viewers })} />
          ) : null}
          {room.delay > 0 ? (
            <Fact icon={Hourglass} text={`${room.delay} s`} title={t('card.delay', { n: room.delay })} />
          ) : null}
          {room.hasPassword ? <Fact icon={Lock} text="" title={t('card.locked')} /> : null}
        </p>
      </div>
      {/* In the order of the Tab key: the card's own link is what its first button shows. */}
      <div class="card-actions">
        <span class={full ? 'button small is-full' : 'button small'} aria-hidden="true">
          {room.closing !== 'no' ? t('card.closed') : full ? t('card.full') : t('action.join')}
        </span>
        {room.watchable ? (
          <a
            class="button small quiet"
            href={watchPath(room.id, '')}
            aria-label={t('card.watchNamed', { room: room.name })}
          >
            {t('action.watch')}
          </a>
        ) : null}
      </div>
    </li>
  );
}

function Tag({ room }: { room: RoomListing }): VNode | null {
  if (room.closing !== 'no') return <p class="card-tag">{t('card.closing')}</p>;
  return room.standing ? <p class="card-tag">{t('card.standing')}</p> : null;
}

function minute(room: RoomListing): string {
  if (room.phase === 'none') return t('card.none');
  if (room.phase === 'ended') return t('card.ended');
  if (room.phase === 'goal') return t('card.goal');
  if (isOvertime(room)) return t('card.overtime');
  if (room.phase === 'kickOff' && room.seconds === 0) return t('card.kickOff');
  return formatClock(room.seconds);
}

function Fact({ icon, text, title }: { icon: typeof Users; text: string; title: string }): VNode {
  return (
    <span class="fact" title={title}>
      <Icon of={icon} size={16} />
      <span aria-hidden="true">{text}</span>
      <span class="sr-only">{title}</span>
    </span>
  );
}
