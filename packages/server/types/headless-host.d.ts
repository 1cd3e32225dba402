// What a room script finds, for editors and for the server's own code. The rules are docs/spec/room-scripts.md.
// Positions are map units, speeds map units per tick (1/60 s), colours 0xRRGGBB.

/** 0 spectators, 1 red, 2 blue. */
export type TeamID = 0 | 1 | 2;

export interface Vector {
  x: number;
  y: number;
}

export interface Player {
  name: string;
  team: TeamID;
  /** From 1 upwards in order of joining, never used again; 0 is the host player. */
  id: number;
  admin: boolean;
  /** Centre of the disc; null without one. */
  position: Vector | null;
}

/** Only `onPlayerJoin` is told these two. */
export interface JoiningPlayer extends Player {
  /** Public identity, 43 characters; null if the player has none. */
  auth: string | null;
  /** Equal for two players behind one address. */
  conn: string;
}

export interface Scores {
  red: number;
  blue: number;
  /** Seconds played. */
  time: number;
  /** 0: no limit. */
  scoreLimit: number;
  /** In seconds; 0: no limit. */
  timeLimit: number;
}

export interface DiscProperties {
  x: number;
  y: number;
  xspeed: number;
  yspeed: number;
  xgravity: number;
  ygravity: number;
  radius: number;
  bCoeff: number;
  invMass: number;
  damping: number;
  /** -1: transparent. */
  color: number;
  cMask: number;
  cGroup: number;
}

/** Missing, undefined and null leave a property as it is. */
export type DiscChange = { [K in keyof DiscProperties]?: DiscProperties[K] | null };

export interface CollisionFlags {
  ball: number;
  red: number;
  blue: number;
  redKO: number;
  blueKO: number;
  wall: number;
  all: number;
  kick: number;
  score: number;
  c0: number;
  c1: number;
  c2: number;
  c3: number;
}

export interface RoomConfig {
  /** Up to 40 characters. Default: "Headless Room". */
  roomName?: string;
  /** Name of the host player. Default: "Host". */
  playerName?: string;
  password?: string | null;
  /** 2 to 30, default 12. */
  maxPlayers?: number;
  /** Listed in the lobby? Default: false. */
  public?: boolean;
  /** Accepted; nothing here uses it. */
  geo?: { code: string; lat: number; lon: number };
  /** Accepted and ignored: a room needs no captcha here. */
  token?: string;
  /** No host player. Default: false. */
  noPlayer?: boolean;
  /** Accepted and ignored. */
  proxy?: string;
  /** Accepted and ignored. */
  debug?: boolean;
}

export type AnnouncementStyle = 'normal' | 'bold' | 'italic' | 'small' | 'small-bold' | 'small-italic';

/** Handlers: assigning replaces, null removes. `byPlayer` null: nobody, or the script of a room without host player. */
export interface RoomEvents {
  onRoomLink: ((url: string) => void) | null;
  onPlayerJoin: ((player: JoiningPlayer) => void) | null;
  onPlayerLeave: ((player: Player) => void) | null;
  onPlayerKicked: ((player: Player, reason: string, ban: boolean, byPlayer: Player | null) => void) | null;
  /** A result that is loosely equal to 0 (false, 0, "") keeps the line from everybody. */
  onPlayerChat: ((player: Player, message: string) => unknown) | null;
  onPlayerTeamChange: ((player: Player, byPlayer: Player | null) => void) | null;
  onPlayerAdminChange: ((player: Player, byPlayer: Player | null) => void) | null;
  onPlayerActivity: ((player: Player) => void) | null;
  onPlayerBallKick: ((player: Player) => void) | null;
  onTeamGoal: ((team: 1 | 2) => void) | null;
  onTeamVictory: ((scores: Scores) => void) | null;
  onPositionsReset: (() => void) | null;
  onGameStart: ((byPlayer: Player | null) => void) | null;
  onGameStop: ((byPlayer: Player | null) => void) | null;
  onGamePause: ((byPlayer: Player | null) => void) | null;
  onGameUnpause: ((byPlayer: Player | null) => void) | null;
  /** Once per tick of a match, sixty times a second. */
  onGameTick: (() => void) | null;
  onStadiumChange: ((newStadiumName: string, byPlayer: Player | null) => void) | null;
  onKickRateLimitSet: ((min: number, rate: number, burst: number, byPlayer: Player | null) => void) | null;
  onTeamsLockChange: ((locked: boolean, byPlayer: Player | null) => void) | null;
}

