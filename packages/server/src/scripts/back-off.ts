// When a script that died may run again: soon at first, later and later when it goes on dying, soon again after quiet.

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;
/** Whoever has run so long is well. */
const STABLE_MS = 5 * 60_000;
/** So many times stopped for hanging within so long, and it is not started again (room-scripts.md R88). */
const HANGS = 3;
const HANGS_WITHIN_MS = 10 * 60_000;

export class BackOff {
  private delayMs = FIRST_MS;
  private startedMs = 0;
  private hangsMs: number[] = [];

  started(nowMs: number): void {
    this.startedMs = nowMs;
  }

  /** It died; milliseconds until it may run again, or null: never. */
  died(why: 'hung' | 'other', nowMs: number): number | null {
    if (nowMs - this.startedMs >= STABLE_MS) this.delayMs = FIRST_MS;
    if (why === 'hung') {
      this.hangsMs = [...this.hangsMs.filter((atMs) => nowMs - atMs < HANGS_WITHIN_MS), nowMs];
      if (this.hangsMs.length >= HANGS) return null;
    }
    const delayMs = this.delayMs;
    this.delayMs = Math.min(2 * delayMs, LONGEST_MS);
    return delayMs;
  }
}
