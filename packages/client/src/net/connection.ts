// A player's seat in a room: join, drop, return. Patches become the confirmed state, keys become inputs, the screens get signals.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import {
  type ChatRules,
  CLOSE,
  Confirmation,
  type Farewell,
  type JoinOptions,
  type MessageOf,
  type Notice,
  RoomState,
  returnText,
  SEAT_HELD_SECONDS,
  type Verb,
  type Welcome,
  type Whisper,
} from '@touchline/shared/protocol';
import { Client, CloseCode, type Room } from 'colyseus.js';
import type { Happening, ViewSource } from '../game/view.ts';
import type {
  Counted,
  DebugFigures,
  EndReason,
  JoinAs,
  JoinFailure,
  NetworkFault,
  PlaySession,
  SessionStatus,
  Unsubscribe,
} from '../ui/session.ts';
import { Arenas } from './arenas.ts';
import { BOARD_MS, Board } from './board.ts';
import { LiveCount } from './count.ts';
import { type Asked, type AtGate, failureOf, prove, queueUp } from './gate.ts';
import { GoalReplay } from './goal-replay.ts';
import { forgetSeat, keepSeat, leaveForTab, returnsToTab } from './held-seat.ts';
import { type Identity, ownIdentity } from './identity.ts';
import { FaultyLine } from './network-fault.ts';
import { Prediction } from './prediction.ts';
import { RoomLink } from './room-link.ts';
import { Whispers } from './whispers.ts';

const DEBUG_MS = 500;
/** Longer than this without an answer while connected: the line counts as lost even if the socket does not say so. */
const SILENCE_MS = 8000;

type SdkRoom = Room<unknown, RoomState>;

/** A challenge may expire, be asked for from another address, or have become too cheap meanwhile: then there is a new one. */
const ATTEMPTS = 3;

/**
 * Takes a seat in the room, or returns to the one that is held for this browser's key. `takeOver`: from another tab, too.
 * Rejects with a `JoinFailure`, or with the reason of `gate.signal`.
 */
export async function joinRoom(roomId: string, as: JoinAs, gate: AtGate, takeOver = false): Promise<PlaySession> {
  const identity = ownIdentity();
  const room = await takeSeat(roomId, { ...as, takeOver: takeOver || returnsToTab(roomId) }, identity, gate);
  if (gate.signal.aborted) {
    void room.leave(true);
    throw gate.signal.reason;
  }
  proveReturns(room, identity);
  return new RoomSession(roomId, room);
}

async function takeSeat(roomId: string, as: Asked, identity: Identity, gate: AtGate): Promise<SdkRoom> {
  const client = new Client(window.location.origin);
  for (let attempt = 1; ; attempt++) {
    let failure: JoinFailure;
    let options: JoinOptions | null = null;
    try {
      options = await prove(roomId, as, identity, gate);
      return await client.joinById<RoomState>(roomId, options, RoomState);
    } catch (error) {
      gate.signal.throwIfAborted();
      failure = failureOf(error);
    }
    if (failure.refusal === 'full' && options) failure = await queueUp(roomId, options);
    if (failure.refusal !== 'stale-challenge' || attempt === ATTEMPTS) throw failure;
  }
}

/** The SDK returns to a lost seat by itself, with a token; who knows the token must show that he has the key, too. */
function proveReturns({ connection, roomId, sessionId }: SdkRoom, { sign }: Identity): void {
  const reconnect = connection.reconnect.bind(connection);
  connection.reconnect = (query) => {
    const signature = sign(returnText(roomId, sessionId, query.reconnectionToken));
    reconnect({ ...query, ...{ signature } });
  };
}

class RoomSession implements PlaySession {
  readonly roomId: string;
  readonly view: ViewSource;
  readonly status: Signal<SessionStatus> = signal<SessionStatus>({ kind: 'connecting' });
  private readonly board = new Board();
  readonly roster = this.board.roster;
  readonly scoreboard = this.board.scoreboard;
  readonly selfId = signal(0);
  readonly watchKey = signal('');
  readonly chatRules = signal<ChatRules>({ slowSeconds: 0, muted: [] });
  readonly debug: ReadonlySignal<DebugFigures>;
  private readonly figures = signal<DebugFigures>({
    pingMs: 0,
    jitterMs: 0,
    tick: 0,
    pending: 0,
    correction: 0,
    bytesPerSecond: 0,
    divergences: 0,
  });
  private readonly room: SdkRoom;
  private readonly arenas = new Arenas();
  private readonly confirmation: Confirmation;
  private readonly prediction: Prediction;
  readonly goalReplay: GoalReplay;
  private readonly liveCount = new LiveCount();
  private readonly link: RoomLink;
  private readonly whispers = new Whispers();
  private readonly listeners = new Set<(happening: Happening) => void>();
  private readonly noticeListeners = new Set<(notice: Notice) => void>();
  private readonly down = new FaultyLine();
  private readonly up = new FaultyLine();
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  private readKeys: () => number = () => 0;
  private farewell: Farewell | null = null;
  /** Something has happened that roster or scoreboard tell. */
  private boardStale = false;
  private bytes = 0;
  private lastMessageMs = performance.now();

