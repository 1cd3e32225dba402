// A room that an earlier process did not close, read back from its log.
import type { Past } from '../store/run-through.ts';
import type { RoomFile } from './room-file.ts';

/** `recording`: the last segment of the room's log, as far as it is whole. */
export interface Unfinished extends Past {
  readonly file: RoomFile;
  /** The one before, unless something that viewers have seen may be missing. */
  readonly epoch: string;
  /** The log, cut behind its last whole frame: it can be appended to. */
  readonly path: string;
}
