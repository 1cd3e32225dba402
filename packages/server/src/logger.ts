// One JSON line per happening, to standard output: journald, Docker and files take it from there. Fields mean the same in every
// line: `event`, `room` (id), `player` (id in that room), `script`, `err`, `file`. No names, no addresses, no secrets. The last
// lines are kept for whoever runs the server.
import { destination, multistream, pino } from 'pino';

export type Logger = pino.Logger;
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LINES_KEPT = 1000;
const LINE_CUT = 2000;
const SECRETS = ['password', 'adminPassword', 'adminSecret', 'watchKey'];

/** The last lines of the log, numbered from 1 on. */
export class LogTail {
  readonly level: LogLevel;
  private readonly lines: string[] = [];
  private count = 0;

  constructor(level: LogLevel) {
    this.level = level;
  }

  /** As a stream of pino's. */
  write(line: string): void {
    this.count++;
    this.lines.push(line.length > LINE_CUT ? `${line.slice(0, LINE_CUT)}…` : line.trimEnd());
    if (this.lines.length > LINES_KEPT) this.lines.shift();
  }

  /** Lines behind number `after`, the newest `limit` of them. */
  since(after: number, limit: number): { readonly number: number; readonly text: string }[] {
    const first = this.count - this.lines.length + 1;
    return this.lines
      .map((text, i) => ({ number: first + i, text }))
      .filter(({ number }) => number > after)
      .slice(-limit);
  }
}

/** `silent` for tests. Watch keys and passwords must never be among the fields; they are cut out in case one slips in. */
export function createLogger(level: LogLevel, tail?: LogTail): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]) },
  };
  if (!tail) return pino(options);
  // Which lines are of interest the logger has decided by then.
  const streams = [destination(1), tail].map((stream) => ({ level: 'trace' as const, stream }));
  return pino(options, multistream(streams));
}
