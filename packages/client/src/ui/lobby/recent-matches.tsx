// Matches that were: to be found, watched again, kept. Nothing is shown while there are none.
import { useSignal } from '@preact/signals';
import type { RecordingListing } from '@touchline/shared/protocol';
import { Download, Play } from 'lucide';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { getRecordings } from '../../net/api.ts';
import { formatClock } from '../hud/clock.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { replayPath } from '../router.ts';
import '../style/recent.css';

const FIRST = 6;
const MORE = 20;
const TYPING_MS = 250;
/** So many names of a side; the rest is a number. */
const NAMES = 4;

interface Wish {
  readonly player: string;
  readonly stadium: string;
  /** First and last day: `2026-05-31`, or empty. */
  readonly from: string;
  readonly to: string;
}
const ANYTHING: Wish = { player: '', stadium: '', from: '', to: '' };

export function RecentMatches(): VNode | null {
  const wish = useSignal(ANYTHING);
  const found = useSignal<readonly RecordingListing[] | null>(null);
  const hasMore = useSignal(false);
  const ask = async (before: number | null): Promise<void> => {
    const limit = before === null ? FIRST : MORE;
    const asked = wish.peek();
    // One more than is shown tells whether there are more.
    const list = await getRecordings({ ...queryOf(asked, before), limit: limit + 1 }).catch(() => null);
    if (wish.peek() !== asked || !list) return;
    hasMore.value = list.length > limit;
    found.value = [...(before === null ? [] : (found.peek() ?? [])), ...list.slice(0, limit)];
  };
  const wished = wish.value;
  useEffect(() => {
    const timer = setTimeout(() => void ask(null), wished === ANYTHING ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [wished]);

  const list = found.value;
  if (list === null || (list.length === 0 && wished === ANYTHING)) return null;
  const change = (part: Partial<Wish>): void => {
    wish.value = { ...wish.peek(), ...part };
  };
  const search = (name: 'player' | 'stadium'): VNode => (
    <label class="recent-field">
      <span class="sr-only">{t(`recent.${name}`)}</span>
      <input
        type="search"
        placeholder={t(`recent.${name}`)}
        value={wished[name]}
        onInput={({ currentTarget }) => change({ [name]: currentTarget.value })}
      />
    </label>
  );
  const day = (name: 'from' | 'to'): VNode => (
    <label class="recent-field">
      <span>{t(`recent.${name}`)}</span>
      <input
        type="date"
        value={wished[name]}
        onInput={({ currentTarget }) => change({ [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <section class="recent" aria-labelledby="recent-title" data-testid="recent">
      <div class="recent-head">
        <h2 id="recent-title">{t('recent.title')}</h2>
        <div class="recent-search" role="search">
          {search('player')}
          {search('stadium')}
          {day('from')}
          {day('to')}
        </div>
      </div>
      {list.length === 0 ? <p class="fixtures-note">{t('recent.none')}</p> : null}
      <ol class="results">
        {list.map((match) => (
          <Result key={match.id} match={match} />
        ))}
      </ol>
      <div class="recent-foot">
        {hasMore.value ? (
          <button type="button" class="button small" onClick={() => void ask(list[list.length - 1].startedMs)}>
            {t('recent.more')}
          </button>
        ) : null}
        <a class="button small quiet" href={replayPath('')}>
          {t('recent.file')}
        </a>
      </div>
    </section>
  );
}

function Result({ match }: { match: RecordingListing }): VNode {
  const { id, name, stadium, startedMs, seconds, red, blue, players } = match;
  const date = new Date(startedMs);
  return (
    <li class="result">
      <p class="result-score">
        <span class="kit kit-1" aria-hidden="true" />
        <b>
          {red}–{blue}
        </b>
        <span class="kit kit-2" aria-hidden="true" />
      </p>
      <div class="result-words">
        <p class="result-sides">
          <span>{namesOf(players, 1)}</span> <i>{t('recent.against')}</i> <span>{namesOf(players, 2)}</span>
        </p>
        <p class="result-facts">
          {name} · {stadium} · {formatClock(seconds)} ·{' '}
          <time dateTime={date.toISOString()}>{date.toLocaleString(undefined, WHEN)}</time>
        </p>
      </div>
      <a
        class="button small"
        href={replayPath(id)}
        aria-label={t('recent.replayOf', { name, red, blue })}
        data-testid="replay-link"
      >
        <Icon of={Play} size={16} />
        {t('recent.replay')}
      </a>
      <a
        class="icon-button"
        href={`/api/recordings/${encodeURIComponent(id)}`}
        download={`touchline-${id}.tlr`}
        aria-label={t('replay.download')}
        title={t('replay.download')}
      >
        <Icon of={Download} size={18} />
      </a>
    </li>
  );
}

const WHEN = { dateStyle: 'medium', timeStyle: 'short' } as const;

function namesOf(players: RecordingListing['players'], team: 1 | 2): string {
  const side = players.filter((player) => player.team === team);
  // People first: bots have no stories to tell.
  const names = [...side.filter(({ bot }) => !bot), ...side.filter(({ bot }) => bot)].map(({ name }) => name);
  if (names.length === 0) return t('panel.nobody');
  if (names.length <= NAMES) return names.join(', ');
  return t('recent.andMore', { names: names.slice(0, NAMES - 1).join(', '), n: names.length - NAMES + 1 });
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Both days are meant whole. */
function queryOf({ player, stadium, from, to }: Wish, before: number | null): Record<string, string | number> {
  const after = dayMs(from);
  const until = before ?? dayMs(to) + DAY_MS;
  return {
    ...(player.trim() === '' ? {} : { player: player.trim() }),
    ...(stadium.trim() === '' ? {} : { stadium: stadium.trim() }),
    ...(Number.isFinite(after) ? { after } : {}),
    ...(Number.isFinite(until) ? { before: until } : {}),
  };
}

/** When a day begins here; NaN for none. */
const dayMs = (day: string): number => (day === '' ? Number.NaN : new Date(`${day}T00:00`).getTime());
