// Football on a world: match-rules.md, physics.md §4 and §5.
export { apply, pressKeys, type Refusal } from './apply.ts';
export {
  COMMAND_TYPES,
  COMMANDS,
  type Command,
  type CommandOf,
  type CommandType,
  type DiscChange,
  type FieldKind,
  type FieldTypes,
  isCommand,
} from './commands.ts';
export type { MatchEvent } from './events.ts';
export { ALL_KEYS, KEY } from './keys.ts';
export { findPlayer, ownerOf } from './roster.ts';
export * from './rules.ts';
export {
  cloneState,
  copyState,
  createState,
  type Kit,
  type MatchState,
  PHASES,
  type Phase,
  type Player,
  pitchMemory,
  type Team,
} from './state.ts';
export {
  FIGURES,
  type Figure,
  type Figures,
  HEAT_COLUMNS,
  HEAT_ROWS,
  type PlayerStatistics,
  type SideStatistics,
  type StatisticsTable,
} from './statistics/figures.ts';
export { MatchStatistics } from './statistics/statistics.ts';
export { step } from './step.ts';
