// Bots: state in, keys out; their commands enter the log like anybody's.
export { Bot } from './bot.ts';
export { benchPlan, botName, squadPlan } from './squad.ts';
