// Who touched a scoring disc last, and who before him: scorer, assist, own goal (match-rules.md §10, ours).
// It is told, never felt: nothing here may influence the simulation.
import { type Contacts, FLAGS } from '../physics/index.ts';
import type { MatchEvent } from './events.ts';
import { findPlayer, ownerOf } from './roster.ts';
import type { MatchState, Player } from './state.ts';

/** Notes a kick of, or a contact with, the disc, if it is a scoring disc of the stadium. */
export function noteTouch(state: MatchState, player: Player, disc: number, events: MatchEvent[]): void {
  if (disc >= state.lastTouch.length || (state.world.cGroup[disc] & FLAGS.score) === 0) return;
  if (state.lastTouch[disc] === player.id) return;
  state.priorTouch[disc] = state.lastTouch[disc];
  state.lastTouch[disc] = player.id;
  events.push({ type: 'touch', player: player.id, disc });
}

/** Notes every contact of this step between a player's disc and a stadium's disc. Players' discs come after the stadium's. */
export function noteContacts(state: MatchState, contacts: Contacts, events: MatchEvent[]): void {
  const stadiumDiscs = state.lastTouch.length;
  for (let i = 0; i < contacts.count; i++) {
    const disc = contacts.earlier(i);
    const other = contacts.later(i);
    if (disc >= stadiumDiscs || other < stadiumDiscs) continue;
    const player = ownerOf(state, other);
    if (player) noteTouch(state, player, disc, events);
  }
}

/** The goal event for `team`, scored with `disc`. */
export function creditGoal(state: MatchState, team: 1 | 2, disc: number): MatchEvent {
  const inStadium = disc < state.lastTouch.length;
  const scorer = inStadium ? findPlayer(state, state.lastTouch[disc]) : ownerOf(state, disc);
  const own = scorer !== undefined && scorer.team !== 0 && scorer.team !== team;
  const helper = inStadium && !own ? findPlayer(state, state.priorTouch[disc]) : undefined;
  const assist = helper !== undefined && helper.team === team && helper !== scorer ? helper.id : 0;
  return { type: 'goal', team, by: scorer?.id ?? 0, assist, own, disc };
}
