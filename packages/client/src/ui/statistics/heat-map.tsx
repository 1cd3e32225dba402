// Where a side or somebody was, drawn on the outline of the pitch; the same in words below it.
import { useSignal } from '@preact/signals';
import { HEAT_COLUMNS, HEAT_ROWS, type SideStatistics, type StatisticsTable } from '@touchline/shared/match';
import type { Stadium } from '@touchline/shared/stadium';
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import type { Counted } from '../session.ts';

/** `red`, `blue`, or id and side of a line. */
type Choice = string;

export function HeatMap({ counted: { table, stadium } }: { counted: Counted }): VNode {
  const choice = useSignal<Choice>('red');
  const options: readonly (readonly [Choice, string])[] = [
    ['red', t('team.red')],
    ['blue', t('team.blue')],
    ...table.players.map(({ id, team, name }) => [`${id}/${team}`, name] as const),
  ];
  const chosen = options.find(([value]) => value === choice.value) ?? options[0];
  const { heat } = lineOf(table, chosen[0]);
  const words = wordsOf(heat);
  return (
    <figure class="heat">
      <div class="heat-head">
        <h3>{t('statistics.heat')}</h3>
        <select
          aria-label={t('statistics.heatOf')}
          data-testid="heat-of"
          value={chosen[0]}
          onChange={(event) => {
            choice.value = event.currentTarget.value;
          }}
        >
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Drawing stadium={stadium} heat={heat} label={t('statistics.heatLabel', { name: chosen[1], words })} />
      <figcaption data-testid="heat-words">{words}</figcaption>
    </figure>
  );
}

function lineOf({ red, blue, players }: StatisticsTable, choice: Choice): SideStatistics {
  if (choice === 'blue') return blue;
  return players.find(({ id, team }) => `${id}/${team}` === choice) ?? red;
}

interface DrawingProps {
  readonly stadium: Stadium;
  readonly heat: readonly number[];
  readonly label: string;
}

/** In map units, so that lines are as thick as on the pitch. */
function Drawing({ stadium, heat, label }: DrawingProps): VNode {
  const { pitch, drawing } = stadium;
  const { width, height } = pitch;
  const { background } = drawing;
  const most = Math.max(1, ...heat);
  const cellWidth = (2 * width) / HEAT_COLUMNS;
  const cellHeight = (2 * height) / HEAT_ROWS;
  return (
    <svg class="heat-map" viewBox={`${-width} ${-height} ${2 * width} ${2 * height}`} role="img" aria-label={label}>
      <rect class="heat-ground" x={-width} y={-height} width={2 * width} height={2 * height} />
      {heat.map((ticks, i) =>
        ticks === 0 ? null : (
          <rect
            // A cell is its place.
            key={`${i % HEAT_COLUMNS} ${Math.floor(i / HEAT_COLUMNS)}`}
            class="heat-cell"
            x={(i % HEAT_COLUMNS) * cellWidth - width}
            y={Math.floor(i / HEAT_COLUMNS) * cellHeight - height}
            width={cellWidth}
            height={cellHeight}
            // The root shows where somebody was now and then beside where he stood all the time.
            opacity={Math.sqrt(ticks / most)}
          />
        ),
      )}
      {background.width > 0 && background.height > 0 ? (
        <g class="heat-lines">
          <rect
            x={-background.width}
            y={-background.height}
            width={2 * background.width}
            height={2 * background.height}
            rx={background.cornerRadius}
          />
          <path d={`M0 ${-background.height}V${background.height}`} />
          <circle r={background.kickOffRadius} />
        </g>
      ) : null}
      {pitch.goals.map(({ p0x, p0y, p1x, p1y, team }) => (
        <path
          key={`${p0x} ${p0y} ${p1x} ${p1y}`}
          class={`heat-goal is-team-${team}`}
          d={`M${p0x} ${p0y}L${p1x} ${p1y}`}
        />
      ))}
    </svg>
  );
}

/** Shares of the three thirds. */
function wordsOf(heat: readonly number[]): string {
  const thirds = [0, 0, 0];
  for (const [i, ticks] of heat.entries()) thirds[Math.floor((3 * (i % HEAT_COLUMNS)) / HEAT_COLUMNS)] += ticks;
  const all = thirds[0] + thirds[1] + thirds[2];
  if (all === 0) return t('statistics.heatNone');
  const [left, middle, right] = thirds.map((ticks) => Math.round((100 * ticks) / all));
  return t('statistics.heatWords', { left, middle, right });
}
