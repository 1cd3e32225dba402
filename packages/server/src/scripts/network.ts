// Talking to the world (room-scripts.md R86): Node's own fetch and WebSocket, only to the origins that the host has listed
// if he has listed any, and the XMLHttpRequest that older scripts post their reports with.
import { waitForAnswer } from './waiting-request.ts';
import { xmlHttpRequest } from './xml-http-request.ts';

/** Null: any. */
export type Origins = ReadonlySet<string> | null;

/** Puts `fetch`, `WebSocket` and `XMLHttpRequest` into this thread's global object. */
export function connectNetwork(origins: Origins): void {
  const { fetch, WebSocket } = globalThis;
  const mayReach = (address: string): boolean => {
    if (origins === null) return true;
    try {
      return origins.has(new URL(address).origin.replace(/^ws/, 'http'));
    } catch {
      return false;
    }
  };
  const check = (address: string): void => {
    if (!mayReach(address))
      throw new TypeError('fetch failed', { cause: new Error(`${address} is not among the origins`) });
  };
  const guardedFetch: typeof fetch = async (input, init) => {
    check(typeof input === 'object' && 'url' in input ? input.url : String(input));
    // To follow redirects could lead elsewhere.
    return fetch(input, { ...init, redirect: init?.redirect === 'manual' ? 'manual' : 'error' });
  };
  const send = origins === null ? fetch : guardedFetch;
  const given: Record<string, unknown> = {
    fetch: send,
    WebSocket:
      origins === null
        ? WebSocket
        : new Proxy(WebSocket, {
            construct: (target, args) =>
              mayReach(String(args[0])) ? Reflect.construct(target, args) : new DeadSocket(),
          }),
    XMLHttpRequest: xmlHttpRequest(send, (request) => {
      check(request.address);
      return waitForAnswer({ ...request, redirect: origins === null ? 'follow' : 'error' });
    }),
  };
  for (const [name, value] of Object.entries(given)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
  }
}

/** A socket that never opens: an error, a close, nothing thrown. */
class DeadSocket extends EventTarget {
  readonly readyState = 3;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: Event) => void) | null = null;

  constructor() {
    super();
    setTimeout(() => {
      this.tell('error');
      this.tell('close');
    });
  }

  send(): void {}
  close(): void {}

  private tell(name: 'error' | 'close'): void {
    const event = new Event(name);
    this[`on${name}`]?.(event);
    this.dispatchEvent(event);
  }
}
