import { type PlayerStatistics, type StatisticsTable, TICKS_PER_SECOND } from '@touchline/shared/match';
import { Bot } from 'lucide';
import type { VNode } from 'preact';
import { formatClock } from '../hud/clock.ts';
import { Kit } from '../hud/kit.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import type { Kits } from './sides-table.tsx';

const COLUMNS = [
  'goals',
  'assists',
  'ownGoals',
  'shots',
  'saves',
  'passes',
  'touches',
  'possession',
  'distance',
] as const;

/** Everybody by side. Wider than a phone: it scrolls in its own frame, the names stay. */
export function PlayersTable({ table, kits }: { table: StatisticsTable; kits: Kits }): VNode {
  return (
    <div class="statistics-scroll" role="region" aria-label={t('statistics.players')} tabIndex={0}>
      <table class="statistics-players" data-testid="statistics-players">
        <caption>{t('statistics.players')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('statistics.player')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`statistics.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        {([1, 2] as const).map((team) => (
          <tbody key={team}>
            {table.players
              .filter((player) => player.team === team)
              .map((player) => (
                <tr key={player.id}>
                  <th scope="row">
                    <Kit team={team} colours={team === 1 ? kits.red : kits.blue} />
                    <span class="sr-only">{t(team === 1 ? 'team.red' : 'team.blue')}: </span>
                    <span class="statistics-name">{player.name}</span>
                    {player.bot ? (
                      <span class="statistics-bot" title={t('player.bot')}>
                        <Icon of={Bot} size={16} />
                        <span class="sr-only">{t('player.bot')}</span>
                      </span>
                    ) : null}
                  </th>
                  {COLUMNS.map((column) => (
                    <td key={column}>{cellOf(player, column)}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function cellOf(player: PlayerStatistics, column: (typeof COLUMNS)[number]): string {
  switch (column) {
    case 'passes': {
      const { passes, completed } = player;
      return passes === 0 ? '0' : t('statistics.passesOf', { passes, completed });
    }
    case 'possession':
      return formatClock(player.possessionTicks / TICKS_PER_SECOND);
    default:
      return player[column].toLocaleString();
  }
}
