// Who may speak in a room, and how soon again. Private: no log knows of it, the room's file keeps it (pure; the shell has the clock).
import type { ChatFile } from './room-file.ts';

/** Beyond it the one who was muted first may speak again. */
const MAX_MUTED = 500;
/** People whose last line is remembered for slow mode. */
const MAX_SPOKEN = 500;
const MINUTE_MS = 60_000;

/** Why a line is kept back. `seconds`: until he may speak; null: until somebody lifts it. */
export interface HeldBack {
  readonly why: 'muted' | 'slow';
  readonly seconds: number | null;
}

/**
 * People are known by their identity, or by their address where they show none: coming back lifts nothing. The empty name is
 * of one whom the room does not know.
 */
export function whoIs({ auth, address }: { readonly auth: string | null; readonly address: string }): string {
  return auth ?? address;
}

export class Moderation {
  private readonly mutedUntilMs = new Map<string, number | null>();
  private readonly spokeMs = new Map<string, number>();
  private seconds: number;

  constructor(past?: ChatFile) {
    this.seconds = past?.slowSeconds ?? 0;
    for (const { who, untilMs } of past?.muted ?? []) this.mutedUntilMs.set(who, untilMs);
  }

  /** Between two lines of one who is no admin; 0: no slow mode. */
  get slowSeconds(): number {
    return this.seconds;
  }

  setSlow(seconds: number): void {
    this.seconds = seconds;
  }

  /** `minutes` null: until it is lifted. */
  mute(who: string, minutes: number | null, nowMs: number): void {
    this.mutedUntilMs.delete(who);
    this.mutedUntilMs.set(who, minutes === null ? null : nowMs + minutes * MINUTE_MS);
    dropOldest(this.mutedUntilMs, MAX_MUTED);
  }

  /** False: he was not muted. */
  unmute(who: string, nowMs: number): boolean {
    return this.isMuted(who, nowMs) && this.mutedUntilMs.delete(who);
  }

  isMuted(who: string, nowMs: number): boolean {
    const untilMs = this.mutedUntilMs.get(who);
    return untilMs === null || (untilMs !== undefined && untilMs > nowMs);
  }

  /** Null: the line may be said, and counts as said. */
  holdsBack(who: string, admin: boolean, nowMs: number): HeldBack | null {
    const untilMs = this.mutedUntilMs.get(who);
    if (untilMs === null) return { why: 'muted', seconds: null };
    if (untilMs !== undefined && untilMs > nowMs) return { why: 'muted', seconds: secondsUntil(untilMs, nowMs) };
    if (admin || this.seconds === 0) return null;
    const freeMs = (this.spokeMs.get(who) ?? Number.NEGATIVE_INFINITY) + this.seconds * 1000;
    if (freeMs > nowMs) return { why: 'slow', seconds: secondsUntil(freeMs, nowMs) };
    this.spokeMs.delete(who);
    this.spokeMs.set(who, nowMs);
    dropOldest(this.spokeMs, MAX_SPOKEN);
    return null;
  }

  file(nowMs: number): ChatFile {
    const muted = [...this.mutedUntilMs].map(([who, untilMs]) => ({ who, untilMs }));
    return { slowSeconds: this.seconds, muted: muted.filter(({ who }) => this.isMuted(who, nowMs)) };
  }
}

const secondsUntil = (atMs: number, nowMs: number): number => Math.ceil((atMs - nowMs) / 1000);

/** A map keeps the order in which its keys came. */
function dropOldest<K>(map: Map<K, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
