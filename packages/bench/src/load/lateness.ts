// How late ticks are, seen from outside: against the grid of 60 a second that the room itself keeps to.
import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../measure.ts';

const PERIOD_MS = 1000 / 60;
/** The grid is found anew every five seconds: rooms that shed a stall go on from a later grid. */
const WINDOW = 300;

export interface Load {
  /** Of all ticks of all rooms, in ms. A tick counts when it is done. */
  readonly latenessP50: number;
  readonly latenessP99: number;
  /** Per second and room. */
  readonly ticks: number;
  /** Part of one core that this process used. */
  readonly cpu: number;
}

/** Gathers the ticks of rooms; the room calls what `room()` returns at the end of every tick. */
export class TickClock {
  private rooms: number[][] = [];
  /** What is gathered while nobody measures would only fill the memory of the process that is looked at. */
  private measuring = false;

  room(): () => void {
    const times: number[] = [];
    this.rooms.push(times);
    return () => {
      if (this.measuring) times.push(performance.now());
    };
  }

  /** Watches this process for a while. */
  async measure(ms: number): Promise<Load> {
    for (const times of this.rooms) times.length = 0;
    const startMs = performance.now();
    this.measuring = true;
    const cpu = await cpuOver(ms);
    this.measuring = false;
    const seconds = (performance.now() - startMs) / 1000;
    const late = this.rooms.flatMap(latenesses);
    if (late.length === 0) throw new Error('no room ticked');
    return {
      latenessP50: quantile(late, 0.5),
      latenessP99: quantile(late, 0.99),
      ticks: late.length / seconds / this.rooms.length,
      cpu,
    };
  }
}

/** Part of one core that this process uses, over so many milliseconds. */
export async function cpuOver(ms: number): Promise<number> {
  const before = process.cpuUsage();
  const startMs = performance.now();
  await wait(ms);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / (performance.now() - startMs);
}

/** Distance of every tick from the grid that its window's most punctual tick lies on. */
function latenesses(times: readonly number[]): number[] {
  const late: number[] = [];
  for (let from = 0; from < times.length; from += WINDOW) {
    const offsets = times.slice(from, from + WINDOW).map((time, n) => time - n * PERIOD_MS);
    const punctual = offsets.reduce((least, offset) => Math.min(least, offset));
    for (const offset of offsets) late.push(offset - punctual);
  }
  return late;
}
