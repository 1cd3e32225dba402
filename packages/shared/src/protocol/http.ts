// REST shapes and problem codes. The server validates with these, the client types with them, and `GET /api/openapi.json` is
// made of them (openapi.ts).
import { z } from 'zod';
import { ENDINGS } from '../log/index.ts';
import { DEFAULT_SCORE_LIMIT, DEFAULT_TIME_LIMIT_MINUTES, MAX_LIMIT, PHASES } from '../match/index.ts';
import { BOT_LEVELS, CLOSING, MAX_BOTS_A_SIDE, MAX_SEATS, password, roomName } from './messages.ts';

/** Lines of one answer of `GET /api/recordings` and `GET /api/matches`. */
const MAX_PAGE = 100;

/** Seconds that a room may keep its viewers behind. */
export const MAX_DELAY_SECONDS = 120;

/** What a schema describes, to be read and not to be changed. */
export type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

const count = z.int().min(0);

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

/** Answer of `GET /api/caller`. */
export const caller = z.object({
  address: z.string().describe('Under which bans and limits know the caller.'),
  forwarded: z.boolean().describe('Did the request come with X-Forwarded-For?'),
  believed: z.boolean().describe('Did it come from a proxy whose X-Forwarded-For counts?'),
  near: z.enum(['private', 'public']).describe('Of which kind the address is.'),
});
export type Caller = Immutable<z.output<typeof caller>>;

/** Answer of `POST /api/rooms`. */
export const createdRoom = z.object({
  id: z.string(),
  watchKey: z.string().describe('For `?k=` of the watch link; empty where the feed needs none.'),
});
export type CreatedRoom = Immutable<z.output<typeof createdRoom>>;

/** A room as the lobby shows it. `GET /api/rooms`, `GET /api/rooms/:id`, the lobby stream. */
export const roomListing = z.object({
  id: z.string(),
  name: z.string(),
  players: count.describe('People in the room, spectators included; bots are counted apart.'),
  bots: count,
  maxPlayers: count,
  viewers: count.describe('Readers of the match feed.'),
  hasPassword: z.boolean(),
  watchable: z.boolean().describe('May it be watched without the key of its watch link?'),
  standing: z.boolean().describe('Does it stay open when it is empty?'),
  stadium: z.string(),
  arena: z.string().describe('Hash of the stadium, for `GET /api/arenas/{hash}`.'),
  phase: z.enum(PHASES),
  red: count,
  blue: count,
  seconds: z.number().min(0).describe('Match clock.'),
  scoreLimit: count,
  timeLimit: count.describe('Minutes; 0: none.'),
  closing: z.enum(CLOSING).describe('Is this match its last? `server`: the server restarts, and the room comes back.'),
  delay: count.describe('Seconds that phase, score and clock of this card, and all feeds of the room, lag behind it.'),
});
export type RoomListing = Immutable<z.output<typeof roomListing>>;

/** Where everybody stands, for the living pitch on a lobby card: map units, rounded; team 0 is the ball. */
export interface PitchGlimpse {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly discs: readonly (readonly [x: number, y: number, team: 0 | 1 | 2])[];
}

/** Answer of `POST /api/arenas` (body: the text of a `.hbs` file, text/plain). */
export const uploadedArena = z.object({ hash: z.string(), name: z.string(), warnings: z.array(z.string()) });
export type UploadedArena = Immutable<z.output<typeof uploadedArena>>;

/** One line of `GET /api/stadiums`: the stock stadiums. */
export const stadiumListing = z.object({ name: z.string(), hash: z.string() });
export type StadiumListing = Immutable<z.output<typeof stadiumListing>>;

/** One finished match in `GET /api/recordings`; its file is `GET /api/recordings/:id`. */
export const recordingListing = z.object({
  id: z.string(),
  room: z.string().describe('Id of the room.'),
  name: z.string().describe('Name of the room.'),
  stadium: z.string().describe('Name of the stadium.'),
  startedMs: z.number().describe('Milliseconds since 1970, by the server’s clock.'),
  seconds: z.number().min(0).describe('Of play.'),
  red: count,
  blue: count,
  ending: z.enum(ENDINGS).describe('By the rules, by an admin or the room, or because room or server went away.'),
  players: z
    .array(z.object({ name: z.string(), team: z.literal([1, 2]), bot: z.boolean() }))
    .describe('Everybody who stood on a side; 1 is red, 2 blue: the last one.'),
  bytes: count.describe('Of the file.'),
});
export type RecordingListing = Immutable<z.output<typeof recordingListing>>;

/** Query of `GET /api/recordings` and `GET /api/matches`. Answer: newest first. */
export const recordingQuery = z.object({
  player: z.string().max(64).optional().describe('Part of a name, in any case.'),
  stadium: z.string().max(64).optional().describe('Part of a name, in any case.'),
  after: z.coerce.number().min(0).optional().describe('Started then or later: milliseconds since 1970.'),
  before: z.coerce
    .number()
    .min(0)
    .optional()
    .describe('Started before: milliseconds since 1970. The `startedMs` of a page’s last line asks for the next page.'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(20),
});
export type RecordingQuery = z.output<typeof recordingQuery>;

/** Answer of `GET /api/key`: what recordings of this server are signed with (Ed25519). */
export const serverKey = z.object({ publicKey: z.string().regex(/^[0-9a-f]{64}$/) });
export type ServerKey = Immutable<z.output<typeof serverKey>>;

/** Status of every kind of refusal. */
export const PROBLEM_STATUS = {
  'bad-request': 400,
  'bad-stadium': 422,
  'not-found': 404,
  forbidden: 403,
  'too-many': 429,
  'too-large': 413,
  'server-full': 503,
  /** For want of processor time, which may soon be there. */
  'server-busy': 503,
  stopping: 503,
  internal: 500,
} as const;
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** Every refusal over HTTP. */
export const httpProblem = z.object({
  code: z.enum(Object.keys(PROBLEM_STATUS) as ProblemCode[]),
  message: z.string().describe('For people.'),
  where: z.string().optional().describe('Points into the request or the file, for people.'),
});
export type HttpProblem = Immutable<z.output<typeof httpProblem>>;
