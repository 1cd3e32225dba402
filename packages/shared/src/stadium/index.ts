// `.hbs` in, stadium out. stadium-format.md; physics.md §3 and §9.1.
export { loadStadium } from './load.ts';
export type { Drawing, Goal, Pitch, PlayerPhysics, Stadium, Stadiums } from './pitch.ts';
export type { Problem, ProblemCategory, Warning } from './problem.ts';
export { STOCK_NAMES, stockStadium } from './stock.ts';
export { parseText } from './text.ts';
