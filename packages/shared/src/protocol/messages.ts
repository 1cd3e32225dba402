// Room messages, WebSocket only: what a player may ask for, and what the room tells one player alone.
// Everything that all may see travels in the log instead.
import { z } from 'zod';
import { type CommandOf, MAX_AVATAR, MAX_CHAT, MAX_LIMIT, MAX_NICK, MAX_REASON } from '../match/index.ts';
import { publicKey, signature } from './gate.ts';

export const MAX_PASSWORD = 64;
export const MAX_ROOM_NAME = 40;
export const MAX_SEATS = 30;
export const MAX_BOTS_A_SIDE = 6;
export const MAX_MUTE_MINUTES = 7 * 24 * 60;
export const MAX_SLOW_SECONDS = 300;
export const BOT_LEVELS = [1, 2, 3] as const;
export type BotLevel = (typeof BOT_LEVELS)[number];

const playerId = z.int().min(1);
const team = z.literal([0, 1, 2]);
const color = z.int().min(0).max(0xffffff);
/** Control characters, and marks that turn text round, never reach anybody's screen. */
export const visible = (max: number) =>
  z
    .string()
    .max(max * 4)
    .transform((text) => text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' ').trim())
    .pipe(z.string().max(max));

/** Something to see: not blanks alone, be they ever so exotic. */
const SEEN = /[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u;
const named = (max: number) => visible(max).pipe(z.string().regex(SEEN));

export const nick = named(MAX_NICK);
export const avatar = visible(MAX_AVATAR);
export const roomName = named(MAX_ROOM_NAME);
export const password = z.string().max(MAX_PASSWORD);

/** Client → room. Verb → shape; a message that does not fit is refused, never guessed at. */
export const messages = {
  chat: z.object({ text: visible(MAX_CHAT).pipe(z.string().min(1)) }),
  /** A line that only those of one's own team see; spectators are among themselves. */
  teamChat: z.object({ text: visible(MAX_CHAT).pipe(z.string().min(1)) }),
  team: z.object({ id: playerId, team }),
  /** `auto` fills both sides from the bench, `random` shuffles all, `reset` sends all to the bench. */
  teams: z.object({ how: z.enum(['auto', 'random', 'reset']) }),
  lock: z.object({ locked: z.boolean() }),
  start: z.object({}),
  stop: z.object({}),
  pause: z.object({ paused: z.boolean() }),
  limits: z.object({ scoreLimit: z.int().min(0).max(MAX_LIMIT), timeLimit: z.int().min(0).max(MAX_LIMIT) }),
  kickRate: z.object({ min: z.int().min(0).max(255), rate: z.int().min(0).max(255), burst: z.int().min(0).max(100) }),
  /** A hash that `POST /api/arenas` or `GET /api/stadiums` gave. */
  stadium: z.object({ hash: z.string().regex(/^[0-9a-f]{32}$/) }),
  kit: z.object({
    team: z.literal([1, 2]),
    angle: z.int().min(0).max(360),
    textColor: color,
    stripes: z.array(color).max(3),
  }),
  kick: z.object({ id: playerId, reason: visible(MAX_REASON), ban: z.boolean() }),
  clearBans: z.object({}),
  /** null: until it is lifted. */
  mute: z.object({ id: playerId, minutes: z.int().min(1).max(MAX_MUTE_MINUTES).nullable() }),
  unmute: z.object({ id: playerId }),
  /** Between two lines of one player; 0: no slow mode. */
  slow: z.object({ seconds: z.int().min(0).max(MAX_SLOW_SECONDS) }),
  admin: z.object({ id: playerId, admin: z.boolean() }),
  claimAdmin: z.object({ password }),
  /** null clears it. */
  password: z.object({ password: password.min(1).nullable() }),
  avatar: z.object({ avatar }),
  bots: z.object({
    perSide: z.int().min(0).max(MAX_BOTS_A_SIDE),
    level: z.literal(BOT_LEVELS),
  }),
  /** Asks for a keyframe after a divergence. */
  sync: z.object({}),
} as const;

export type Verb = keyof typeof messages;
export type MessageOf<V extends Verb> = z.infer<(typeof messages)[V]>;

/** What a client says when it takes a seat (`joinById` options). The gate reads it before there is a seat (gate.ts). */
export const joinOptions = z.object({
  version: z.int(),
  nick,
  avatar: avatar.default(''),
  password: password.optional(),
  /** Who he is; whoever holds the key returns to the seat that was taken with it, over a restart, too. */
  key: publicKey,
  /** As the server gave it, for this room and key. */
  challenge: z.string().max(128),
  /** Shows the work that the challenge wanted; any when it wanted none. */
  nonce: z.string().max(32),
  /** Where the client believes to be: `location.host`. */
  host: z.string().min(1).max(260),
  /** Of `joinText`. */
  signature,
  /** Takes the seat from another connection of the same key. */
  takeOver: z.boolean().default(false),
});
export type JoinOptions = z.input<typeof joinOptions>;
export type JoinAsked = Readonly<z.output<typeof joinOptions>>;

/** Room → one client, once per connection, before its first keyframe. */
export interface Welcome {
  readonly playerId: number;
}

/** Room → one client, just before it is shown out: who did it (empty: the room itself) and why. */
export interface Farewell {
  readonly banned: boolean;
  readonly by: string;
  readonly reason: string;
}

/** Room → one client: why a request was not done, or a word for him alone. Texts are in the client's catalogue. */
export interface Notice {
  readonly code: NoticeCode;
  /** The verb that it answers, if any. */
  readonly verb?: Verb;
  /** How long, where the word is about a time. */
  readonly seconds?: number;
}

/** Room → one client, when he has come in and whenever it changes: what of the chat is held back. */
export interface ChatRules {
  /** Between two lines of one player; 0: no slow mode. */
  readonly slowSeconds: number;
  /** Players whose lines nobody sees: to admins all of them, to everybody else only himself. */
  readonly muted: readonly number[];
}

/**
 * Room → one client: a line for him alone, as if it stood in the log of `tick` after `before` of its commands. It comes
 * before that tick's patch. Lines of the host player are `chat`, those of the room `announce`.
 */
export interface Whisper {
  readonly tick: number;
  readonly before: number;
  readonly line: CommandOf<'chat'> | CommandOf<'announce'>;
  /** Said to his team. */
  readonly team?: true;
}

export const NOTICE_CODES = [
  'not-admin',
  'teams-locked',
  'match-running',
  'no-match',
  'unchanged',
  'unknown-player',
  'unknown-stadium',
  'too-fast',
  'malformed',
  'wrong-password',
  'no-admin-password',
  'admin-granted',
  'password-set',
  'password-cleared',
  'bans-cleared',
  'bots-set',
  'closing',
  'muted',
  'muted-for',
  'unmuted',
  'player-muted',
  'player-unmuted',
  'not-muted',
  'slow-mode',
  'slow-set',
  'slow-off',
  'no-team-chat',
  'not-possible',
] as const;
export type NoticeCode = (typeof NOTICE_CODES)[number];

/** Why a join was refused: the `message` of the matchmaking error. */
export const JOIN_REFUSALS = [
  'full',
  /** As many as may come from one household are in the room or its queue. */
  'address-full',
  'wrong-password',
  'banned',
  'bad-nick',
  /** The nick is kept for other keys. */
  'reserved-nick',
  'old-client',
  'too-many',
  'not-found',
  'room-closing',
  'server-closing',
  /** The server carries nobody new just now. */
  'server-busy',
  /** Forged, expired, used before, or not for this room, key or address: a new one is to be asked for. */
  'stale-challenge',
  /** The key was not proven: no signature of this text by this key. */
  'bad-proof',
  /** Signed for another server. */
  'wrong-host',
  /** Another connection with this key is in the room; `takeOver` would end it. */
  'in-other-tab',
] as const;
export type JoinRefusal = (typeof JOIN_REFUSALS)[number];

/** Is this match the room's last: because the room is wanted no longer, or because the server restarts? */
export const CLOSING = ['no', 'room', 'server'] as const;
export type Closing = (typeof CLOSING)[number];

/** WebSocket close codes of our own; their reason text is for people. */
export const CLOSE = { kicked: 4100, banned: 4101, roomClosed: 4102, tooFast: 4103, seatMoved: 4104 } as const;

/** Name of the Colyseus room type. */
export const ROOM_TYPE = 'football';

/** A player without a connection keeps the seat so long. */
export const SEAT_HELD_SECONDS = 30;
/** After a restart of the server everybody's seat waits so long, and the match with it. */
export const RETURN_WITHIN_SECONDS = 60;
