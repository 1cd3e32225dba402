// Who of the bots must come or go so that each side has its number. People go first, always: they take a bot's place
// on their side, and while bots are about there is a free seat for the next one who knocks.
import type { MatchState, Team } from '@touchline/shared/match';

export interface SquadSettings {
  /** Players each side shall have, people and bots together; 0: no bots. */
  readonly perSide: number;
  /** Seats nobody sits on, bots counted as sitting; below 0 when more people wait than there are seats. */
  readonly freeSeats: number;
}

export interface SquadPlan {
  /** Ids of bots that leave the room, to be carried out first. */
  readonly leave: number[];
  /** Bots to let in, each with its side, in this order. */
  readonly join: { readonly team: Team }[];
}

/** Seats that bots leave open for people. */
const OPEN_SEATS = 1;

/** Pure: the state is only read. Carried out, the next plan for the same people is empty. */
export function squadPlan(state: MatchState, { perSide, freeSeats }: SquadSettings): SquadPlan {
  const leave: number[] = [];
  const join: { team: 1 | 2 }[] = [];
  const people = [0, 0, 0];
  const bots: number[][] = [[], [], []];
  for (const player of state.players) {
    if (player.bot) bots[player.team].push(player.id);
    else people[player.team]++;
  }
  // Nobody watches a bot sit: one that was sent to the bench goes home.
  leave.push(...bots[0]);
  bots[0].length = 0;
  for (const team of [1, 2] as const) {
    // Those who came last go first, so that the others keep their places in the line-up.
    while (bots[team].length > Math.max(0, perSide - people[team])) leave.push(...bots[team].splice(-1));
  }
  let open = freeSeats + leave.length - OPEN_SEATS;
  for (; open < 0; open++) {
    const team = people[1] + bots[1].length > people[2] + bots[2].length ? 1 : 2;
    const from = bots[team].length > 0 ? team : team === 1 ? 2 : 1;
    if (bots[from].length === 0) break;
    leave.push(...bots[from].splice(-1));
  }
  const size = [0, people[1] + bots[1].length, people[2] + bots[2].length];
  while (open > 0 && (size[1] < perSide || size[2] < perSide)) {
    const team = size[1] <= size[2] ? 1 : 2;
    join.push({ team });
    size[team]++;
    open--;
  }
  return { leave, join };
}

/**
 * Where somebody else makes the teams, a room's script: as many in the room as two sides need, wherever he puts them. They
 * come to the bench; those on the bench go first, and then those who came last. Pure, and stable, as `squadPlan`.
 */
export function benchPlan(state: MatchState, { perSide, freeSeats }: SquadSettings): SquadPlan {
  const bots = state.players.filter(({ bot }) => bot);
  // Player 0 is the script itself.
  const people = state.players.filter(({ bot, id }) => !bot && id !== 0).length;
  const missing = Math.min(2 * perSide - people - bots.length, freeSeats - OPEN_SEATS);
  const going = Math.min(Math.max(-missing, 0), bots.length);
  const playing = (team: Team) => (team === 0 ? 0 : 1);
  const inOrder = bots.toSorted((a, b) => playing(a.team) - playing(b.team) || b.id - a.id);
  return {
    leave: inOrder.slice(0, going).map(({ id }) => id),
    join: Array.from({ length: Math.max(missing, 0) }, () => ({ team: 0 as const })),
  };
}

/** Words of the game, short enough for a name tag. */
export const BOT_NAMES: readonly string[] = [
  ...['Libero', 'Rabona', 'Nutmeg', 'Volley', 'Stopper', 'Winger', 'Poacher', 'Regista', 'Sweeper', 'Trivela'],
  ...['Dummy', 'Chip', 'Lob', 'Tackle', 'Header', 'Corner', 'Crossbar', 'Sitter', 'Screamer', 'Toe Poke'],
  ...['One-Two', 'Backheel', 'Offside', 'Clean Sheet', 'Long Ball', 'Set Piece', 'Near Post', 'Far Post'],
  ...['Touchline', 'Stepover', 'Hat-Trick', 'Dead Ball'],
];

/** A name for bot `id` that nobody of `taken` has. */
export function botName(id: number, taken: Iterable<string>): string {
  const used = new Set(taken);
  for (let i = 0; i < BOT_NAMES.length; i++) {
    // Seven has no divisor in common with the list's length: neighbours in id get names far apart, and all come by.
    const name = BOT_NAMES[(((id + i) % BOT_NAMES.length) * 7) % BOT_NAMES.length];
    if (!used.has(name)) return name;
  }
  return `Reserve ${id}`;
}
