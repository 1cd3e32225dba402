// What is counted of a match, and the form in which it is told (docs/statistics.md defines every figure).
import type { MatchState, Team } from '../state.ts';

/** Counts, but for `distance` (map units); `…Ticks` are ticks in play. */
export const FIGURES = [
  'goals',
  'assists',
  'ownGoals',
  'shots',
  'saves',
  'passes',
  'completed',
  'touches',
  'possessionTicks',
  'playedTicks',
  'distance',
] as const;
export type Figure = (typeof FIGURES)[number];
export type Figures = Record<Figure, number>;

export function noFigures(): Figures {
  return Object.fromEntries(FIGURES.map((figure) => [figure, 0])) as Figures;
}

/** A heat map covers the camera rectangle of the stadium, row by row from its top left corner. */
export const HEAT_COLUMNS = 24;
export const HEAT_ROWS = 12;

/** The cell of a place; whoever is outside stands at the border. NaN for a place that is none. */
export function heatCell(state: MatchState, x: number, y: number): number {
  const { width, height } = state.stadium.pitch;
  const column = clampCell(((x + width) / (2 * width)) * HEAT_COLUMNS, HEAT_COLUMNS);
  const row = clampCell(((y + height) / (2 * height)) * HEAT_ROWS, HEAT_ROWS);
  return row * HEAT_COLUMNS + column;
}

function clampCell(at: number, count: number): number {
  return Math.min(Math.max(Math.floor(at), 0), count - 1);
}

/** Of a side: `goals` is its score, everything else the sum over its players. `heat`: ticks per cell. */
export interface SideStatistics extends Readonly<Figures> {
  readonly heat: readonly number[];
}

/** Of somebody on a side; whoever changes sides has a line for each. */
export interface PlayerStatistics extends SideStatistics {
  readonly id: number;
  readonly name: string;
  readonly team: Exclude<Team, 0>;
  readonly bot: boolean;
}

export interface StatisticsTable {
  /** Match clock where counting began, in seconds: 0 unless the beginning was missed. */
  readonly fromSeconds: number;
  /** Ticks in play that were counted. */
  readonly ticks: number;
  readonly red: SideStatistics;
  readonly blue: SideStatistics;
  /** In the order of ids. */
  readonly players: readonly PlayerStatistics[];
}
