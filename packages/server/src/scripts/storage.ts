// localStorage and sessionStorage as scripts know them (room-scripts.md R85): text only, five mebibytes, kept on disk by a
// file that is always whole. Written in the script's own thread, a moment after the last change.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolders } from '../folders.ts';

/** UTF-16 units of all keys and values. */
const MAX_UNITS = 5 * 1024 * 1024;
const WRITE_AFTER_MS = 200;

/** What a `Storage` keeps its entries in. */
export interface Shelf {
  readonly entries: Map<string, string>;
  changed(): void;
}

const shelves = new WeakMap<Storage, Shelf>();
const shelfOf = (storage: Storage): Shelf => {
  const shelf = shelves.get(storage);
  if (!shelf) throw new TypeError('Illegal invocation');
  return shelf;
};

/** Scripts add methods to its prototype; entries are properties, too. */
export class Storage {
  get length(): number {
    return shelfOf(this).entries.size;
  }

  key(index: number): string | null {
    return [...shelfOf(this).entries.keys()][Math.trunc(index) || 0] ?? null;
  }

  getItem(key: string): string | null {
    return shelfOf(this).entries.get(String(key)) ?? null;
  }

  setItem(key: string, value: string): void {
    const { entries, changed } = shelfOf(this);
    const name = String(key);
    const text = String(value);
    const before = entries.get(name);
    let units = text.length - (before === undefined ? -name.length : before.length);
    for (const [k, v] of entries) units += k.length + v.length;
    if (units > MAX_UNITS) throw new DOMException(`${MAX_UNITS} characters are stored already`, 'QuotaExceededError');
    entries.set(name, text);
    changed();
  }

  removeItem(key: string): void {
    const { entries, changed } = shelfOf(this);
    if (entries.delete(String(key))) changed();
  }

  clear(): void {
    const { entries, changed } = shelfOf(this);
    entries.clear();
    changed();
  }
}

/** `localStorage.x = 1`, `delete localStorage.x`, `Object.keys(localStorage)`: as in a page. */
export function createStorage(shelf: Shelf): Storage {
  const storage = new Proxy(new Storage(), {
    get(target, key) {
      if (typeof key === 'symbol' || key in target) {
        const value: unknown = Reflect.get(target, key, storage);
        return value;
      }
      return shelf.entries.get(key);
    },
    set(target, key, value) {
      if (typeof key === 'symbol') return Reflect.set(target, key, value);
      storage.setItem(key, value);
      return true;
    },
    has: (target, key) => key in target || (typeof key === 'string' && shelf.entries.has(key)),
    deleteProperty(target, key) {
      if (typeof key === 'symbol') return Reflect.deleteProperty(target, key);
      storage.removeItem(key);
      return true;
    },
    ownKeys: () => [...shelf.entries.keys()],
    getOwnPropertyDescriptor(_target, key) {
      const value = typeof key === 'string' ? shelf.entries.get(key) : undefined;
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
  });
  shelves.set(storage, shelf);
  return storage;
}

/** For one run. */
export function sessionShelf(): Shelf {
  return { entries: new Map(), changed: () => {} };
}

/** For ever, in a file. `warn` hears of a disk that does not do its work; the script goes on without it. */
export class FileShelf implements Shelf {
  readonly entries = new Map<string, string>();
  private readonly file: string;
  private readonly warn: (text: string) => void;
  private timer: NodeJS.Timeout | undefined;

  constructor(file: string, warn: (text: string) => void) {
    this.file = file;
    this.warn = warn;
    this.read();
  }

  readonly changed = (): void => {
    this.timer ??= setTimeout(() => this.write(), WRITE_AFTER_MS);
  };

  /** Writes now what has not been written. */
  flush(): void {
    if (this.timer !== undefined) this.write();
  }

  private read(): void {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.warn(`localStorage cannot be read: ${error}`);
      return;
    }
    try {
      for (const [key, value] of Object.entries(JSON.parse(text))) this.entries.set(key, String(value));
    } catch {
      // What cannot be read must not be written over: somebody may mend it.
      renameSync(this.file, `${this.file}.damaged`);
      this.warn(`localStorage began anew: ${this.file} is no JSON, and was renamed`);
    }
  }

  /** By another name first, so that there is a whole file at any moment. */
  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      makeFolders(dirname(this.file));
      writeFileSync(`${this.file}.new`, JSON.stringify(Object.fromEntries(this.entries)), { mode: 0o600, flush: true });
      renameSync(`${this.file}.new`, this.file);
    } catch (error) {
      this.warn(`localStorage cannot be written: ${error}`);
    }
  }
}