  constructor(roomId: string, room: SdkRoom) {
    this.roomId = roomId;
    this.room = room;
    this.debug = this.figures;
    this.link = new RoomLink(room);
    this.prediction = new Prediction(this.link, () => {
      const keys = this.readKeys();
      this.goalReplay.press(keys);
      return keys;
    });
    this.goalReplay = new GoalReplay(this.prediction, this.arenas);
    this.view = this.goalReplay;
    this.confirmation = new Confirmation(this.arenas, {
      stepped: (commands, events, patch) => {
        const { state } = this.confirmation;
        if (!state) return;
        this.prediction.confirm(patch.ack);
        this.goalReplay.confirm(state, commands, events);
        this.liveCount.tick(state, commands, events);
        for (const [i, command] of commands.entries()) {
          this.tellWhispers(state.tick, i);
          if (command.type !== 'input') this.tell({ tick: state.tick, command });
        }
        this.tellWhispers(state.tick, commands.length);
        for (const event of events) this.tell({ tick: state.tick, event });
        if (events.length > 0 || commands.some(({ type }) => type !== 'input')) this.boardStale = true;
      },
      adopted: (patch) => {
        if (!this.confirmation.state) return;
        this.boardStale = true;
        this.prediction.adopt(this.confirmation.state, patch.ack);
        this.goalReplay.adopt(this.confirmation.state);
        this.liveCount.adopt(this.confirmation.state);
        this.tellWhispers(patch.tick, Number.POSITIVE_INFINITY);
        if (this.status.value.kind !== 'live') this.status.value = { kind: 'live' };
      },
      diverged: (tick, reason) => {
        console.error(`divergence at tick ${tick}: ${reason}`);
        this.send('sync', {});
      },
    });
    this.listen();
  }

  private listen(): void {
    const { room } = this;
    room.reconnection.minUptime = 0;
    room.reconnection.maxRetries = 60;
    room.reconnection.maxDelay = 1500;
    room.reconnection.maxEnqueuedMessages = 0;
    keepSeat(this.roomId);
    this.wrapSocket();
    room.onMessage<Welcome>('welcome', ({ playerId }) => {
      this.selfId.value = playerId;
      this.prediction.restart(playerId);
    });
    room.onMessage<Notice>('notice', (notice) => {
      for (const listener of this.noticeListeners) listener(notice);
    });
    room.onMessage<ChatRules>('chatRules', (rules) => {
      this.chatRules.value = rules;
    });
    room.onMessage<Whisper>('whisper', (whisper) => this.whispers.add(whisper));
    room.onMessage<Farewell>('farewell', (farewell) => {
      this.farewell = farewell;
    });
    room.onStateChange((state) => this.onPatch(state));
    room.onDrop(() => {
      this.confirmation.restart();
      this.link.restart();
      // Each attempt that fails is told as a drop again; the seat has been empty since the first.
      if (this.status.peek().kind === 'reconnecting') return;
      this.status.value = {
        kind: 'reconnecting',
        untilMs: performance.now() + SEAT_HELD_SECONDS * 1000,
        restarting: false,
      };
    });
    room.onReconnect(() => {
      this.lastMessageMs = performance.now();
    });
    room.onLeave((code) => this.onEnd(code));
    document.addEventListener('visibilitychange', this.onHidden);
    window.addEventListener('blur', this.onBlur);
    window.addEventListener('pagehide', this.onPageHide);
    this.timers.push(setInterval(() => this.watchLine(), BOARD_MS));
    this.timers.push(setInterval(() => this.refreshFigures(), DEBUG_MS));
  }

  /** Counts bytes, and passes both directions through the faulty line of the debug overlay. */
  private wrapSocket(): void {
    const { connection } = this.room;
    const { events } = connection;
    const receive = events.onmessage?.bind(events);
    events.onmessage = (event: MessageEvent) => {
      this.bytes += event.data.byteLength;
      this.lastMessageMs = performance.now();
      this.down.pass(() => receive?.(event));
    };
    const send = connection.send.bind(connection);
    connection.send = (data: Uint8Array) => {
      // The SDK reuses its buffer for the next message.
      const copy = data.slice();
      this.up.pass(() => {
        if (connection.isOpen) send(copy);
      });
    };
  }

