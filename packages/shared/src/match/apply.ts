// Command → state, or a reason for refusal. A refused command changes nothing and never enters the log.
// Whether somebody *may* send a command is the server's question (admission); whether it is *possible* is asked here.
import { INTS, REALS, type World } from '../physics/index.ts';
import type { Stadiums } from '../stadium/index.ts';
import { type Command, type CommandOf, type DiscChange, isCommand, MAX_PLAYER_ID } from './commands.ts';
import { KEY } from './keys.ts';
import { clearPitch, startMatch } from './lineup.ts';
import { enterPitch, findPlayer, leavePitch } from './roster.ts';
import { clamp, MAX_LIMIT, MAX_PLAYERS, PAUSED } from './rules.ts';
import { type MatchState, type Player, pitchMemory } from './state.ts';

export type Refusal =
  | 'malformed'
  | 'unknown-player'
  | 'id-taken'
  | 'room-full'
  | 'unchanged'
  | 'match-running'
  | 'no-match'
  | 'unknown-stadium'
  | 'no-disc';

/** Applies one command between ticks; null when it was applied, else the reason why nothing changed. */
export function apply(state: MatchState, command: Command, stadiums: Stadiums): Refusal | null {
  if (!isCommand(command)) return 'malformed';
  switch (command.type) {
    case 'input':
      return withPlayer(state, command.id, (player) => pressKeys(player, command.keys));
    case 'join':
      return join(state, command);
    case 'leave':
      return withPlayer(state, command.id, (player) => leave(state, player));
    case 'team':
      return withPlayer(state, command.id, (player) => changeTeam(state, player, command.team));
    case 'order':
      return order(state, command.ids, command.top);
    case 'admin':
      return withPlayer(state, command.id, (player) => set(player, 'admin', command.admin));
    case 'avatar':
      return withPlayer(state, command.id, (player) => set(player, 'avatar', command.avatar));
    case 'lock':
      return set(state, 'locked', command.locked);
    case 'start':
      if (state.phase !== 'none') return 'match-running';
      startMatch(state);
      return null;
    case 'stop':
      if (state.phase === 'none') return 'no-match';
      clearPitch(state);
      return null;
    case 'pause':
      return pause(state, command.paused);
    case 'limits':
      return setLimits(state, command);
    case 'kickRate':
      return setKickRate(state, command);
    case 'stadium':
      return setStadium(state, command.hash, stadiums);
    case 'kit':
      return setKit(state, command);
    case 'disc':
      if (command.index >= state.world.count) return 'no-disc';
      changeDisc(state.world, command.index, command.change);
      return null;
    case 'playerDisc':
      return withPlayer(state, command.id, (player) => {
        if (player.disc < 0) return 'no-disc';
        changeDisc(state.world, player.disc, command.change);
        return null;
      });
    case 'chat':
      return withPlayer(state, command.id, () => null);
    case 'announce':
      return null;
  }
}

function withPlayer(state: MatchState, id: number, change: (player: Player) => Refusal | null): Refusal | null {
  const player = findPlayer(state, id);
  return player ? change(player) : 'unknown-player';
}

function set<T, K extends keyof T>(target: T, key: K, value: T[K]): Refusal | null {
  if (target[key] === value) return 'unchanged';
  target[key] = value;
  return null;
}

/**
 * What the `input` command does (physics.md §5.1): a kick that goes from released to pressed arms. Exported for prediction, which
 * presses the same keys again and again and can do without a command for each.
 */
export function pressKeys(player: Player, keys: number): Refusal | null {
  if (player.input === keys) return 'unchanged';
  if ((player.input & KEY.kick) === 0 && (keys & KEY.kick) !== 0) player.kickArmed = true;
  player.input = keys;
  return null;
}

/** Id 0 is the player of a script's room whom nobody steers (room-scripts.md R8): there is one at most. */
function join(state: MatchState, command: CommandOf<'join'>): Refusal | null {
  const taken = command.id === 0 ? findPlayer(state, 0) !== undefined : command.id < state.nextPlayerId;
  if (taken || command.id > MAX_PLAYER_ID) return 'id-taken';
  if (state.players.length >= MAX_PLAYERS) return 'room-full';
  if (command.id !== 0) state.nextPlayerId = command.id + 1;
  state.players.push({
    id: command.id,
    name: command.name,
    avatar: command.avatar,
    bot: command.bot,
    admin: false,
    team: 0,
    input: 0,
    kickArmed: false,
    kickCooldown: 0,
    kickBudget: 0,
    number: 0,
    disc: -1,
  });
  return null;
}

function leave(state: MatchState, player: Player): null {
  leavePitch(state, player);
  state.players.splice(state.players.indexOf(player), 1);
  return null;
}

/** match-rules.md §6. The player goes to the end of the list. */
function changeTeam(state: MatchState, player: Player, team: 0 | 1 | 2): Refusal | null {
  if (player.team === team) return 'unchanged';
  state.players.splice(state.players.indexOf(player), 1);
  state.players.push(player);
  leavePitch(state, player);
  player.team = team;
  if (team !== 0 && state.phase !== 'none') enterPitch(state, player);
  return null;
}

/** room-scripts.md R29: the named players go to the top or the bottom, in the given order. */
function order(state: MatchState, ids: readonly number[], top: boolean): null {
  const named = [...new Set(ids)].flatMap((id) => findPlayer(state, id) ?? []);
  const rest = state.players.filter((player) => !named.includes(player));
  state.players = top ? [...named, ...rest] : [...rest, ...named];
  return null;
}

/** match-rules.md §7. */
function pause(state: MatchState, paused: boolean): Refusal | null {
  if (state.phase === 'none') return 'no-match';
  if (paused) return set(state, 'pause', PAUSED);
  return state.pause === PAUSED ? set(state, 'pause', PAUSED - 1) : 'unchanged';
}

function setLimits(state: MatchState, command: CommandOf<'limits'>): Refusal | null {
  if (state.phase !== 'none') return 'match-running';
  state.scoreLimit = clamp(command.scoreLimit, 0, MAX_LIMIT);
  state.timeLimit = clamp(command.timeLimit, 0, MAX_LIMIT);
  return null;
}

/** physics.md §5.4. */
function setKickRate(state: MatchState, command: CommandOf<'kickRate'>): null {
  const { kickRate } = state;
  kickRate.min = clamp(command.min, 0, 255);
  kickRate.rate = clamp(command.rate, 0, 255);
  kickRate.burst = clamp(command.burst, 0, 100);
  kickRate.bound = kickRate.rate * kickRate.burst;
  return null;
}

function setStadium(state: MatchState, hash: string, stadiums: Stadiums): Refusal | null {
  if (state.phase !== 'none') return 'match-running';
  const stadium = stadiums.get(hash);
  if (!stadium) return 'unknown-stadium';
  Object.assign(state, pitchMemory(stadium));
  return null;
}

function setKit(state: MatchState, command: CommandOf<'kit'>): Refusal | null {
  if (command.team === 0) return 'unchanged';
  const kit = { angle: command.angle, textColor: command.textColor, stripes: command.stripes.slice(0, 3) };
  if (command.team === 1) state.redKit = kit;
  else state.blueKit = kit;
  return null;
}

/** match-rules.md §9: real values are rounded to float32 first. */
function changeDisc(world: World, index: number, change: DiscChange): void {
  for (const key of REALS) if (change[key] !== undefined) world[key][index] = Math.fround(change[key]);
  for (const key of INTS) if (change[key] !== undefined) world[key][index] = change[key];
}