/** What changes something takes effect after the script's current run; getters answer at once. */
export interface RoomMethods {
  /** The host player speaks; nothing without one. Cut at 140. */
  sendChat(message: string, targetId?: number | null): void;
  /** A line of the room itself. Without `targetId` to everybody. Cut at 1000. */
  sendAnnouncement(
    message: string,
    targetId?: number | null,
    color?: number | null,
    style?: AnnouncementStyle | null,
    sound?: 0 | 1 | 2 | null,
  ): void;
  setPlayerAdmin(playerId: number, admin: boolean): void;
  setPlayerTeam(playerId: number, team: TeamID): void;
  /** null gives the player's own choice back. */
  setPlayerAvatar(playerId: number, avatar: string | null): void;
  kickPlayer(playerId: number, reason?: string | null, ban?: boolean): void;
  clearBan(playerId: number): void;
  clearBans(): void;
  getPlayer(playerId: number): Player | null;
  getPlayerList(): Player[];
  reorderPlayers(playerIdList: readonly number[], moveToTop: boolean): void;
  /** null clears it. */
  setPassword(password: string | null): void;
  /** Newcomers' browsers have more work to do before they get a seat; no third party is asked. */
  setRequireRecaptcha(required: boolean): void;
  setTeamsLock(locked: boolean): void;
  /** 0 to 99; only without a match. */
  setScoreLimit(goals: number): void;
  /** Minutes, 0 to 99; only without a match. */
  setTimeLimit(minutes: number): void;
  /** Throws when the text is no stadium. Only without a match. */
  setCustomStadium(stadium: string): void;
  /** Throws when there is no such stadium. Only without a match. */
  setDefaultStadium(name: string): void;
  startGame(): void;
  stopGame(): void;
  pauseGame(paused: boolean): void;
  setKickRateLimit(min?: number | null, rate?: number | null, burst?: number | null): void;
  /** `angle` in degrees; up to three colours. */
  setTeamColors(team: TeamID, angle: number, textColor: number, colors: readonly number[]): void;
  getScores(): Scores | null;
  getBallPosition(): Vector | null;
  startRecording(): void;
  /** A recording in Touchline's own format; null if none was running. */
  stopRecording(): Uint8Array | null;
  getDiscCount(): number;
  getDiscProperties(discIndex: number): DiscProperties | null;
  setDiscProperties(discIndex: number, properties: DiscChange): void;
  getPlayerDiscProperties(playerId: number): DiscProperties | null;
  setPlayerDiscProperties(playerId: number, properties: DiscChange): void;
}

/** Keys that a player holds. */
export interface PlayerKeys {
  up: boolean;
  down: boolean;
  left: boolean;
  right: boolean;
  kick: boolean;
}

/** What Touchline has beyond the original. A script that shall run elsewhere, too, asks first: `if (room.touchline) …`. */
export interface Touchline {
  /** A player on the pitch pressed or released a key; right after `onPlayerActivity`. Assign to it, as to the room's events. */
  onInput: ((player: Player, keys: PlayerKeys) => void) | null;
  /** Somebody else than before touched the ball, or another disc that counts in goals: at the end of the tick, before goals. */
  onTouch: ((player: Player, discIndex: number) => void) | null;
  /** Renames the room; its link stays. Cut at 40; a name of which nothing can be seen is ignored. */
  setName(name: string): void;
  /** 2 to 30; whoever has a seat keeps it. */
  setMaxPlayers(count: number): void;
}

/** What `HBInit` returns: an ordinary object that a script may extend. */
export interface RoomObject extends RoomMethods, RoomEvents {
  readonly CollisionFlags: CollisionFlags;
  readonly touchline: Touchline;
  [own: string]: unknown;
}

declare global {
  /** Opens the room of this script; a second call throws. */
  function HBInit(config?: RoomConfig): RoomObject;
  /** Called once after `HBInit` exists, if the script has defined it. */
  var onHBLoaded: (() => void) | undefined;
}
