// State → what the room's screens list: roster and scoreboard. Playing and watching derive them alike.
import type { MatchState } from '@touchline/shared/match';
import type { RosterLine, Scoreboard } from '../ui/session.ts';

/** What only those in the room are told of a player. */
export interface Presence {
  readonly ping: number;
  readonly away: boolean;
}

const HERE: Presence = { ping: 0, away: false };

export function rosterOf(state: MatchState, presence: (id: number) => Presence | undefined = () => HERE): RosterLine[] {
  return state.players.map(({ id, name, avatar, team, admin, bot, number }) => {
    const { ping, away } = presence(id) ?? HERE;
    return { id, name, avatar, team, admin, bot, ping, away, number };
  });
}

/** What is known of the room beside its match. */
export type RoomFacts = Pick<Scoreboard, 'name' | 'hasPassword' | 'bots' | 'botLevel' | 'viewers'>;

export function scoreboardOf(state: MatchState, facts: RoomFacts): Scoreboard {
  return {
    // One by one: the fields of a schema are accessors, which a spread does not see.
    name: facts.name,
    hasPassword: facts.hasPassword,
    bots: facts.bots,
    botLevel: facts.botLevel,
    viewers: facts.viewers,
    stadium: state.stadium.name,
    arena: state.stadium.hash,
    phase: state.phase,
    red: state.red,
    blue: state.blue,
    seconds: Math.floor(state.time),
    pause: state.pause,
    scoreLimit: state.scoreLimit,
    timeLimit: state.timeLimit,
    locked: state.locked,
    redKit: state.redKit,
    blueKit: state.blueKit,
  };
}
