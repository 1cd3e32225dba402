// Bots: state in, keys out; their commands enter the log like anybody's.
export { Bot } from './bot.ts';
export { botName, squadPlan } from './squad.ts';
