// State → what the room's screens list: roster and scoreboard. Playing and watching derive them alike.
import { type Signal, signal } from '@preact/signals';
import type { MatchState } from '@touchline/shared/match';
import { CLOSING } from '@touchline/shared/protocol';
import type { RosterLine, Scoreboard } from '../ui/session.ts';

/** What only those in the room are told of a player. */
interface Presence {
  readonly ping: number;
  readonly away: boolean;
}

/** Screens follow the match's clock this often; the pitch has its own. */
export const BOARD_MS = 100;

const HERE: Presence = { ping: 0, away: false };
type PresenceOf = (id: number) => Presence | undefined;

/** What is known of the room beside its match. */
export type RoomFacts = Pick<Scoreboard, 'name' | 'hasPassword' | 'bots' | 'botLevel' | 'viewers' | 'returning'> & {
  readonly closing: string;
};

/** Of a room that is not asked, or that is no longer there. */
export const NO_FACTS: Omit<RoomFacts, 'name'> = {
  hasPassword: false,
  bots: 0,
  botLevel: 2,
  viewers: 0,
  returning: false,
  closing: 'no',
};

/** Both as signals, which change only when something that they say does. */
export class Board {
  readonly roster: Signal<readonly RosterLine[]> = signal([]);
  readonly scoreboard: Signal<Scoreboard | null> = signal(null);
  private rosterText = '';
  private scoreboardText = '';

  show(state: MatchState, facts: RoomFacts, presence: PresenceOf = () => HERE): void {
    const roster = rosterOf(state, presence);
    const rosterText = JSON.stringify(roster);
    if (rosterText !== this.rosterText) {
      this.rosterText = rosterText;
      this.roster.value = roster;
    }
    const scoreboard = scoreboardOf(state, facts);
    const scoreboardText = JSON.stringify(scoreboard);
    if (scoreboardText !== this.scoreboardText) {
      this.scoreboardText = scoreboardText;
      this.scoreboard.value = scoreboard;
    }
  }
}

function rosterOf(state: MatchState, presence: PresenceOf): RosterLine[] {
  return state.players.map(({ id, name, avatar, team, admin, bot, number }) => {
    const { ping, away } = presence(id) ?? HERE;
    return { id, name, avatar, team, admin, bot, ping, away, number };
  });
}

function scoreboardOf(state: MatchState, facts: RoomFacts): Scoreboard {
  return {
    // One by one: the fields of a schema are accessors, which a spread does not see.
    name: facts.name,
    hasPassword: facts.hasPassword,
    bots: facts.bots,
    botLevel: facts.botLevel,
    viewers: facts.viewers,
    returning: facts.returning,
    closing: CLOSING.find((why) => why === facts.closing) ?? 'no',
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
