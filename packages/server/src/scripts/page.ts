// The page around a script that has no page (room-scripts.md R84, R87): one global object by three names, a document that
// holds nothing and takes everything, dialogs that nobody answers.
import { createStorage, type Shelf, Storage, sessionShelf } from './storage.ts';

/** Takes a log line of a script. */
export type Tell = (text: string) => void;

/** Gives a global object what scripts look for in a browser. */
export function furnish(global: object, shelf: Shelf, alert: Tell): void {
  const page: Record<string, unknown> = {
    ...{ window: global, self: global, console },
    ...{ Storage, localStorage: createStorage(shelf), sessionStorage: createStorage(sessionShelf()) },
    document: createDocument(alert),
    location: createLocation(alert),
    // The last: how user scripts, in a browser's extension, call the page's own.
    ...{ parent: global, top: global, frames: global, unsafeWindow: global },
    ...{ Audio: createElementOnly, Image: createElementOnly },
    alert: (text?: unknown) => alert(String(text)),
    prompt: () => null,
    confirm: () => false,
    open: () => null,
    close: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => true,
  };
  for (const [name, value] of Object.entries(page)) {
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: true });
  }
}

/** A page that neither goes elsewhere nor begins anew. */
function createLocation(tell: Tell): object {
  const stay = (name: string) => () => tell(`location.${name} does nothing here: the script goes on`);
  return {
    ...{ href: 'about:blank', protocol: 'about:', host: '', hostname: '', origin: 'null' },
    ...{ pathname: 'blank', search: '', hash: '' },
    ...{ reload: stay('reload'), assign: stay('assign'), replace: stay('replace') },
  };
}

function createDocument(tell: Tell): object {
  const create = (name: unknown) => (String(name).toLowerCase() === 'script' ? createScript(tell) : createElement());
  return {
    ...{ title: '', cookie: '', readyState: 'complete', hidden: false },
    ...{ body: createElement(), head: createElement(), documentElement: createElement() },
    ...{ getElementById: () => null, createElement: create, createTextNode: createElement },
    ...emptyNode(),
  };
}

/** What would load a library: whoever runs the script must hear why its names are missing. */
function createScript(tell: Tell): object {
  let address = '';
  return Object.defineProperty(createElement(), 'src', {
    get: () => address,
    set(value: unknown) {
      address = String(value);
      tell(`a script element is not loaded here; put the library's text before the script's own: ${address}`);
    },
  });
}

/** Where a script looks for something, there is nothing. */
function emptyNode(): object {
  const nothing = () => null;
  const none = () => [];
  return {
    ...{ querySelector: nothing, querySelectorAll: none },
    ...{ getElementsByClassName: none, getElementsByTagName: none, getElementsByName: none },
    ...{ addEventListener: () => {}, removeEventListener: () => {} },
  };
}

/** `new Audio(address)`: a sound that nobody hears. No arrow, which could not be called with `new`. */
function createElementOnly(): object {
  return createElement();
}

/** A piece of a page that nobody sees: a script may fill it, hang others into it, press it; nothing comes of it. */
function createElement(): object {
  const whatever = () => {};
  const given = <T>(child: T): T => child;
  return {
    ...{ style: {}, dataset: {}, children: [], innerHTML: '', innerText: '', textContent: '', value: '' },
    ...{ appendChild: given, removeChild: given, insertBefore: given, append: whatever, remove: whatever },
    ...{ setAttribute: whatever, getAttribute: () => null, removeAttribute: whatever },
    ...{ play: () => Promise.resolve(), pause: whatever, load: whatever },
    ...{ click: whatever, focus: whatever, classList: { add: whatever, remove: whatever, toggle: whatever } },
    ...emptyNode(),
  };
}
