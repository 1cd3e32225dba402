// The page around a script that has no page (room-scripts.md R84, R87): one global object by three names, a document that
// holds nothing, dialogs that nobody answers.
import { createStorage, type Shelf, Storage, sessionShelf } from './storage.ts';

/** Takes a log line of a script. */
export type Tell = (text: string) => void;

/** Gives the global object of this thread what scripts look for in a browser. */
export function furnish(shelf: Shelf, alert: Tell): void {
  const page: Record<string, unknown> = {
    ...{ window: globalThis, self: globalThis },
    ...{ Storage, localStorage: createStorage(shelf), sessionStorage: createStorage(sessionShelf()) },
    document: createDocument(),
    location: Object.freeze({ href: 'about:blank', protocol: 'about:', host: '', hostname: '', search: '', hash: '' }),
    alert: (text?: unknown) => alert(String(text)),
    prompt: () => null,
    confirm: () => false,
    addEventListener: () => {},
    removeEventListener: () => {},
  };
  for (const [name, value] of Object.entries(page)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  }
}

function createDocument(): object {
  const nothing = () => null;
  const none = () => [];
  return {
    ...{ title: '', cookie: '', readyState: 'complete', hidden: false, body: null, head: null, documentElement: null },
    ...{ getElementById: nothing, querySelector: nothing, querySelectorAll: none },
    ...{ getElementsByClassName: none, getElementsByTagName: none, getElementsByName: none },
    ...{ addEventListener: () => {}, removeEventListener: () => {} },
  };
}

/**
 * Takes Node's own names away from a script that was written for a browser and may ask which of the two this is (R88).
 * `Buffer` stays: Node's own fetch looks it up when it sends a form.
 */
export function hideNode(): void {
  for (const name of ['process', 'global']) Reflect.deleteProperty(globalThis, name);
}
