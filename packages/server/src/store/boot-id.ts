// Which start of the machine this is. What a process wrote survives its own death, not that of the machine: a log that was
// written before another start may lack its end.
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

const LINUX = '/proc/sys/kernel/random/boot_id';
/** Elsewhere the time of the start is told by two clocks that drift. */
const DRIFT_MS = 60_000;

export function readBootId(): string {
  try {
    return readFileSync(LINUX, 'utf8').trim();
  } catch {
    return `${hostname().slice(0, 40)}-${Math.round((Date.now() - uptime() * 1000) / DRIFT_MS)}`;
  }
}
