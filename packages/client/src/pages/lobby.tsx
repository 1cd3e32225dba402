// The fixtures board. Everything on it comes through the lobby's one stream.

import { useSignal } from '@preact/signals';
import type { RoomListing } from '@touchline/shared/protocol';
import { Eye, Play, Plus, Settings as SettingsIcon } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { ApiProblem, createRoom } from '../net/api.ts';
import { t } from '../ui/i18n/t.ts';
import { Icon } from '../ui/icon.tsx';
import { later } from '../ui/later.tsx';
import { bestRoom, bestToWatch, byInterest } from '../ui/lobby/best-room.ts';
import { LobbyStream } from '../ui/lobby/lobby-stream.ts';
import { OpenRoom } from '../ui/lobby/open-room.tsx';
import { RoomCard } from '../ui/lobby/room-card.tsx';
import { avatar, LENGTHS, nick } from '../ui/remember.ts';
import { isStadium, listenForFiles, playFile } from '../ui/replay/dropped.ts';
import { goPlay, navigate, watchPath } from '../ui/router.ts';
import { SettingsDialog } from '../ui/settings/settings-dialog.tsx';
import { WhoFields } from '../ui/who.tsx';
import '../ui/style/lobby.css';

const RecentMatches = later(async () => (await import('../ui/lobby/recent-matches.tsx')).RecentMatches, true);

/** From so many rooms on, a field to find one by name is worth its place. */
const FILTER_FROM = 9;

export function Lobby(): VNode {
  const stream = useMemo(() => new LobbyStream(), []);
  const dialog = useSignal<'none' | 'open' | 'settings'>('none');
  const filter = useSignal('');
  const dragging = useSignal(false);
  const stadiumFile = useSignal<File | null>(null);
  useEffect(() => {
    document.title = t('app.name');
    return () => stream.dispose();
  }, [stream]);
  useEffect(
    () =>
      listenForFiles(
        (over) => {
          dragging.value = over;
        },
        (file) => {
          if (!isStadium(file)) return playFile(file);
          stadiumFile.value = file;
          dialog.value = 'open';
        },
      ),
    [dragging],
  );

  const rooms = stream.rooms.value;
  const sorted = rooms ? [...rooms.values()].sort(byInterest) : [];
  const wanted = filter.value.trim().toLowerCase();
  const shown = wanted ? sorted.filter((room) => room.name.toLowerCase().includes(wanted)) : sorted;
  const people = sorted.reduce((sum, room) => sum + room.players, 0);

  return (
    <>
      <header class="top">
        <a class="wordmark" href="/">
          <span class="wordmark-ball" aria-hidden="true" />
          {t('app.name')}
        </a>
        <button
          type="button"
          class="icon-button"
          aria-label={t('settings.title')}
          onClick={() => {
            dialog.value = 'settings';
          }}
        >
          <Icon of={SettingsIcon} size={22} />
        </button>
      </header>
      <main class="lobby">
        {sorted.some(({ closing }) => closing === 'server') ? (
          <p class="lobby-closing" role="status">
            {t('lobby.closing')}
          </p>
        ) : null}
        <KickOff
          rooms={sorted}
          onOpen={() => {
            dialog.value = 'open';
          }}
        />
        <section class="fixtures" aria-labelledby="fixtures-title">
          <div class="fixtures-head">
            <h2 id="fixtures-title">{t('lobby.title')}</h2>
            {rooms ? (
              <p class="fixtures-count">
                {t('lobby.count', { n: sorted.length })} · {t('lobby.countPeople', { n: people })}
              </p>
            ) : null}
            <p class={`stream-state is-${stream.state.value}`} role="status">
              {stream.state.value === 'lost' ? t('lobby.lost') : stream.state.value === 'live' ? t('lobby.live') : ''}
            </p>
            {sorted.length >= FILTER_FROM ? (
              <input
                class="filter"
                type="search"
                aria-label={t('lobby.filter')}
                placeholder={t('lobby.filter')}
                value={filter}
                onInput={(event) => {
                  filter.value = event.currentTarget.value;
                }}
              />
            ) : null}
          </div>
          {rooms === null ? <p class="fixtures-note">{t('lobby.loading')}</p> : null}
          {rooms?.size === 0 ? <p class="fixtures-note">{t('lobby.empty')}</p> : null}
          {sorted.length > 0 && shown.length === 0 ? <p class="fixtures-note">{t('lobby.filterNone')}</p> : null}
          <ul class="cards">
            {shown.map((room) => (
              <RoomCard key={room.id} room={room} stream={stream} />
            ))}
          </ul>
        </section>
        <RecentMatches />
      </main>
      {dragging.value ? <p class="drop-here">{t('lobby.drop')}</p> : null}
      {dialog.value === 'open' ? (
        <OpenRoom
          file={stadiumFile.value}
          onClose={() => {
            dialog.value = 'none';
            stadiumFile.value = null;
          }}
        />
      ) : null}
      {dialog.value === 'settings' ? (
        <SettingsDialog
          onClose={() => {
            dialog.value = 'none';
          }}
        />
      ) : null}
    </>
  );
}

/** Who you are, and the one thing to press. Your disc waits on the centre spot. */
function KickOff({ rooms, onOpen }: { rooms: readonly RoomListing[]; onOpen: () => void }): VNode {
  const nickField = useRef<HTMLInputElement>(null);
  const fault = useSignal('');
  const best = bestRoom(rooms);
  const watch = bestToWatch(rooms);
  if (nick.value.trim() !== '' && fault.value === t('who.nickNeeded')) fault.value = '';

  const playNow = async (): Promise<void> => {
    const name = nick.value.trim();
    if (name === '') {
      fault.value = t('who.nickNeeded');
      nickField.current?.focus();
      return;
    }
    if (best) return goPlay({ room: best.id, takeSide: true });
    try {
      const room = t('open.nameDefault', { nick: name }).slice(0, LENGTHS.roomName);
      goPlay({ room: (await createRoom({ name: room, bots: 3 })).id, takeSide: true });
    } catch (problem) {
      fault.value = t(`problem.${problem instanceof ApiProblem ? problem.code : 'internal'}`);
    }
  };

  return (
    <section class="kickoff on-pitch">
      <div class="kickoff-spot" aria-hidden="true">
        <span class="kickoff-disc">{avatar.value || '10'}</span>
        <span class="kickoff-nick">{nick.value}</span>
      </div>
      <form
        class="kickoff-form"
        onSubmit={(event) => {
          event.preventDefault();
          void playNow();
        }}
      >
        <h1>{t('app.claim')}</h1>
        <WhoFields nickRef={nickField} {...(fault.value ? { fault: fault.value } : {})} />
        <button type="submit" class="button primary play-now">
          <Icon of={Play} size={28} />
          <span>
            <b>{t('lobby.playNow')}</b>
            <small>{best ? t('lobby.playNowIn', { room: best.name }) : t('lobby.playNowNone')}</small>
          </span>
        </button>
        <div class="kickoff-more">
          <button
            type="button"
            class="button"
            disabled={!watch}
            onClick={() => {
              if (watch) navigate(watchPath(watch.id, ''));
            }}
          >
            <Icon of={Eye} />
            {t('lobby.watchBest')}
          </button>
          <button type="button" class="button" onClick={onOpen}>
            <Icon of={Plus} />
            {t('lobby.open')}
          </button>
        </div>
      </form>
    </section>
  );
}
