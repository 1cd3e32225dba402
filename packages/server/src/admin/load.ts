// How busy the process is: what it used and how late it was since somebody asked last.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AdminStatus } from '@touchline/shared/protocol';

const RESOLUTION_MS = 10;
const MS = 1e6;

export class Load {
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private cpu = process.cpuUsage();
  private sinceMs = performance.now();

  constructor() {
    this.delays.enable();
  }

  look(): Pick<AdminStatus, 'cpu' | 'memoryMb' | 'latenessMs'> {
    const { user, system } = process.cpuUsage(this.cpu);
    const nowMs = performance.now();
    const cpu = (user + system) / 1000 / Math.max(1, nowMs - this.sinceMs);
    // What is measured is the time from one look at the clock to the next: on time, it is the resolution.
    const late = (delayNs: number) => Math.max(0, Math.round((delayNs / MS - RESOLUTION_MS) * 10) / 10 || 0);
    const latenessMs = {
      half: late(this.delays.percentile(50)),
      worst1Percent: late(this.delays.percentile(99)),
      most: late(this.delays.max),
    };
    this.cpu = process.cpuUsage();
    this.sinceMs = nowMs;
    this.delays.reset();
    return { cpu: Math.round(cpu * 1000) / 1000, memoryMb: Math.round(process.memoryUsage.rss() / 1e6), latenessMs };
  }

  stop(): void {
    this.delays.disable();
  }
}
