import type { FromScript, ScriptLogLevel } from './messages.ts';
import type { Adopt } from './realm.ts';

/** What a room needs of the thread around it. */
export interface ScriptPort {
  post(message: FromScript): void;
  /** Calls back when the script's current run, microtasks included, is over. */
  soon(callback: () => void): void;
  log(level: ScriptLogLevel, text: string): void;
  /** An exception of the script: reported, and gone on (R17). `where`: the handler. */
  fault(where: string, error: unknown): void;
  /** The script cannot go on. */
  fatal(text: string): void;
  /** Which handler runs, 0 none, else its place in `EVENT_NAMES` and 1. */
  inHandler(number: number): void;
  /** What the script is handed becomes its own; absent: it is so already. */
  readonly adopt?: Adopt;
}
