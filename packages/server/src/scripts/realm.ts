// The realm of a page script: a global object and built-ins of its own. A script that calls its stadium `Map`, as many do,
// takes `Map` away from itself alone; and what it adds to `Array.prototype` is there on every list that it is handed.
import { constants, createContext, runInContext, Script } from 'node:vm';

/** Makes a value one of the script's own: plain objects, lists and bytes are copied, functions wrapped, the rest passes. */
export type Adopt = <T>(value: T) => T;

export interface Realm {
  /** What the script knows as `window`. */
  readonly global: object;
  readonly adopt: Adopt;
  /**
   * Runs a script as a page does: sloppy, its `var`s global. Throws what it throws. One that awaits at its top level, as
   * people paste it into a browser's console, is a function's body: what comes back is its promise.
   */
  run(text: string, file: string): unknown;
}

/** Node's own names: a script that was written for a browser may ask which of the two this is (room-scripts.md R88). */
const NODES_OWN: ReadonlySet<string> = new Set(['process', 'global', 'Buffer', 'setImmediate', 'clearImmediate']);

/** A realm that has whatever else this thread's global object has by now: timers, fetch, URL. */
export function createRealm(): Realm {
  // An ordinary global object: the other kind looks every name up in this realm, and is many times slower.
  const global = createContext(constants.DONT_CONTEXTIFY);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!(name in global) && !NODES_OWN.has(name)) lend(global, name);
  }
  const adopt: Adopt = runInContext(`(${border})()`, global);
  return {
    global,
    adopt,
    run(text, filename) {
      // A fault of syntax is shown with its line; what a script throws shows its own stack.
      return compile(text, filename).runInContext(global, { displayErrors: false });
    },
  };
}

const BODY = '(async () => {';

function compile(text: string, filename: string): Script {
  try {
    return new Script(text, { filename });
  } catch (error) {
    if (!/\bawait\b/.test(text)) throw error;
    try {
      return new Script(`${BODY}${text}\n})()`, { filename, columnOffset: -BODY.length });
    } catch (fault) {
      // What is wrong is told of the text as it was written, unless that is only its `await`.
      throw (error as Error).message.startsWith('await') ? fault : error;
    }
  }
}

/** Read when it is first asked for: half of them would be loaded from disk. */
function lend(global: object, name: string): void {
  const settle = (value: unknown) =>
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
  Object.defineProperty(global, name, {
    configurable: true,
    get() {
      const value: unknown = Reflect.get(globalThis, name);
      settle(value);
      return value;
    },
    set: settle,
  });
}

/** Is run from its text, inside the realm, where `Object` and the rest are the script's: it must name nothing of this file. */
function border(): Adopt {
  // The script may overwrite the names, not these.
  const {
    Object: Plain,
    Function: Callable,
    Array: List,
    Uint8Array: Bytes,
    ArrayBuffer: Buffers,
    Error: Fault,
  } = globalThis;
  const wrap = (call: (...args: unknown[]) => unknown) => {
    // No arrow: some scripts say `new HBInit(…)`.
    function wrapped(...args: unknown[]): unknown {
      try {
        return adopt(call(...args));
      } catch (error) {
        throw new Fault((error as Error).message);
      }
    }
    return wrapped;
  };
  const adopt = (value: unknown): unknown => {
    if (typeof value === 'function') {
      return value instanceof Callable ? value : wrap(value as (...args: unknown[]) => unknown);
    }
    if (typeof value !== 'object' || value === null || value instanceof Plain) return value;
    if (List.isArray(value)) return List.from(value, adopt);
    if (Buffers.isView(value)) return Bytes.from(value as Uint8Array);
    const own: Record<string, unknown> = {};
    for (const key of Plain.keys(value)) own[key] = adopt((value as Record<string, unknown>)[key]);
    return own;
  };
  return adopt as Adopt;
}
