// One tick of one room, without Colyseus: apply, step, tell, project. Commands come in through `submit`, inputs through seats.
import { encodeKeyframe } from '@touchline/shared/log';
import {
  apply,
  type Command,
  findPlayer,
  type MatchEvent,
  type MatchState,
  type Refusal,
  step,
} from '@touchline/shared/match';
import { KEYFRAME_EVERY, project, RoomState } from '@touchline/shared/protocol';
import type { Stadiums } from '@touchline/shared/stadium';
import type { InputSource, SeatInputs } from './inputs.ts';
import type { TickListener } from './room.ts';

/**
 * A person's place in the loop. `source` is undefined while the connection is lost, `playerId` negative until he has come
 * in: ids are given in the order of joining.
 */
export interface Seat {
  playerId: number;
  /** Thumbprint of its holder's key; empty: nobody can return to it. */
  readonly key: string;
  inputs: SeatInputs;
  source: InputSource | undefined;
}

/** Keys for a player that the server itself moves. */
export interface Pilot {
  think(state: MatchState): number;
}

/** Enough to run the last ticks again: a state, and the commands of every tick since, in order. */
export interface Journal {
  readonly keyframe: Uint8Array;
  readonly ticks: (readonly Command[])[];
}

/** Why a command was not done: as the match has it, or because the room plays no further one. */
export type LoopRefusal = Refusal | 'closing';

/** What waits for the next tick: a command, or something that only needs a place among the commands. */
type Asked =
  | { readonly command: Command; readonly refused: ((reason: LoopRefusal) => void) | undefined }
  | { readonly place: (tick: number, before: number) => void };

export class RoomLoop {
  readonly state: MatchState;
  readonly sync = new RoomState();
  readonly seats = new Map<number, Seat>();
  readonly pilots = new Map<number, Pilot>();
  readonly listeners = new Set<TickListener>();
  /** False: the room plays no further match. */
  startsAllowed = true;
  private readonly stadiums: Stadiums;
  /** What a report of a broken tick needs; starts anew every few seconds. */
  journal: Journal;
  private inbox: Asked[] = [];
  private keyframeDue = true;
  private nextPlayerId: number;

  /** `state`: of a fresh room, or of one that goes on; it becomes the loop's own. */
  constructor(state: MatchState, stadiums: Stadiums) {
    this.state = state;
    this.stadiums = stadiums;
    this.nextPlayerId = state.nextPlayerId;
    this.journal = { keyframe: encodeKeyframe(this.state), ticks: [] };
  }

  /** Queues a command for the next tick; `refused` hears why if it turns out to be impossible then. */
  submit(command: Command, refused?: (reason: LoopRefusal) => void): void {
    this.inbox.push({ command, refused });
  }

  /** `told` hears its place in the log when its turn has come: the tick, and how many of its commands go before. */
  findPlace(told: (tick: number, before: number) => void): void {
    this.inbox.push({ place: told });
  }

  /** An id for the next `join`. */
  reservePlayerId(): number {
    return this.nextPlayerId++;
  }

  /** Somebody cannot step until the next tick carries a keyframe. */
  requestKeyframe(): void {
    this.keyframeDue = true;
  }

  /** The one place where a room moves. The order is the design's: commands, append, step, tell, project. */
  tick(watched: boolean): void {
    const { state } = this;
    if (state.tick % KEYFRAME_EVERY === 0) this.journal = { keyframe: encodeKeyframe(state), ticks: [] };
    const accepted: Command[] = [];
    this.journal.ticks.push(accepted);
    const admit = (command: Command): LoopRefusal | null => {
      if (command.type === 'start' && !this.startsAllowed) return 'closing';
      const refusal = apply(state, command, this.stadiums);
      if (refusal === null) accepted.push(command);
      return refusal;
    };

    const asked = this.inbox;
    this.inbox = [];
    for (const next of asked) {
      if ('place' in next) {
        next.place(state.tick + 1, accepted.length);
        continue;
      }
      const refusal = admit(next.command);
      if (refusal !== null) next.refused?.(refusal);
    }
    for (const seat of this.seats.values()) this.takeInputs(seat, admit);
    for (const [id, pilot] of this.pilots) admit({ type: 'input', id, keys: pilot.think(state) });

    for (const listener of this.listeners) listener.accepted?.(accepted);
    const events: MatchEvent[] = [];
    step(state, events);
    for (const seat of this.seats.values()) seat.inputs.settle(findPlayer(state, seat.playerId)?.input ?? 0);
    for (const listener of this.listeners) listener.tick(accepted, events);
    if (watched) this.project(accepted);
    else this.unwatched();
  }

  /** Whoever comes next gets the whole of `sync`, and must not take a keyframe in it for the present. */
  private unwatched(): void {
    this.keyframeDue = true;
    if (this.sync.keyframe !== '') this.sync.keyframe = '';
  }

  private takeInputs(seat: Seat, admit: (command: Command) => LoopRefusal | null): void {
    if (!seat.source) return;
    const keys = seat.inputs.take(seat.source);
    const player = findPlayer(this.state, seat.playerId);
    if (!player || player.team === 0) return;
    // Most keys are those of the tick before: a command of them would be refused, at a price.
    for (const pressed of keys) if (pressed !== player.input) admit({ type: 'input', id: player.id, keys: pressed });
  }

  private project(accepted: readonly Command[]): void {
    const changed = accepted.some((command) => command.type === 'start' || command.type === 'stadium');
    const keyframe = this.keyframeDue || changed || this.state.tick % KEYFRAME_EVERY === 0;
    this.keyframeDue = false;
    project(this.state, accepted, keyframe, this.sync);
    for (const { playerId, source } of this.seats.values()) {
      const entry = this.sync.players.get(String(playerId));
      const away = source === undefined;
      if (entry && entry.away !== away) entry.away = away;
    }
  }
}
