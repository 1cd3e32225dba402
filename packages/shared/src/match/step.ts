// The order of a tick (physics.md §4), written once: players, scorers, physics, phase.
import { Contacts, stepWorld } from '../physics/index.ts';
import type { MatchEvent } from './events.ts';
import { Scorers } from './goals.ts';
import { endTick } from './phase.ts';
import { movePlayers } from './players.ts';
import { PAUSED } from './rules.ts';
import type { MatchState } from './state.ts';
import { noteContacts } from './touches.ts';

// Scratch memory: rewritten from nothing by every step, so sharing it between rooms carries nothing over.
const contacts = new Contacts();
const scorers = new Scorers();

/**
 * Moves the room on by one tick, in place, and appends what happened to `events`, in the order of match-rules.md §10.
 * `kicked` is called in the middle, after kicks and before discs move, for whoever must see the state as it is then
 * (room-scripts.md R62); it may read the state and nothing else.
 */
export function step(state: MatchState, events: MatchEvent[], kicked?: () => void): void {
  state.tick++;
  if (state.phase === 'none') return;
  if (state.pause > 0) {
    if (state.pause < PAUSED) state.pause--;
    return;
  }
  movePlayers(state, events);
  kicked?.();
  scorers.remember(state.world);
  stepWorld(state.world, state.stadium.pitch.arena, contacts);
  noteContacts(state, contacts, events);
  endTick(state, scorers, events);
}
