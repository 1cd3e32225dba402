// The end of a tick, by phase: clock, goal, reset, end, stop (match-rules.md §5).
import type { MatchEvent } from './events.ts';
import type { Scorers } from './goals.ts';
import { clearPitch, reset } from './lineup.ts';
import { kickOffFlag, PLAYER_MASK } from './roster.ts';
import { AFTER_END_TICKS, AFTER_GOAL_TICKS, TICK } from './rules.ts';
import type { MatchState } from './state.ts';
import { creditGoal } from './touches.ts';

export function endTick(state: MatchState, scorers: Scorers, events: MatchEvent[]): void {
  switch (state.phase) {
    case 'kickOff':
      return awaitKickOff(state, events);
    case 'playing':
      return play(state, scorers, events);
    case 'goal':
      return afterGoal(state, events);
    case 'ended':
      return afterEnd(state, events);
  }
}

function awaitKickOff(state: MatchState, events: MatchEvent[]): void {
  setMasks(state, PLAYER_MASK | kickOffFlag(state.kickOffTeam));
  const vx = state.world.vx[0];
  const vy = state.world.vy[0];
  if (vx * vx + vy * vy > 0) {
    state.phase = 'playing';
    events.push({ type: 'kickOff', team: state.kickOffTeam });
  }
}

function play(state: MatchState, scorers: Scorers, events: MatchEvent[]): void {
  state.time += TICK;
  setMasks(state, PLAYER_MASK);
  const crossing = scorers.find(state.world, state.stadium.pitch.goals);
  if (crossing) {
    const team = crossing.goal.team === 1 ? 2 : 1;
    state.phase = 'goal';
    state.counter = AFTER_GOAL_TICKS;
    state.kickOffTeam = crossing.goal.team;
    if (team === 1) state.red++;
    else state.blue++;
    events.push(creditGoal(state, team, crossing.disc));
  } else if (timeDecides(state)) {
    events.push({ type: 'timeUp' });
    endMatch(state, events);
  }
}

function afterGoal(state: MatchState, events: MatchEvent[]): void {
  if (--state.counter > 0) return;
  const { scoreLimit, red, blue } = state;
  if ((scoreLimit > 0 && (red >= scoreLimit || blue >= scoreLimit)) || timeDecides(state)) endMatch(state, events);
  else {
    reset(state);
    events.push({ type: 'positionsReset' });
  }
}

function afterEnd(state: MatchState, events: MatchEvent[]): void {
  if (--state.counter > 0) return;
  clearPitch(state);
  events.push({ type: 'matchStop' });
}

function timeDecides(state: MatchState): boolean {
  return state.timeLimit > 0 && state.time >= 60 * state.timeLimit && state.red !== state.blue;
}

function endMatch(state: MatchState, events: MatchEvent[]): void {
  state.phase = 'ended';
  state.counter = AFTER_END_TICKS;
  events.push({ type: 'matchEnd', winner: state.red > state.blue ? 1 : 2 });
}

function setMasks(state: MatchState, mask: number): void {
  const { players, world } = state;
  for (let i = 0; i < players.length; i++) if (players[i].disc >= 0) world.cMask[players[i].disc] = mask;
}
