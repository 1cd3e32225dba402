// The room as its script sees it: the truth of the log, and on top of it what the script has asked for and the room has
// not done yet. So a getter after `await null` shows the new state (room-scripts.md R9) though the room is a tick away.
import { decodeKeyframe } from '@touchline/shared/log';
import {
  apply,
  type Command,
  cloneState,
  copyState,
  type MatchEvent,
  type MatchState,
  type Refusal,
  step,
} from '@touchline/shared/match';
import type { Stadiums } from '@touchline/shared/stadium';

interface Pending {
  readonly seq: number;
  readonly command: Command;
}

export class Replica {
  private readonly stadiums: Stadiums;
  private truth: MatchState;
  /** The truth with everything pending; only good while something is, and then only if not stale. */
  private readonly expected: MatchState;
  private stale = false;
  private pending: Pending[] = [];

  constructor(first: MatchState, stadiums: Stadiums) {
    this.truth = first;
    this.expected = cloneState(first);
    this.stadiums = stadiums;
  }

  /** What getters answer from. Owned by the replica; read it before anything else happens. */
  get state(): MatchState {
    if (this.pending.length === 0) return this.truth;
    if (this.stale) this.expectAgain();
    return this.expected;
  }

  /** The room itself, without what is pending: for recordings. */
  get confirmed(): MatchState {
    return this.truth;
  }

  /** A command of the script takes effect here, before it does in the room. */
  expect(seq: number, command: Command): Refusal | null {
    if (this.pending.length === 0) copyState(this.expected, this.truth);
    else if (this.stale) this.expectAgain();
    this.stale = false;
    const refusal = apply(this.expected, command, this.stadiums);
    if (refusal === null) this.pending.push({ seq, command });
    return refusal;
  }

  /**
   * A command that the room has accepted; `seq`: the script's own. `lost`: it is impossible here, so the two differ.
   * `news`: the script has not seen its effect yet.
   */
  accept(command: Command, seq: number | undefined): { readonly news: boolean; readonly lost: boolean } {
    const waiting = this.pending.length > 0;
    const news = seq === undefined && (!waiting || apply(this.state, command, this.stadiums) === null);
    const lost = apply(this.truth, command, this.stadiums) !== null;
    if (seq !== undefined) this.forget(seq);
    this.stale = true;
    return { news, lost };
  }

  /** They come back in the order of asking, so that it is the first, nearly always: a script may have hundreds on their way. */
  private forget(seq: number): void {
    if (this.pending[0]?.seq === seq) this.pending.shift();
    else this.pending = this.pending.filter((mine) => mine.seq !== seq);
  }

  /** Whatever was asked up to `seq` has had its turn. */
  settle(seq: number): void {
    if (this.pending.length === 0) return;
    this.pending = this.pending.filter((mine) => mine.seq > seq);
    this.stale = true;
  }

  /** `kicked`: as in `step`. */
  step(events: MatchEvent[], kicked: () => void): void {
    step(this.truth, events, () => {
      this.stale = true;
      kicked();
    });
    this.stale = true;
  }

  /** A new beginning; what is pending stays so. Throws LogFormatError. */
  adopt(keyframe: Uint8Array): void {
    this.truth = decodeKeyframe(keyframe, this.stadiums);
    this.stale = true;
  }

  private expectAgain(): void {
    copyState(this.expected, this.truth);
    for (const { command } of this.pending) apply(this.expected, command, this.stadiums);
    this.stale = false;
  }
}