  private onPatch(state: RoomState): void {
    const ack = this.link.acked;
    this.link.measure(ack);
    this.fetchIfMissing(
      this.confirmation.push({
        tick: state.tick,
        batch: state.batch,
        hash: state.hash,
        keyframe: state.keyframe,
        ack,
      }),
    );
  }

  private fetchIfMissing(hash: string | null): void {
    // At once, not with the clock's next refresh: who has just got a disc steers it and leaves the chat as a player.
    if (this.boardStale) this.showBoard();
    if (hash === null) return;
    this.arenas.fetch(hash).then(
      () => this.fetchIfMissing(this.confirmation.drain()),
      () => setTimeout(() => this.fetchIfMissing(hash), 1000),
    );
  }

  private tellWhispers(tick: number, before: number): void {
    for (const { line, team = false } of this.whispers.take(tick, before)) this.tell({ tick, command: line, team });
  }

  private tell(happening: Happening): void {
    this.prediction.tell(happening);
    for (const listener of this.listeners) listener(happening);
  }

  private readonly onHidden = () => {
    if (document.hidden) this.prediction.release();
  };

  private readonly onPageHide = () => leaveForTab(this.roomId);

  private readonly onBlur = () => this.prediction.release();

  private onEnd(code: number): void {
    if (code !== CloseCode.FAILED_TO_RECONNECT && code !== CloseCode.SERVER_SHUTDOWN) forgetSeat(this.roomId);
    this.status.value = {
      kind: 'ended',
      reason: endReason(code),
      ...(this.farewell ? { by: this.farewell.by, words: this.farewell.reason } : {}),
    };
    this.stop();
  }

  private showBoard(): void {
    const { state } = this.confirmation;
    const sync = this.room.state;
    if (!state) return;
    this.boardStale = false;
    this.board.show(state, sync, (id) => sync.players.get(String(id)));
    this.watchKey.value = sync.watchKey;
  }

  private watchLine(): void {
    this.showBoard();
    if (this.status.value.kind === 'live' && performance.now() - this.lastMessageMs > SILENCE_MS) {
      // A dead line that nobody closed: the SDK returns by itself once the socket is closed.
      this.room.connection.close(CloseCode.MAY_TRY_RECONNECT);
      this.lastMessageMs = performance.now();
    }
  }

  private refreshFigures(): void {
    this.figures.value = {
      pingMs: Math.round(this.link.rttMs),
      jitterMs: Math.round(this.link.jitterMs),
      tick: this.confirmation.state?.tick ?? 0,
      pending: this.prediction.unacked,
      correction: this.prediction.correction,
      bytesPerSecond: Math.round((this.bytes * 1000) / DEBUG_MS),
      divergences: this.confirmation.divergences,
    };
    this.bytes = 0;
  }

  count(): Counted | null {
    return this.liveCount.counted;
  }

  on(listener: (happening: Happening) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onNotice(listener: (notice: Notice) => void): Unsubscribe {
    this.noticeListeners.add(listener);
    return () => this.noticeListeners.delete(listener);
  }

  useKeys(read: () => number): void {
    this.readKeys = read;
  }

  send<V extends Verb>(verb: V, body: MessageOf<V>): void {
    if (this.room.connection.isOpen) this.room.send(verb, body);
  }

  setNetworkFault(fault: NetworkFault): void {
    this.down.fault = fault;
    this.up.fault = fault;
  }

  private stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    document.removeEventListener('visibilitychange', this.onHidden);
    window.removeEventListener('blur', this.onBlur);
    window.removeEventListener('pagehide', this.onPageHide);
  }

  dispose(): void {
    this.stop();
    forgetSeat(this.roomId);
    void this.room.leave(true);
  }
}

function endReason(code: number): EndReason {
  switch (code) {
    case CLOSE.kicked:
      return 'kicked';
    case CLOSE.banned:
      return 'banned';
    case CLOSE.seatMoved:
      return 'moved';
    case CLOSE.roomClosed:
      return 'room-closed';
    case CLOSE.tooFast:
    case CloseCode.WITH_ERROR:
      return 'too-fast';
    case CloseCode.SERVER_SHUTDOWN:
      return 'stopping';
    case CloseCode.CONSENTED:
      return 'left';
    default:
      return 'lost';
  }
}
