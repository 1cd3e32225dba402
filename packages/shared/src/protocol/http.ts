// REST shapes and problem codes. The server validates with these, the client types with them.
import { z } from 'zod';
import type { Ending } from '../log/index.ts';
import { DEFAULT_SCORE_LIMIT, DEFAULT_TIME_LIMIT_MINUTES, MAX_LIMIT, type Phase } from '../match/index.ts';
import { BOT_LEVELS, MAX_BOTS_A_SIDE, MAX_SEATS, password, roomName } from './messages.ts';

/** Lines of one answer of `GET /api/recordings`. */
const MAX_PAGE = 100;

/** Seconds that a room may keep its viewers behind. */
export const MAX_DELAY_SECONDS = 120;

/** Body of `POST /api/rooms`. `stadium`: a stock name or a hash from `POST /api/arenas`. */
export const createRoom = z.object({
  name: roomName,
  password: password.optional(),
  maxPlayers: z.int().min(2).max(MAX_SEATS).default(12),
  unlisted: z.boolean().default(false),
  stadium: z.string().max(64).default('Classic'),
  scoreLimit: z.int().min(0).max(MAX_LIMIT).default(DEFAULT_SCORE_LIMIT),
  timeLimit: z.int().min(0).max(MAX_LIMIT).default(DEFAULT_TIME_LIMIT_MINUTES),
  /** May people choose a side while a match is on? (match-rules.md §6) */
  joinDuringMatch: z.boolean().default(true),
  bots: z.int().min(0).max(MAX_BOTS_A_SIDE).default(0),
  botLevel: z.literal(BOT_LEVELS).default(2),
  /** Seconds by which everything that is public of the room lags behind it. */
  delay: z.int().min(0).max(MAX_DELAY_SECONDS).default(0),
});
export type CreateRoom = z.input<typeof createRoom>;
export type RoomSettings = z.output<typeof createRoom>;

/** Answer of `POST /api/rooms`. `watchKey` is empty where the feed needs none. */
export interface CreatedRoom {
  readonly id: string;
  readonly watchKey: string;
}

/** A room as the lobby shows it. `GET /api/rooms`, `GET /api/rooms/:id`, the lobby stream. */
export interface RoomListing {
  readonly id: string;
  readonly name: string;
  /** People in the room, spectators included; bots are counted apart. */
  readonly players: number;
  readonly bots: number;
  readonly maxPlayers: number;
  /** Readers of the match feed. */
  readonly viewers: number;
  readonly hasPassword: boolean;
  readonly standing: boolean;
  readonly stadium: string;
  readonly arena: string;
  readonly phase: Phase;
  readonly red: number;
  readonly blue: number;
  readonly seconds: number;
  readonly scoreLimit: number;
  readonly timeLimit: number;
  /** Seconds that phase, score and clock of this card, and all feeds of the room, lag behind it. */
  readonly delay: number;
}

/** Where everybody stands, for the living pitch on a lobby card: map units, rounded; team 0 is the ball. */
export interface PitchGlimpse {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly discs: readonly (readonly [x: number, y: number, team: 0 | 1 | 2])[];
}

/** Answer of `POST /api/arenas` (body: the text of a `.hbs` file, text/plain). */
export interface UploadedArena {
  readonly hash: string;
  readonly name: string;
  readonly warnings: readonly string[];
}

/** One line of `GET /api/stadiums`: the stock stadiums. */
export interface StadiumListing {
  readonly name: string;
  readonly hash: string;
}

/** One finished match in `GET /api/recordings`; its file is `GET /api/recordings/:id`. */
export interface RecordingListing {
  readonly id: string;
  /** Id and name of the room. */
  readonly room: string;
  readonly name: string;
  /** Name of the stadium. */
  readonly stadium: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly startedMs: number;
  /** Seconds of play. */
  readonly seconds: number;
  readonly red: number;
  readonly blue: number;
  readonly ending: Ending;
  /** Everybody who stood on a side. */
  readonly players: readonly { readonly name: string; readonly team: 1 | 2; readonly bot: boolean }[];
  /** Of the file. */
  readonly bytes: number;
}

/** Query of `GET /api/recordings`. Answer: newest first. `player` and `stadium` are parts of names, in any case. */
export const recordingQuery = z.object({
  player: z.string().max(64).optional(),
  stadium: z.string().max(64).optional(),
  /** Started before: milliseconds since 1970; the `startedMs` of a page's last line asks for the next page. */
  before: z.coerce.number().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(20),
});
export type RecordingQuery = z.output<typeof recordingQuery>;

/** Answer of `GET /api/key`: what recordings of this server are signed with (Ed25519, 64 hex digits). */
export interface ServerKey {
  readonly publicKey: string;
}

/** Every refusal over HTTP. `where` points into the request or the file, for people. */
export interface HttpProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly where?: string;
}
export type ProblemCode =
  | 'bad-request'
  | 'bad-stadium'
  | 'not-found'
  | 'forbidden'
  | 'too-many'
  | 'too-large'
  | 'server-full'
  | 'stopping'
  | 'internal';
