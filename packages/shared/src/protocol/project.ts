// State and this tick's commands → the schema that players are sent. Fields are written only when they change, so that
// a quiet tick costs a few bytes.
import { base64 } from '@scure/base';
import { encodeCommands, encodeKeyframe, hashState } from '../log/index.ts';
import { type Command, type MatchState, PHASES } from '../match/index.ts';
import { HASH_EVERY, type RoomState, RosterEntry } from './schema.ts';

/** Writes the tick that `state` has just completed into `sync`. `keyframe`: somebody waits for one. */
export function project(state: MatchState, commands: readonly Command[], keyframe: boolean, sync: RoomState): void {
  sync.tick = state.tick;
  put(sync, 'batch', commands.length === 0 ? '' : base64.encode(encodeCommands(commands)));
  if (state.tick % HASH_EVERY === 0) put(sync, 'hash', hashState(state));
  put(sync, 'keyframe', keyframe ? base64.encode(encodeKeyframe(state)) : '');
  put(sync, 'arena', state.stadium.hash);
  put(sync, 'phase', PHASES.indexOf(state.phase));
  put(sync, 'red', Math.min(state.red, 255));
  put(sync, 'blue', Math.min(state.blue, 255));
  put(sync, 'seconds', Math.min(Math.floor(state.time), 0xffff));
  put(sync, 'paused', state.pause > 0);
  put(sync, 'scoreLimit', state.scoreLimit);
  put(sync, 'timeLimit', state.timeLimit);
  put(sync, 'locked', state.locked);
  if (keyframe || commands.some((command) => command.type !== 'input')) projectRoster(state, sync);
}

function projectRoster(state: MatchState, sync: RoomState): void {
  const present = new Set<string>();
  for (const player of state.players) {
    const key = String(player.id);
    present.add(key);
    let entry = sync.players.get(key);
    if (!entry) {
      entry = new RosterEntry({ name: player.name, bot: player.bot });
      sync.players.set(key, entry);
    }
    put(entry, 'avatar', player.avatar);
    put(entry, 'team', player.team);
    put(entry, 'admin', player.admin);
  }
  for (const key of [...sync.players.keys()]) if (!present.has(key)) sync.players.delete(key);
}

function put<T, K extends keyof T>(target: T, key: K, value: T[K]): void {
  if (target[key] !== value) target[key] = value;
}
