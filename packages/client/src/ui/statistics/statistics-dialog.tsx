// The match in figures, as of the moment that is shown: both sides, everybody on them, and where they were.
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Dialog } from '../dialog.tsx';
import { formatClock } from '../hud/clock.ts';
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import type { Counted } from '../session.ts';
import { HeatMap } from './heat-map.tsx';
import { PlayersTable } from './players-table.tsx';
import { SidesTable } from './sides-table.tsx';
import '../style/statistics.css';

/** Figures change more slowly than the clock. */
const REFRESH_MS = 500;

export function StatisticsDialog({ model }: { model: RoomModel }): VNode {
  const { session } = model;
  const counted = useSignal<Counted | null>(null);
  useEffect(() => {
    let frame = 0;
    let timer = 0;
    const look = (): void => {
      const now = session.count();
      if (now) counted.value = now;
      if (now) timer = window.setTimeout(look, REFRESH_MS);
      else frame = requestAnimationFrame(look);
    };
    look();
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [session, counted]);
  const now = counted.value;
  const board = session.scoreboard.value;
  const kits = { red: board?.redKit ?? null, blue: board?.blueKit ?? null };
  return (
    <Dialog title={t('statistics.title')} onClose={() => model.open('nothing')} wide>
      {now === null || now.table.players.length === 0 ? (
        <p class="field-note">{t(now === null ? 'statistics.counting' : 'statistics.none')}</p>
      ) : (
        <div class="statistics" data-testid="statistics-sheet">
          {now.table.fromSeconds > 0 ? (
            <p class="statistics-from">{t('statistics.from', { clock: formatClock(now.table.fromSeconds) })}</p>
          ) : null}
          <div class="statistics-top">
            <SidesTable table={now.table} kits={kits} />
            <HeatMap counted={now} />
          </div>
          <PlayersTable table={now.table} kits={kits} />
          <p class="field-note">{t('statistics.note')}</p>
        </div>
      )}
    </Dialog>
  );
}
