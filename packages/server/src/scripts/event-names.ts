// The twenty events, by name (room-scripts.md §6). Alone in a file: the warden needs them, and nothing else of the game.
import type { RoomEvents } from '../../types/headless-host.d.ts';

export const EVENT_NAMES = [
  'onRoomLink',
  'onPlayerJoin',
  'onPlayerLeave',
  'onPlayerKicked',
  'onPlayerChat',
  'onPlayerTeamChange',
  'onPlayerAdminChange',
  'onPlayerActivity',
  'onPlayerBallKick',
  'onTeamGoal',
  'onTeamVictory',
  'onPositionsReset',
  'onGameStart',
  'onGameStop',
  'onGamePause',
  'onGameUnpause',
  'onGameTick',
  'onStadiumChange',
  'onKickRateLimitSet',
  'onTeamsLockChange',
] as const satisfies readonly (keyof RoomEvents)[];
export type EventName = (typeof EVENT_NAMES)[number];
