// What the parts of the server tell while they work, for whoever counts it (metrics.ts). What can as well be looked up when
// somebody asks is not told.
import type { JoinRefusal, NoticeCode, ProblemCode } from '@touchline/shared/protocol';

/** `garbage`: bytes that no client sends; the others sit there and take memory. */
export type CutReason = 'garbage' | 'never-joined' | 'never-reads' | 'floods';

export interface Meter {
  /** A tick of some room is done: how long it took, and how late it began. */
  ticked(durationMs: number, latenessMs: number): void;
  /** Somebody has come in. */
  joined(): void;
  joinRefused(reason: JoinRefusal): void;
  /** A player was answered: what he asked for was refused, or came too fast, or was done. */
  noticed(code: NoticeCode): void;
  /** A client has asked for a keyframe because its state was not the room's. */
  wentAstray(): void;
  showedOut(banned: boolean): void;
  /** A player's connection is cut. */
  connectionCut(reason: CutReason): void;
  requestRefused(code: ProblemCode): void;
  /** Bytes of a log are on the disk. */
  logged(bytes: number, tookMs: number): void;
}

/** Nobody counts. */
export const UNMETERED: Meter = {
  ticked: () => {},
  joined: () => {},
  joinRefused: () => {},
  noticed: () => {},
  wentAstray: () => {},
  showedOut: () => {},
  connectionCut: () => {},
  requestRefused: () => {},
  logged: () => {},
};
