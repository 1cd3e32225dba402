// How late ticks are for the server's own sake: as much of the time between the moment a tick was due and its beginning as
// this thread has worked. When it stood still because other programs had the processors, that was the machine.
import { Metrics } from 'touchline/src/metrics.ts';

/** Looks that are kept: more than the ticks of all rooms within a stall. */
const LOOKS = 4096;

interface Look {
  readonly atMs: number;
  /** Processor time of this thread, since it began. */
  readonly workedMs: number;
}

export class OwnLateness {
  private late: number[] = [];
  private looks: Look[] = [];

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
    const { user, system } = process.threadCpuUsage();
    const look = { atMs: performance.now(), workedMs: (user + system) / 1000 };
    const overMs = durationMs + latenessMs;
    // The last tick before it was due: what was worked since then, in parts as long as the time.
    const before = this.looks.findLast(({ atMs }) => atMs <= look.atMs - overMs) ?? this.looks[0] ?? look;
    const part = Math.min(1, overMs / (look.atMs - before.atMs || 1));
    this.late.push(Math.min(latenessMs, part * (look.workedMs - before.workedMs)));
    this.looks.push(look);
    if (this.looks.length > LOOKS) this.looks = this.looks.slice(-LOOKS / 2);
  }
}
