// The matches of a broadcast: where each began, which is what its recording will be called.
import { type Cursor, type FeedHeader, recordingId } from '@touchline/shared/protocol';

/** A match as it can be linked to while it is on. */
export interface MatchOnAir {
  /** Of its recording, once it is over. */
  readonly recording: string;
  /** First tick of the recording: the one after which the match was on. */
  readonly startTick: number;
}

export class MatchesOnAir {
  private header: FeedHeader | null = null;
  /** The match that was on when the feed was joined. */
  private first: Cursor | null = null;
  private last: MatchOnAir | null = null;

  /** What the feed says of itself, before its keyframe. */
  opened(header: FeedHeader): void {
    this.header = header;
  }

  /** The tape begins anew. `running`: a match is on in the keyframe. */
  joined(running: boolean): void {
    this.first = running ? (this.header?.segment ?? null) : null;
    this.last = null;
  }

  /** The match that a tick belongs to, or the one before it; null where none is known. `starts`: of the tape, in their order. */
  at(tick: number, starts: readonly number[]): MatchOnAir | null {
    const { header, first } = this;
    if (!header) return null;
    const start = starts.findLast((known) => known <= tick);
    const segment = start === undefined ? first : { epoch: header.epoch, tick: start };
    if (!segment) return null;
    // Asked each frame; the match is another one twice an hour.
    if (this.last?.startTick !== segment.tick) {
      this.last = { recording: recordingId(header.room, segment), startTick: segment.tick };
    }
    return this.last;
  }
}
