import type { Kit as KitColours, SideStatistics, StatisticsTable } from '@touchline/shared/match';
import type { VNode } from 'preact';
import { Kit } from '../hud/kit.tsx';
import { t } from '../i18n/t.ts';
import { passesOf, percent } from './words.ts';

export interface Kits {
  readonly red: KitColours | null;
  readonly blue: KitColours | null;
}

interface TableProps {
  readonly table: StatisticsTable;
  readonly kits: Kits;
}

const PLAIN = ['goals', 'shots', 'saves'] as const;
const MORE = ['touches', 'distance', 'ownGoals'] as const;

/** Red to the left and blue to the right of each figure, as on the pitch. */
export function SidesTable({ table: { red, blue }, kits }: TableProps): VNode {
  const possession = red.possessionTicks + blue.possessionTicks;
  const row = (name: string, of: (side: SideStatistics) => string | number): VNode => (
    <tr key={name}>
      <td>{of(red)}</td>
      <th scope="row">{name}</th>
      <td>{of(blue)}</td>
    </tr>
  );
  return (
    <table class="statistics-sides" data-testid="statistics-sides">
      <caption>{t('statistics.sides')}</caption>
      <thead>
        <tr>
          <th scope="col">
            <Kit team={1} colours={kits.red} /> {t('team.red')}
          </th>
          <th scope="col">
            <span class="sr-only">{t('statistics.figure')}</span>
          </th>
          <th scope="col">
            <Kit team={2} colours={kits.blue} /> {t('team.blue')}
          </th>
        </tr>
      </thead>
      <tbody>
        {PLAIN.map((figure) => row(t(`statistics.${figure}`), (side) => side[figure]))}
        {row(t('statistics.possession'), ({ possessionTicks }) => percent(possessionTicks, possession))}
        {row(t('statistics.passes'), passesOf)}
        {MORE.map((figure) => row(t(`statistics.${figure}`), (side) => side[figure].toLocaleString()))}
      </tbody>
    </table>
  );
}
