// One JSON line per happening, to standard output: journald, Docker and files take it from there. Fields mean the same in every
// line: `event`, `room` (id), `player` (id in that room), `script`, `err`, `file`. No names, no addresses, no secrets.
import { pino } from 'pino';

export type Logger = pino.Logger;
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `silent` for tests. Watch keys and passwords must never be among the fields; they are cut out in case one slips in. */
export function createLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', 'adminPassword', 'watchKey', '*.password', '*.adminPassword', '*.watchKey'] },
  });
}
