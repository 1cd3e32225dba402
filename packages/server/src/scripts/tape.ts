// A recording that a script makes of its room (room-scripts.md R42, R43): in our own format, in the script's own thread.
import { compactRecording, hashState, MatchSummary, RecordingWriter } from '@touchline/shared/log';
import { type Command, type MatchEvent, type MatchState, TICKS_PER_SECOND } from '@touchline/shared/match';
import { PROTOCOL_VERSION } from '@touchline/shared/protocol';
import type { Stadiums } from '@touchline/shared/stadium';

/** A recording that was forgotten ends after four hours and keeps what it has. */
const MAX_TICKS = 4 * 60 * 60 * TICKS_PER_SECOND;

export interface TapedRoom {
  readonly id: string;
  readonly name: string;
  readonly epoch: string;
}

export class Tape {
  private readonly writer: RecordingWriter;
  private readonly summary: MatchSummary;
  private readonly start: number;
  private tick: number;
  private hash: string;
  private over = false;

  /** `state`: the room's own, between two ticks. */
  constructor(room: TapedRoom, state: MatchState, stadiums: Stadiums) {
    const { id, name, epoch } = room;
    const header = { protocol: PROTOCOL_VERSION, room: id, name, epoch, startedMs: Date.now() };
    this.writer = RecordingWriter.begin(header, state, stadiums);
    this.summary = new MatchSummary(state);
    this.start = state.tick;
    this.tick = state.tick;
    this.hash = hashState(state);
  }

  /** After each tick. */
  add(commands: readonly Command[], events: readonly MatchEvent[], state: MatchState): void {
    if (this.over) return;
    this.writer.append(commands);
    this.writer.stepped(state);
    this.summary.tick(state, commands, events);
    this.tick = state.tick;
    this.last = state;
    if (this.tick - this.start >= MAX_TICKS) this.end();
  }

  private last: MatchState | null = null;

  /** No more ticks: the state as it is now is the last one. */
  end(): void {
    if (this.over) return;
    this.over = true;
    if (this.last) this.hash = hashState(this.last);
    this.last = null;
  }

  /** The bytes of the finished file. */
  take(): Uint8Array {
    this.end();
    const work = compactRecording(this.writer.take(), {
      tick: this.tick,
      hash: this.hash,
      result: this.summary.result(),
    });
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  }
}
