// Who may enter, and who may send which message. Whether a command is possible is `match/apply.ts`'s question.
import type { Command, MatchState, Player } from '@touchline/shared/match';
import type { MessageOf, NoticeCode, Verb } from '@touchline/shared/protocol';

/** Messages that turn into commands of the log; the others change the room's private side. */
export type CommandVerb = Exclude<
  Verb,
  'password' | 'claimAdmin' | 'clearBans' | 'bots' | 'sync' | 'teamChat' | 'mute' | 'unmute' | 'slow'
>;

const FOR_EVERYBODY: ReadonlySet<Verb> = new Set<Verb>(['chat', 'teamChat', 'avatar', 'team', 'claimAdmin', 'sync']);

/** May this player send this message at all? Null: yes. `joinDuringMatch`: match-rules.md §6. */
export function mayAsk(
  state: MatchState,
  player: Player,
  verb: Verb,
  body: MessageOf<Verb>,
  joinDuringMatch = true,
): NoticeCode | null {
  if (player.admin) return null;
  if (!FOR_EVERYBODY.has(verb)) return 'not-admin';
  if (verb === 'team') {
    if ((body as MessageOf<'team'>).id !== player.id) return 'not-admin';
    if (state.locked) return 'teams-locked';
    if (!joinDuringMatch && state.phase !== 'none') return 'match-running';
  }
  return null;
}

/** The commands that a message stands for, in order. `random` is Math.random's kind: the shell may roll dice, a step never. */
export function commandsFor<V extends CommandVerb>(
  state: MatchState,
  player: Player,
  verb: V,
  message: MessageOf<V>,
  random: () => number,
): Command[] {
  const by = player.id;
  const asked = { verb, message } as { [W in CommandVerb]: { verb: W; message: MessageOf<W> } }[CommandVerb];
  switch (asked.verb) {
    case 'chat':
      return [{ type: 'chat', id: by, text: asked.message.text }];
    case 'avatar':
      return [{ type: 'avatar', id: by, avatar: asked.message.avatar }];
    case 'team':
      return [{ type: 'team', id: asked.message.id, team: asked.message.team, by }];
    case 'teams':
      return arrangeTeams(state, asked.message.how, by, random);
    case 'lock':
      return [{ type: 'lock', locked: asked.message.locked, by }];
    case 'start':
      return [{ type: 'start', by }];
    case 'stop':
      return [{ type: 'stop', by }];
    case 'pause':
      return [{ type: 'pause', paused: asked.message.paused, by }];
    case 'limits':
      return [{ type: 'limits', ...asked.message, by }];
    case 'kickRate':
      return [{ type: 'kickRate', ...asked.message, by }];
    case 'stadium':
      return [{ type: 'stadium', hash: asked.message.hash, by }];
    case 'kit':
      return [{ type: 'kit', ...asked.message, by }];
    case 'kick': {
      const { id, reason, ban } = asked.message;
      return [{ type: 'leave', id, by, kicked: true, banned: ban, reason }];
    }
    case 'admin':
      return [{ type: 'admin', id: asked.message.id, admin: asked.message.admin, by }];
  }
}

/** match-rules.md §6, "automatic fill"; `random` deals everybody out anew, `reset` sends all to the bench. */
function arrangeTeams(state: MatchState, how: MessageOf<'teams'>['how'], by: number, random: () => number): Command[] {
  // The player whom a script speaks through has nobody to steer him.
  const people = state.players.filter(({ id }) => id !== 0);
  const move = (player: Player, team: 0 | 1 | 2): Command => ({ type: 'team', id: player.id, team, by });
  const size = (team: 1 | 2) => people.filter((player) => player.team === team).length;
  if (how === 'reset') return people.filter((player) => player.team !== 0).map((player) => move(player, 0));
  if (how === 'auto') {
    const [first, second] = people.filter((player) => player.team === 0);
    if (!first) return [];
    if (size(1) !== size(2)) return [move(first, size(1) < size(2) ? 1 : 2)];
    return second ? [move(first, 1), move(second, 2)] : [];
  }
  const dealt = people
    .map((player) => ({ player, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ player }) => player);
  return dealt
    .map((player, i) => ({ player, team: i % 2 === 0 ? (1 as const) : (2 as const) }))
    .filter(({ player, team }) => player.team !== team)
    .map(({ player, team }) => move(player, team));
}
