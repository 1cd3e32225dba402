// What the room's screens need of a source. Playing (net/connection.ts) and watching (net/watch-session.ts) both provide it.
import type { ReadonlySignal } from '@preact/signals';
import type { Kit, Phase, StatisticsTable, Team } from '@touchline/shared/match';
import type { ChatRules, Closing, JoinRefusal, MessageOf, Notice, QueueTicket, Verb } from '@touchline/shared/protocol';
import type { Stadium } from '@touchline/shared/stadium';
import type { Happening, ViewSource } from '../game/view.ts';

/** Why a session is over. `stopping`: the server is restarting; `lost`: the seat's time ran out while away;
 * `moved`: another tab has taken it over. */
export const END_REASONS = [
  'kicked',
  'banned',
  'room-closed',
  'too-fast',
  'lost',
  'stopping',
  'not-found',
  'forbidden',
  'moved',
  'left',
] as const;
export type EndReason = (typeof END_REASONS)[number];

export type SessionStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** `untilMs` (performance.now()): when the held seat is given away; null where nothing is lost by waiting. `restarting`: the server has said so. */
  | { readonly kind: 'reconnecting'; readonly untilMs: number | null; readonly restarting: boolean }
  /** `by` and `words`: who kicked, and the reason given, where there is one. */
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly by?: string; readonly words?: string };

export interface RosterLine {
  readonly id: number;
  readonly name: string;
  readonly avatar: string;
  readonly team: Team;
  readonly admin: boolean;
  readonly bot: boolean;
  /** Round trip in ms; 0 unknown. */
  readonly ping: number;
  readonly away: boolean;
  /** Squad number. */
  readonly number: number;
}

export interface Scoreboard {
  /** The room's name; the stadium's name. */
  readonly name: string;
  readonly stadium: string;
  readonly arena: string;
  readonly phase: Phase;
  readonly red: number;
  readonly blue: number;
  /** Whole seconds of play. */
  readonly seconds: number;
  /** The pause counter of match/state.ts: 0 in play, 120 paused, less while counting down. */
  readonly pause: number;
  readonly scoreLimit: number;
  readonly timeLimit: number;
  readonly locked: boolean;
  readonly hasPassword: boolean;
  readonly bots: number;
  readonly botLevel: number;
  readonly viewers: number;
  /** After a restart of the server: the match waits for those who were in it. */
  readonly returning: boolean;
  /** Is this match the room's last, and why? */
  readonly closing: Closing;
  readonly redKit: Kit | null;
  readonly blueKit: Kit | null;
}

/** What the F3 overlay shows; rewritten once or twice a second. */
export interface DebugFigures {
  readonly pingMs: number;
  readonly jitterMs: number;
  readonly tick: number;
  readonly pending: number;
  /** Largest correction still fading, map units. */
  readonly correction: number;
  readonly bytesPerSecond: number;
  readonly divergences: number;
}

export interface NetworkFault {
  readonly delayMs: number;
  readonly jitterMs: number;
  /** Length of a stall, one every five seconds; 0 none. */
  readonly stallMs: number;
}

/** Why a recording cannot be played. */
export type RecordingProblem =
  | 'not-found'
  | 'unreachable'
  | 'too-many'
  | 'foreign'
  | 'newer-version'
  | 'damaged'
  | 'empty'
  | 'too-large';

/** Statistics of a match, and the pitch that it was played on. */
export interface Counted {
  readonly table: StatisticsTable;
  readonly stadium: Stadium;
}

export type Unsubscribe = () => void;

/** `missed`: passed over by a seek; `again`: rewound to. Playing knows only `new`. */
export type SessionListener = (happening: Happening, telling?: 'new' | 'again' | 'missed') => void;

export interface Session {
  readonly roomId: string;
  readonly view: ViewSource;
  readonly status: ReadonlySignal<SessionStatus>;
  /** In the order of the room's list. Assign a new array only when a line changed. */
  readonly roster: ReadonlySignal<readonly RosterLine[]>;
  /** null until the first state is there. */
  readonly scoreboard: ReadonlySignal<Scoreboard | null>;
  /** Own player id; 0 while watching. */
  readonly selfId: ReadonlySignal<number>;
  /** Key for `?k=` of the watch link; empty where none is needed. */
  readonly watchKey: ReadonlySignal<string>;
  /** Chat, goals, joins…: each once, when it is confirmed. Also while the tab is hidden. */
  on(listener: SessionListener): Unsubscribe;
  /** Statistics of what is shown, of the last match between two. Null: still counting; asked again, a little more is done. */
  count(): Counted | null;
  readonly debug?: ReadonlySignal<DebugFigures>;
  setNetworkFault?(fault: NetworkFault): void;
  /** What of the chat is held back; absent when watching. */
  readonly chatRules?: ReadonlySignal<ChatRules>;
  /** Goals shown again to those who play; absent when watching. */
  readonly goalReplay?: GoalReplayControl;
  /** Absent when watching. */
  send?<V extends Verb>(verb: V, body: MessageOf<V>): void;
  /** Frees everything; a player leaves the room by it. */
  dispose(): void;
}

export interface GoalReplayControl {
  readonly showing: ReadonlySignal<boolean>;
  /** False: not at all. */
  wanted: boolean;
  skip(): void;
}

export interface PlaySession extends Session {
  readonly goalReplay: GoalReplayControl;
  send<V extends Verb>(verb: V, body: MessageOf<V>): void;
  onNotice(listener: (notice: Notice) => void): Unsubscribe;
  /** Where the keys of each simulated step are read from. */
  useKeys(read: () => number): void;
}

export interface JoinAs {
  readonly nick: string;
  readonly avatar: string;
  readonly password?: string;
}

/** What `joinRoom` rejects with. */
export interface JoinFailure {
  readonly refusal: JoinRefusal | 'unreachable' | 'stopping';
  /** With `full`: a place in the room's queue. */
  readonly place?: QueueTicket;
}

/** One message to the room, as a value. */
export type RequestOf<V extends Verb = Verb> = { [K in V]: { readonly verb: K; readonly body: MessageOf<K> } }[V];

export function deliver<V extends Verb>(session: Session, request: RequestOf<V>): void {
  session.send?.(request.verb, request.body as MessageOf<V>);
}
