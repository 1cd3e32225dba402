// What feeds, http and the recorder may know of rooms. The public sees a `broadcast.ts`; the recorder sees the `live-room.ts`
// itself; `directory.ts` has them all.
import type { MatchSummary, Recording } from '@touchline/shared/log';
import type { Command, MatchEvent, MatchState, Player } from '@touchline/shared/match';
import type {
  Closing,
  JoinAsked,
  JoinRefusal,
  PitchGlimpse,
  RoomListing,
  RoomSettings,
  Whisper,
} from '@touchline/shared/protocol';
import type { Stadiums } from '@touchline/shared/stadium';
import type { RoomFile } from './room-file.ts';

/** Who opened a room decides who is admin in it: the first to enter a lobby room, nobody by joining a host's or a script's. */
export interface RoomOrigin {
  readonly openedBy: 'lobby' | 'host' | 'script';
  /** The room that always has a match on while anybody has the site open. */
  readonly standing: boolean;
  /** `/admin <password>` makes one an admin; undefined: that way is closed. */
  readonly adminPassword?: string;
  /** Name of the player 0 whom a script speaks through (room-scripts.md R8); undefined: there is none. */
  readonly hostPlayer?: string;
  /** Mark of the script that runs it: after a restart that script gets this room again. */
  readonly script?: string;
}

/** Told once per tick, after the step: what went in and what came out. `state` is the room's own; do not keep it. */
export interface TickListener {
  /** Before the step of the same commands: what a log must hold even if the step throws. */
  accepted?(commands: readonly Command[]): void;
  tick(commands: readonly Command[], events: readonly MatchEvent[]): void;
  /** The loop is about to stand still (nobody there): publish what is pending. */
  rest(): void;
  /** The room is gone. */
  close(reason: 'room-closed' | 'server-stopping'): void;
}

/** A room as everybody may see it: no earlier than its log is on the disk and its delay is over. */
export interface HostedRoom {
  readonly id: string;
  /** Random per life of the room's log, `[a-z0-9]{8}`: the first half of feed cursors. */
  readonly epoch: string;
  /** The epoch that the room's first segment began with: another one where a log of before was gone on with under a new epoch. */
  readonly firstEpoch: string;
  readonly origin: RoomOrigin;
  readonly unlisted: boolean;
  /** Seconds that all of this lags behind the room. */
  readonly delay: number;
  /** Is this match its last? Told as it is. */
  readonly closing: Closing;
  /** Feeds of rooms with a password or unlisted need `?k=` with this; empty: none needed. */
  watchKey(): string;
  name(): string;
  /** Read between ticks, never written, never kept. */
  readonly state: MatchState;
  readonly stadiums: Stadiums;
  /** Is the tick loop running? */
  awake(): boolean;
  /** The card in the lobby; `viewers` counts what `hold` was called for. */
  listing(): RoomListing;
  /** Null while no match is running or the room sleeps. */
  glimpse(): PitchGlimpse | null;
  /** Adds a listener; returns the way to remove it. */
  listen(listener: TickListener): () => void;
  /** A viewer is here: wakes the room and counts it; call the result, once, when the viewer has gone. */
  hold(): () => void;
}

/** A room that an earlier process did not close, read back from its log. */
export interface Unfinished {
  readonly file: RoomFile;
  /** The last segment of the room's log, as far as it is whole. */
  readonly recording: Recording;
  /** The state at its end. */
  readonly state: MatchState;
  readonly summary: MatchSummary;
  /** Was there a person in it? */
  readonly people: boolean;
  /** The one before, unless something that viewers have seen may be missing. */
  readonly epoch: string;
  /** The log, cut behind its last whole frame: it can be appended to. */
  readonly path: string;
}

/** The room itself, for whoever writes its log. */
export interface LoggedRoom
  extends Pick<
    HostedRoom,
    'id' | 'epoch' | 'state' | 'stadiums' | 'unlisted' | 'delay' | 'watchKey' | 'name' | 'listen'
  > {
  /** Whose keys the players of a match have is private: it is kept beside the log. */
  originOf(playerId: number): PlayerOrigin;
  /** The log of an earlier process that this room goes on with, until somebody writes it on. */
  unfinished: Unfinished | undefined;
  /** What the log does not hold and a restart must not lose. */
  file(): RoomFile;
  /** Calls `save` whenever `file()` has changed; before it has resolved, nobody is told of the change. */
  keepFileWith(save: () => Promise<void>): void;
  /** From now on viewers wait for `wrote`. */
  awaitDisk(): void;
  /** The log is on the disk up to this tick, or never will be: viewers may see it. */
  wrote(tick: number): void;
}

export interface LoggedRooms {
  /** Calls `take` with every room there is, and every room to come before its first tick. Returns the end of it. */
  attach(take: (room: LoggedRoom) => void): () => void;
}

