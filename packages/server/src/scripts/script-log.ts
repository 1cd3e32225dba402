// What a script prints and what it does wrong, on the way to the server's log: so many lines a second, and not more.
import { format } from 'node:util';
import { TokenBucket } from '../token-bucket.ts';
import type { FromScript, ScriptLogLevel } from './messages.ts';
import { inWords, placeOf } from './stack.ts';

const LINES = { burst: 200, refillMs: 50 };
const MAX_LINE = 8000;

export class ScriptLog {
  private readonly post: (message: FromScript) => void;
  private readonly bucket = new TokenBucket(LINES, performance.now());
  private dropped = 0;

  constructor(post: (message: FromScript) => void) {
    this.post = post;
  }

  readonly tell = (level: ScriptLogLevel, text: string, where?: string): void => {
    if (this.bucket.take(performance.now()) > 0) {
      this.dropped++;
      return;
    }
    const more = this.dropped > 0 ? ` (${this.dropped} lines before it were too many)` : '';
    this.dropped = 0;
    this.post({ type: 'log', level, text: text.slice(0, MAX_LINE) + more, ...(where ? { where } : {}) });
  };

  /** An exception of the script, with its place. */
  readonly fault = (what: string, error: unknown): void => {
    this.tell('error', `${what}: ${inWords(error)}`, placeOf(error));
  };

  /** `console` of the script: Node's own, with another way out. */
  takeConsole(): void {
    const to =
      (level: ScriptLogLevel) =>
      (...words: unknown[]) =>
        this.tell(level, format(...words));
    const { log, info, debug } = { log: to('info'), info: to('info'), debug: to('info') };
    const table = (rows: unknown) => this.tell('info', format('%O', rows));
    Object.assign(console, {
      log,
      info,
      debug,
      table,
      dir: log,
      trace: to('info'),
      warn: to('warn'),
      error: to('error'),
    });
  }
}
