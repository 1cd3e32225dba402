// How late ticks are for the server's own sake. What its thread waited for a processor meanwhile is the machine's doing, and
// is left out: the kernel of Linux counts it. Elsewhere nothing is left out.
import { existsSync, readFileSync } from 'node:fs';
import { Metrics } from 'touchline/src/metrics.ts';

const SCHEDSTAT = '/proc/thread-self/schedstat';
const counted = existsSync(SCHEDSTAT);
/** Looks that are kept: more than the ticks of all rooms within a stall. */
const LOOKS = 4096;

/** Of this thread, since it began: ready to run, and no processor free. */
function waitedMs(): number {
  return counted ? Number(readFileSync(SCHEDSTAT, 'utf8').split(' ')[1]) / 1e6 : 0;
}

export class OwnLateness {
  private late: number[] = [];
  private looks: { readonly atMs: number; readonly waitedMs: number }[] = [];

  /** From now on it hears of every tick of every room in this process. */
  constructor() {
    const { ticked } = Metrics.prototype;
    const hear = (durationMs: number, latenessMs: number) => this.hear(durationMs, latenessMs);
    Metrics.prototype.ticked = function (durationMs, latenessMs) {
      hear(durationMs, latenessMs);
      ticked.call(this, durationMs, latenessMs);
    };
  }

  /** In ms, of the ticks since the last time. */
  take(): readonly number[] {
    const { late } = this;
    this.late = [];
    return late;
  }

  private hear(durationMs: number, latenessMs: number): void {
    const look = { atMs: performance.now(), waitedMs: waitedMs() };
    const dueMs = look.atMs - durationMs - latenessMs;
    const then = this.looks.findLast(({ atMs }) => atMs <= dueMs) ?? this.looks[0] ?? look;
    this.late.push(Math.max(0, latenessMs - (look.waitedMs - then.waitedMs)));
    this.looks.push(look);
    if (this.looks.length > LOOKS) this.looks = this.looks.slice(-LOOKS / 2);
  }
}
