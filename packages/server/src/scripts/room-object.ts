// The object that `HBInit` returns (room-scripts.md §4, §5): plain, extensible, its methods free of `this` (R4). Getters
// answer at once; whatever changes something is handed to the desk, which does it after the script's current run (R9).
import {
  type Command,
  clamp,
  findPlayer,
  MAX_ANNOUNCEMENT,
  MAX_AVATAR,
  MAX_CHAT,
  MAX_LIMIT,
  MAX_REASON,
  type MatchState,
} from '@touchline/shared/match';
import { ALL, FLAGS } from '@touchline/shared/physics';
import { MAX_PASSWORD } from '@touchline/shared/protocol';
import { STOCK_NAMES, type Stadium, stockStadium } from '@touchline/shared/stadium';
import type { RoomEvents, RoomMethods, RoomObject, Touchline } from '../../types/headless-host.d.ts';
import { toColor, toDiscChange, toKit, toSound, toStyle, toTeam, toText, toWhole } from './conversions.ts';
import { describeDisc, describePlayer, describeScores, playerById } from './describe.ts';
import { EVENT_NAMES } from './event-names.ts';
import type { PrivateLine } from './messages.ts';
import { toMaxPlayers, toRoomName } from './room-config.ts';

/** Ids that one reordering may name. */
const MAX_ORDER = 40;

/** What stands behind the methods. Everything but `state`, `readStadium` and `stopTape` waits for its turn. */
export interface Desk {
  /** As the script shall see it now. */
  state(): MatchState;
  /** The commands are made when their turn has come; null: nothing to do any more. */
  command(make: (state: MatchState) => Command | null): void;
  /** Chooses a stadium that the server may not know. */
  chooseStadium(stadium: Stadium): void;
  /** To one player. */
  whisper(to: number, make: (state: MatchState) => PrivateLine | null): void;
  /** Empty clears it. */
  setPassword(password: string): void;
  /** Newcomers have more work to do before they get a seat. */
  setGuarded(guarded: boolean): void;
  rename(name: string): void;
  setMaxPlayers(count: number): void;
  /** Null: all. */
  clearBans(id: number | null): void;
  /** Null gives the player's own choice back. */
  overrideAvatar(id: number, avatar: string | null): void;
  /** Throws the stadium's first fault. */
  readStadium(text: string): Stadium;
  startTape(): void;
  stopTape(): Uint8Array | null;
}

/** Whom the script speaks for: the host player if there is one, else nobody. */
const BY_SCRIPT = { by: 0 } as const;

export function createRoomObject(desk: Desk): RoomObject {
  const events = Object.fromEntries(EVENT_NAMES.map((name) => [name, null])) as unknown as RoomEvents;
  return {
    ...talking(desk),
    ...people(desk),
    ...match(desk),
    ...discs(desk),
    ...events,
    CollisionFlags: { ...FLAGS, all: ALL },
    touchline: extensions(desk),
  };
}

/** What the original does not have, in one place, so that old scripts never meet it (R74). */
function extensions(desk: Desk): Touchline {
  return {
    onInput: null,
    onTouch: null,
    setName(name) {
      const shown = toRoomName(name);
      if (shown !== null) desk.rename(shown);
    },
    setMaxPlayers: (count) => desk.setMaxPlayers(toMaxPlayers(count)),
  };
}

type Methods<K extends keyof RoomMethods> = Pick<RoomMethods, K>;

function talking(desk: Desk): Methods<'sendChat' | 'sendAnnouncement'> {
  const say = (line: (state: MatchState) => PrivateLine | null, targetId: unknown): void => {
    if (targetId === undefined || targetId === null) desk.command(line);
    else desk.whisper(toWhole(targetId), line);
  };
  return {
    sendChat(message, targetId) {
      const text = toText(message, MAX_CHAT);
      say((state) => (findPlayer(state, 0) ? { type: 'chat', id: 0, text } : null), targetId);
    },
    sendAnnouncement(message, targetId, color, style, sound) {
      const line = {
        type: 'announce',
        text: toText(message, MAX_ANNOUNCEMENT),
        color: toColor(color),
        style: toStyle(style),
        sound: toSound(sound),
      } as const;
      say(() => line, targetId);
    },
  };
}

function people(
  desk: Desk,
): Methods<
  | 'setPlayerAdmin'
  | 'setPlayerTeam'
  | 'setPlayerAvatar'
  | 'kickPlayer'
  | 'clearBan'
  | 'clearBans'
  | 'getPlayer'
  | 'getPlayerList'
  | 'reorderPlayers'