/** What a room knows of the person behind a player; empty for a bot, and for one whom it has forgotten. */
export interface PlayerOrigin {
  /** Empty while nobody has come back to the seat since a restart. */
  readonly address: string;
  /** His public key; null as above. */
  readonly key: string | null;
  /** The thumbprint of his key, 43 characters: his identity for everybody but the gate. Null for a bot. */
  readonly auth: string | null;
}

/** Somebody in a room, as whoever runs the server sees him. */
export interface PersonHere extends PlayerOrigin {
  readonly player: Player;
  /** The connection is lost, the seat held. */
  readonly away: boolean;
  readonly muted: boolean;
}

/** People in a room, without bots and the host player. */
export interface ManagedPeople {
  list(): PersonHere[];
  /** Null for nobody of that id. */
  find(playerId: number): PersonHere | null;
  /** `banned` is what everybody is told; the ban itself is laid by whoever asks. */
  kick(playerId: number, reason: string, banned: boolean): void;
  /** Minutes; null: until it is lifted. False: there is nobody of that id whom the room knows. */
  mute(playerId: number, minutes: number | null): boolean;
  /** False: he is not muted. */
  unmute(playerId: number): boolean;
}

/** A room as whoever runs the server may use it; what he does is done in the next tick. */
export interface ManagedRoom
  extends Pick<HostedRoom, 'id' | 'origin' | 'unlisted' | 'state' | 'name' | 'awake' | 'watchKey'> {
  readonly maxPlayers: number;
  readonly viewerCount: number;
  readonly people: ManagedPeople;
  /** A line in the chat that no player said. */
  announce(text: string): void;
}

/** Who asks for a seat, as the gate lets him through: his key is proven, his words have their shapes. */
export interface Admitted extends Pick<JoinAsked, 'nick' | 'avatar' | 'key' | 'takeOver'> {
  readonly password: string | undefined;
  /** Thumbprint of his key. */
  readonly auth: string;
}

/** Asked before every new seat, and told of it: `gate/door.ts`. */
export interface DoorKeeper {
  /** Why this one cannot have a seat of the room now, as far as it is a question of seats and of what they cost; null: he can. */
  refuses(roomId: string, auth: string, address: string): 'full' | 'address-full' | 'server-busy' | null;
  /** He has it. */
  seated(roomId: string, auth: string): void;
}

/** What the gate asks of a room. */
export interface GatedRoom {
  /** Why he cannot have a seat here now; null: he can. */
  refuses(who: Admitted, address: string): JoinRefusal | null;
  /** Is this one in it, or a seat held for him while he is away? */
  hasSeat(auth: string): boolean;
  /** Newcomers have more work to do. */
  readonly guarded: boolean;
  /** The key that was proven for this connection; null: there is no such connection, nor one that is waited for. */
  keyOf(sessionId: string): string | null;
}

/** The one who runs a room: asked before a line is said, and reason enough for the room to stay awake. */
export interface RoomKeeper {
  /** May everybody see this line? */
  hears(playerId: number, text: string): Promise<boolean>;
}

/** A room as its script may use it. */
export interface ScriptedRoom extends Pick<HostedRoom, 'id' | 'epoch' | 'state' | 'stadiums' | 'name' | 'listen'> {
  /** For the next tick; what is impossible then is dropped. */
  submit(command: Command): void;
  /** Empty clears it. */
  setPassword(password: string): void;
  /** Newcomers have more work to do before they get a seat. */
  setGuarded(guarded: boolean): void;
  /** In the lobby and on the pages; the link stays. */
  rename(name: string): void;
  /** Whoever has a seat keeps it. */
  setMaxPlayers(count: number): void;
  /** Lifts the ban that was laid with the kick of this former player; null: all. */
  clearBans(id: number | null): void;
  /** A line that one player sees and no log holds, in its place among the commands. */
  whisper(to: number, line: Whisper['line']): void;
  originOf(playerId: number): PlayerOrigin;
  /** Other settings; nobody loses his seat, and what a running match depends on waits for its end. */
  change(settings: RoomSettings): void;
  /** Until the result is called. */
  keep(keeper: RoomKeeper): () => void;
}

/** The server's maximum of rooms is reached. */
export class ServerFull extends Error {}

/** No room opens any more: the server is about to stop. */
export class ServerDraining extends Error {
  constructor() {
    super('the server is about to restart');
  }
}

export interface RoomDirectory {
  list(): readonly HostedRoom[];
  get(id: string): HostedRoom | undefined;
  /** Opens a room. Throws `ServerFull` when the server's maximum is reached. The slug is made from the name. */
  create(settings: RoomSettings, origin: RoomOrigin): Promise<Pick<HostedRoom, 'id' | 'watchKey'>>;
  /** Opened, changed (anything that `listing()` shows, coalesced to a few times a second) or closed. Returns unsubscribe. */
  watch(listener: (change: 'opened' | 'changed' | 'closed', room: HostedRoom) => void): () => void;
  /** Somebody has the lobby open: keeps standing rooms awake until the result is called. */
  holdLobby(): () => void;
}
