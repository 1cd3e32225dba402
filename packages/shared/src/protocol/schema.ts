// The room as its players are sent it: what people look at as ordinary fields, the simulation as this tick's batch.
import { type SchemaType, schema, t } from '@colyseus/schema';

/** One line of the roster. Keyed by player id as a string in `RoomState.players`. */
export const RosterEntry = schema(
  {
    name: t.string().default(''),
    avatar: t.string().default(''),
    team: t.uint8().default(0),
    admin: t.boolean().default(false),
    bot: t.boolean().default(false),
    /** Round trip in ms, measured by the server; 0 unknown. */
    ping: t.uint16().default(0),
    /** Connection lost, seat held. */
    away: t.boolean().default(false),
  },
  'RosterEntry',
);
export type RosterEntry = SchemaType<typeof RosterEntry>;

/** `batch`, `hash` and `keyframe` belong to `tick`: they say how the state after `tick` came from the one before. */
export const RoomState = schema(
  {
    tick: t.uint32().default(0),
    /** This tick's commands (`log/codec.ts`, base64); empty: none. */
    batch: t.string().default(''),
    /** Digest of the state after `tick`; set every 30 ticks, else stale. */
    hash: t.string().default(''),
    /** The state after `tick` (base64) on the ticks that carry one, else empty. */
    keyframe: t.string().default(''),
    name: t.string().default(''),
    arena: t.string().default(''),
    /** Index into `PHASES` of match/state.ts. */
    phase: t.uint8().default(0),
    red: t.uint8().default(0),
    blue: t.uint8().default(0),
    /** Whole seconds of play. */
    seconds: t.uint16().default(0),
    paused: t.boolean().default(false),
    scoreLimit: t.uint8().default(0),
    timeLimit: t.uint8().default(0),
    locked: t.boolean().default(false),
    hasPassword: t.boolean().default(false),
    /** Bots kept on each side, and how good they are. */
    bots: t.uint8().default(0),
    botLevel: t.uint8().default(2),
    /** After a restart: the match waits until everybody is back. */
    returning: t.boolean().default(false),
    /** One of `CLOSING`: this match is the last, and nobody new comes in. */
    closing: t.string().default('no'),
    viewers: t.uint16().default(0),
    /** Key for `?k=` of the watch link; empty where none is needed. */
    watchKey: t.string().default(''),
    players: t.map(RosterEntry),
  },
  'RoomState',
);
export type RoomState = SchemaType<typeof RoomState>;

/** Distances, in ticks, between hashes and between keyframes in patches. */
export const HASH_EVERY = 30;
export const KEYFRAME_EVERY = 300;