> {
  return {
    setPlayerAdmin(playerId, admin) {
      const id = toWhole(playerId);
      const given = Boolean(admin);
      desk.command(() => (id === 0 ? null : { type: 'admin', id, admin: given, ...BY_SCRIPT }));
    },
    setPlayerTeam(playerId, team) {
      const id = toWhole(playerId);
      const side = toTeam(team);
      desk.command(() => ({ type: 'team', id, team: side, ...BY_SCRIPT }));
    },
    setPlayerAvatar(playerId, avatar) {
      const own = avatar === null || avatar === undefined;
      desk.overrideAvatar(toWhole(playerId), own ? null : toText(avatar, MAX_AVATAR));
    },
    kickPlayer(playerId, reason, ban) {
      const id = toWhole(playerId);
      const why = reason === null || reason === undefined ? '' : toText(reason, MAX_REASON);
      const banned = Boolean(ban);
      desk.command(() => (id === 0 ? null : { type: 'leave', id, ...BY_SCRIPT, kicked: true, banned, reason: why }));
    },
    clearBan(playerId) {
      desk.clearBans(toWhole(playerId));
    },
    clearBans() {
      desk.clearBans(null);
    },
    getPlayer: (playerId) => playerById(desk.state(), toWhole(playerId)),
    getPlayerList() {
      const state = desk.state();
      return state.players.map((player) => describePlayer(state, player));
    },
    reorderPlayers(playerIdList, moveToTop) {
      const named = Array.isArray(playerIdList) ? [...new Set(playerIdList.map(toWhole))].slice(0, MAX_ORDER) : [];
      const top = Boolean(moveToTop);
      desk.command((state) => {
        const ids = named.filter((id) => findPlayer(state, id));
        return ids.length === 0 ? null : { type: 'order', ids, top };
      });
    },
  };
}

function match(
  desk: Desk,
): Methods<
  | 'setPassword'
  | 'setRequireRecaptcha'
  | 'setTeamsLock'
  | 'setScoreLimit'
  | 'setTimeLimit'
  | 'setCustomStadium'
  | 'setDefaultStadium'
  | 'startGame'
  | 'stopGame'
  | 'pauseGame'
  | 'setKickRateLimit'
  | 'setTeamColors'
  | 'getScores'
  | 'getBallPosition'
  | 'startRecording'
  | 'stopRecording'
> {
  const limit = (value: unknown) => clamp(toWhole(value), 0, MAX_LIMIT);
  return {
    setPassword(password) {
      desk.setPassword(password === null || password === undefined ? '' : toText(password, MAX_PASSWORD));
    },
    setRequireRecaptcha(required) {
      desk.setGuarded(Boolean(required));
    },
    setTeamsLock(locked) {
      const given = Boolean(locked);
      desk.command(() => ({ type: 'lock', locked: given, ...BY_SCRIPT }));
    },
    setScoreLimit(goals) {
      const scoreLimit = limit(goals);
      desk.command(({ timeLimit }) => ({ type: 'limits', scoreLimit, timeLimit, ...BY_SCRIPT }));
    },
    setTimeLimit(minutes) {
      const timeLimit = limit(minutes);
      desk.command(({ scoreLimit }) => ({ type: 'limits', scoreLimit, timeLimit, ...BY_SCRIPT }));
    },
    setCustomStadium(stadium) {
      desk.chooseStadium(desk.readStadium(toText(stadium, Number.POSITIVE_INFINITY)));
    },
    setDefaultStadium(name) {
      // Case and spaces count here (R46), unlike in the server's settings.
      const stadium = STOCK_NAMES.includes(name) ? stockStadium(name) : undefined;
      if (!stadium) throw new Error(`There is no default stadium ${toText(name, 100)}`);
      desk.chooseStadium(stadium);
    },
    startGame() {
      desk.command(() => ({ type: 'start', ...BY_SCRIPT }));
    },
    stopGame() {
      desk.command(() => ({ type: 'stop', ...BY_SCRIPT }));
    },
    pauseGame(paused) {
      const given = Boolean(paused);
      desk.command(() => ({ type: 'pause', paused: given, ...BY_SCRIPT }));
    },
    setKickRateLimit(min, rate, burst) {
      const within = (value: unknown, initial: number, most: number) => clamp(toWhole(value ?? initial), 0, most);
      const limits = { min: within(min, 2, 255), rate: within(rate, 0, 255), burst: within(burst, 0, 100) };
      desk.command(() => ({ type: 'kickRate', ...limits, ...BY_SCRIPT }));
    },
    setTeamColors(team, angle, textColor, colors) {
      const side = toTeam(team);
      const kit = toKit(angle, textColor, colors);
      desk.command(() => (side === 0 ? null : { type: 'kit', team: side, ...kit, ...BY_SCRIPT }));
    },
    getScores: () => describeScores(desk.state()),
    getBallPosition() {
      const { world, phase } = desk.state();
      return phase === 'none' ? null : { x: world.x[0], y: world.y[0] };
    },
    startRecording: () => desk.startTape(),
    stopRecording: () => desk.stopTape(),
  };
}

function discs(
  desk: Desk,
): Methods<
  'getDiscCount' | 'getDiscProperties' | 'setDiscProperties' | 'getPlayerDiscProperties' | 'setPlayerDiscProperties'
> {
  return {
    getDiscCount: () => desk.state().world.count,
    getDiscProperties: (discIndex) => describeDisc(desk.state(), toWhole(discIndex)),
    setDiscProperties(discIndex, properties) {
      const index = toWhole(discIndex);
      const change = toDiscChange(properties);
      desk.command(() => (index < 0 ? null : { type: 'disc', index, change }));
    },
    getPlayerDiscProperties(playerId) {
      const state = desk.state();
      return describeDisc(state, findPlayer(state, toWhole(playerId))?.disc ?? -1);
    },
    setPlayerDiscProperties(playerId, properties) {
      const id = toWhole(playerId);
      const change = toDiscChange(properties);
      desk.command(() => ({ type: 'playerDisc', id, change }));
    },
  };
}
